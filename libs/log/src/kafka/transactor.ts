import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, Producer, Transaction } from 'kafkajs';
import type { Clock, Instant } from '#domain';
import type { PipedDraft, Topic } from '../contract.js';
import { type Clients, DefaultPartitioner } from './client.js';
import { messageOf, Parcel } from './parcels.js';

const RETRY = { initialRetryTime: 10, maxRetryTime: 400, retries: 10 };
/**
 * A request with records is never repeated within its transaction: when one of several brokers fails, kafkajs sends to
 * all of them again, also to one that is just writing, with new sequence numbers, and the records would be there twice.
 */
const SEND_ONCE = { ...RETRY, retries: 0 };
const OFFSETS_TRIES_MAX = 10;

/** What one transaction moves forward: the group's offset in the input partition. */
export interface Consumed {
  readonly groupId: string;
  readonly topicName: string;
  readonly partition: number;
  readonly next: bigint;
}

export interface TransactorSettings {
  readonly clients: Clients;
  readonly clock: Clock;
  readonly timeoutMs: number;
  nameOf(topic: Topic): string;
}

/** The transactional producer of one input partition. After any error it must be dropped and opened again. */
export class Transactor {
  private constructor(
    private readonly producer: Producer,
    private readonly settings: TransactorSettings,
  ) {}

  /**
   * Opens the producer and fences whoever held the id before: its open transaction is aborted, and its next one fails.
   * When this has resolved, the group's committed offset for the partition is final until we commit ourselves.
   */
  static async open(transactionalId: string, settings: TransactorSettings): Promise<Transactor> {
    const client = settings.clients({ requestTimeoutMs: settings.timeoutMs, retry: RETRY });
    const producer = client.producer({
      transactionalId,
      transactionTimeout: settings.timeoutMs,
      // What is sent in a transaction is idempotent anyway; saying so here would forbid to send only once.
      idempotent: false,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: DefaultPartitioner,
      retry: SEND_ONCE,
    });
    try {
      await producer.connect();
      // kafkajs asks for the producer's id, which is what fences, when the first transaction begins.
      await (await producer.transaction()).abort();
    } catch (error) {
      await producer.disconnect();
      throw error;
    }
    return new Transactor(producer, settings);
  }

  /** Writes the drafts and moves the offset, both or neither. After an error nobody knows which of the two it was. */
  async run(drafts: readonly PipedDraft[], consumed: Consumed): Promise<void> {
    const transaction = await this.producer.transaction();
    try {
      const began = performance.now();
      // Before the records, so that what Kafka answers to a transaction close behind another one is met here.
      await sendOffsets(transaction, consumed);
      const at = this.settings.clock();
      for (const topicMessages of this.#requests(drafts, at)) {
        await transaction.sendBatch({ acks: -1, topicMessages });
      }
      // A stamp that is older than readers allow for must not appear: they may be told of a later moment already.
      const lasted = performance.now() - began;
      if (lasted > this.settings.timeoutMs) {
        throw new Error(`A transaction took ${Math.round(lasted)} ms, more than its ${this.settings.timeoutMs} ms.`);
      }
      await transaction.commit();
    } catch (error) {
      await abort(transaction, error);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.producer.disconnect();
  }

  /** The drafts, printed, in their order, in requests of bearable size. */
  *#requests(drafts: readonly PipedDraft[], at: Instant): Generator<{ topic: string; messages: Message[] }[]> {
    let parcel = new Parcel();
    let byTopic = new Map<string, Message[]>();
    const asRequest = () => [...byTopic].map(([topic, messages]) => ({ topic, messages }));
    for (const draft of drafts) {
      const message = messageOf(draft, at);
      if (!parcel.takes(message)) {
        yield asRequest();
        parcel = new Parcel();
        parcel.takes(message);
        byTopic = new Map();
      }
      const topic = this.settings.nameOf(draft.topic);
      const messages = byTopic.get(topic);
      if (messages) messages.push(message);
      else byTopic.set(topic, [message]);
    }
    if (byTopic.size > 0) yield asRequest();
  }
}

/**
 * kafkajs does not repeat this when the coordinator is cold, or busy for some milliseconds with the markers of the
 * transaction before ("concurrent transactions").
 */
async function sendOffsets(transaction: Transaction, { groupId, topicName, partition, next }: Consumed): Promise<void> {
  const topics = [{ topic: topicName, partitions: [{ partition, offset: next.toString() }] }];
  for (let tries = 1; ; tries++) {
    try {
      return await transaction.sendOffsets({ consumerGroupId: groupId, topics });
    } catch (error) {
      const isFinal = !(error instanceof Object && 'retriable' in error && error.retriable === true);
      if (isFinal || tries === OFFSETS_TRIES_MAX) throw error;
      await sleep(Math.min(5 * 2 ** tries, 400));
    }
  }
}

async function abort(transaction: Transaction, error: unknown): Promise<void> {
  if (!transaction.isActive()) return;
  try {
    await transaction.abort();
  } catch (cause) {
    // The broker aborts it when the id is opened again, or when its time is over; the first error tells more.
    if (error instanceof Error && error.cause === undefined) error.cause = cause;
  }
}
