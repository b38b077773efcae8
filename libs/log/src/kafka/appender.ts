import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, Producer } from 'kafkajs';
import type { Clock } from '#domain';
import type { Draft } from '../contract.js';
import { type Clients, DefaultPartitioner, Sockets } from './client.js';
import { messageOf, Parcel } from './parcels.js';
import { isHopeless, Patience, Unbearable } from './trouble.js';

interface Entry {
  readonly drafts: readonly Draft[];
  /** How many of the drafts are durable. */
  sent: number;
  resolve(count: number): void;
  reject(error: unknown): void;
}

export interface AppenderSettings {
  readonly clients: Clients;
  readonly topic: string;
  readonly clock: Clock;
  readonly outageMsMax: number;
  /**
   * For how long a record may stay under way with its stamp. Readers call a partition caught up to a moment that lies
   * back by this time, so a record that did not arrive in it is stamped anew.
   */
  readonly stampMsMax: number;
}

/**
 * Appends to one topic, one request at a time: what is asked for while a request is under way goes together into the
 * next one. So each key keeps its order (two requests under way may arrive in either order, idempotent or not), and
 * many small appends cost few round trips.
 */
export class Appender {
  readonly #queue: Entry[] = [];
  readonly #patience: Patience;
  #sender: { readonly producer: Producer; readonly sockets: Sockets } | undefined;
  #pumping: Promise<void> | undefined;
  #closed = false;

  constructor(private readonly settings: AppenderSettings) {
    this.#patience = new Patience(`Appending to ${settings.topic}`, settings.outageMsMax);
  }

  /**
   * @returns the number of drafts, when all of them are durable
   * @throws RangeError for a record that is too large; Error when the broker was away for longer than the limit. Some
   *   of the drafts may be durable then.
   */
  append(drafts: readonly Draft[]): Promise<number> {
    if (this.#closed)
      return Promise.reject(new Error(`The log is closed; nothing can be appended to ${this.settings.topic}.`));
    if (drafts.length === 0) return Promise.resolve(0);
    return new Promise((resolve, reject) => {
      this.#queue.push({ drafts, sent: 0, resolve, reject });
      this.#pumping ??= this.#pump();
    });
  }

  /** Sends what is queued, then lets go of the broker. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#pumping;
    await this.#sender?.producer.disconnect();
  }

  async #pump(): Promise<void> {
    while (this.#queue.length > 0) {
      try {
        await this.#sendNext();
        this.#patience.relieved();
      } catch (error) {
        await this.#drop();
        await this.#endure(error);
      }
    }
    this.#pumping = undefined;
  }

  async #sendNext(): Promise<void> {
    const sender = (this.#sender ??= await this.#connect());
    // The stamp is taken when nothing but the request itself lies between it and the log.
    const { messages, counts } = this.#fill();
    if (messages.length > 0) {
      const sending = sender.producer.send({ topic: this.settings.topic, acks: -1, messages });
      await this.#inTime(sending, sender.sockets);
    }
    for (const [entry, count] of counts) entry.sent += count;
    // Sent in the order of the queue, so what is complete stands at its head.
    for (let head = this.#queue[0]; head && head.sent === head.drafts.length; head = this.#queue[0]) {
      this.#queue.shift();
      head.resolve(head.drafts.length);
    }
  }

  /**
   * Prints as much from the head of the queue as fits into one request. A draft that can't be printed fails its append
   * alone; so that nothing of that is written, an append is printed to its end before its first part is sent.
   */
  #fill(): { messages: Message[]; counts: Map<Entry, number> } {
    const at = this.settings.clock();
    const parcel = new Parcel();
    const messages: Message[] = [];
    const counts = new Map<Entry, number>();
    let isFull = false;
    for (const entry of [...this.#queue]) {
      const before = messages.length;
      try {
        for (const draft of entry.drafts.slice(entry.sent)) {
          const message = messageOf(draft, at);
          isFull ||= !parcel.takes(message);
          if (!isFull) messages.push(message);
          else if (entry.sent > 0) break;
        }
        counts.set(entry, messages.length - before);
      } catch (error) {
        messages.length = before;
        this.#queue.splice(this.#queue.indexOf(entry), 1);
        entry.reject(error);
      }
      if (isFull) break;
    }
    return { messages, counts };
  }

  /** Waits before the next try, or gives up for all who wait: the broker is away for everybody. */
  async #endure(error: unknown): Promise<void> {
    try {
      if (isHopeless(error)) throw new Unbearable('The broker will not take these records', { cause: error });
      await sleep(this.#patience.endure(error));
    } catch (end) {
      if (!(end instanceof Unbearable)) throw end;
      for (const entry of this.#queue.splice(0)) entry.reject(end.cause);
      this.#patience.relieved();
    }
  }

  /** A request that is not answered while its stamp is good must not arrive any more: it is sent again, stamped anew. */
  #inTime(sending: Promise<unknown>, sockets: Sockets): Promise<void> {
    const { stampMsMax, topic } = this.settings;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        sockets.shut();
        reject(new Error(`No broker took the records for ${topic} within ${stampMsMax} ms.`));
      }, stampMsMax);
      sending.then(() => resolve(), reject).finally(() => clearTimeout(timer));
    });
  }

  async #connect(): Promise<{ producer: Producer; sockets: Sockets }> {
    const sockets = new Sockets();
    // Repeated by the same producer, a request that arrived the first time is not written twice.
    const retry = { retries: 6, initialRetryTime: 50, maxRetryTime: 1000 };
    const client = this.settings.clients({ requestTimeoutMs: this.settings.stampMsMax / 2, retry, sockets });
    const options = { idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, retry };
    const producer = client.producer({ ...options, createPartitioner: DefaultPartitioner });
    try {
      await producer.connect();
    } catch (error) {
      await producer.disconnect();
      throw error;
    }
    return { producer, sockets };
  }

  /**
   * A producer whose request failed is never used again: kafkajs takes its sequence numbers back, and the broker would
   * take the next records for a repetition of those that may have arrived, and drop them.
   */
  async #drop(): Promise<void> {
    const sender = this.#sender;
    this.#sender = undefined;
    sender?.sockets.shut();
    await sender?.producer.disconnect();
  }
}
