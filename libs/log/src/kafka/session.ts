import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { Clients } from './client.js';

export const SESSION_TIMEOUT_MS = 10_000;
export const HEARTBEAT_MS = 2000;
/** For how long a fetch waits at the end of the topic, and how soon a resumed partition is fetched again. */
const FETCH_WAIT_MS = 100;
/** Whoever reads a stretch never waits for records that are still to come, only for being resumed once. */
const READER_FETCH_WAIT_MS = 5;
/** How long the members of a group have to come back when it is dealt out anew. */
const REBALANCE_TIMEOUT_MS = 30_000;
const PARTITION_BYTES_MAX = 4 * 1024 * 1024;
const FETCH_BYTES_MAX = 16 * 1024 * 1024;

/** What happens in a session. The listeners are called at once, before kafkajs goes on. */
export interface SessionEvents {
  /** Partitions have been assigned, and none of them is fetched until it is resumed. */
  joined(partitions: readonly number[]): void;
  /**
   * Must not throw: kafkajs would die of some errors and rejoin because of all others. Must not take long either:
   * kafkajs sends no heartbeat meanwhile, and fetches nothing for the other partitions.
   */
  batch(payload: EachBatchPayload): Promise<void>;
  /** Only markers and aborted records lay from `first` up to `next`. */
  filtered(partition: number, first: bigint, next: bigint): void;
  /** The group is being dealt out anew; `joined` follows. */
  rebalancing(): void;
  crashed(error: Error): void;
}

export interface SessionSettings {
  readonly clients: Clients;
  readonly groupId: string;
  readonly topicName: string;
  /** How many partitions are worked on side by side. */
  readonly concurrency: number;
  /** It reads a stretch that is there, and ends with it. */
  readonly isReader: boolean;
}

/** One kafkajs consumer from joining its group to leaving it. It commits nothing and is never restarted. */
export class Session {
  readonly #consumer: Consumer;
  readonly #started: Promise<void>;
  #aliveAt = performance.now();
  /** kafkajs refuses to be steered before it has joined and after it was stopped; there is nothing to steer then. */
  #isSteerable = false;

  constructor(
    private readonly settings: SessionSettings,
    private readonly events: SessionEvents,
  ) {
    this.#consumer = settings.clients().consumer({
      groupId: settings.groupId,
      sessionTimeout: SESSION_TIMEOUT_MS,
      rebalanceTimeout: REBALANCE_TIMEOUT_MS,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: settings.isReader ? READER_FETCH_WAIT_MS : FETCH_WAIT_MS,
      maxBytesPerPartition: PARTITION_BYTES_MAX,
      maxBytes: FETCH_BYTES_MAX,
      allowAutoTopicCreation: false,
      // A crashed consumer is replaced by us, with a bound, instead of being revived for ever by kafkajs.
      retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2000, restartOnFailure: () => Promise.resolve(false) },
    });
    this.#listen();
    this.#started = this.#start();
  }

  /** Rejects when the broker can't be reached; joining goes on after that and ends in `joined` or `crashed`. */
  get started(): Promise<void> {
    return this.#started;
  }

  /** For how long nothing was fetched, not even in vain (milliseconds). */
  get silentMs(): number {
    return performance.now() - this.#aliveAt;
  }

  seek(partition: number, offset: bigint): void {
    if (!this.#isSteerable) return;
    this.#consumer.seek({ topic: this.settings.topicName, partition, offset: offset.toString() });
  }

  pause(partitions: readonly number[]): void {
    if (!this.#isSteerable) return;
    this.#consumer.pause([{ topic: this.settings.topicName, partitions: [...partitions] }]);
  }

  resume(partitions: readonly number[]): void {
    if (!this.#isSteerable) return;
    this.#consumer.resume([{ topic: this.settings.topicName, partitions: [...partitions] }]);
  }

  /** Leaves the group. */
  async close(): Promise<void> {
    // kafkajs loses sight of a consumer that is stopped while it joins: it would go on by itself afterwards.
    await this.#started.catch(() => undefined);
    await this.#consumer.disconnect();
  }

  async #start(): Promise<void> {
    const { topicName, concurrency } = this.settings;
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [topicName], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: concurrency,
      eachBatch: (payload) => this.events.batch(payload),
    });
  }

  #listen(): void {
    const { GROUP_JOIN, REBALANCING, END_BATCH_PROCESS, FETCH, STOP, CRASH } = this.#consumer.events;
    const { topicName } = this.settings;
    this.#consumer.on(GROUP_JOIN, ({ payload }) => {
      this.#aliveAt = performance.now();
      this.#isSteerable = true;
      const partitions = payload.memberAssignment[topicName] ?? [];
      // Within the listener, so before the first fetch: what is fetched from now on was asked for after a seek.
      this.pause(partitions);
      this.events.joined(partitions);
    });
    this.#consumer.on(END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize > 0 || payload.firstOffset === null) return;
      this.events.filtered(payload.partition, BigInt(payload.firstOffset), BigInt(payload.lastOffset) + 1n);
    });
    this.#consumer.on(FETCH, () => {
      this.#aliveAt = performance.now();
    });
    this.#consumer.on(REBALANCING, () => this.events.rebalancing());
    this.#consumer.on(STOP, () => {
      this.#isSteerable = false;
    });
    this.#consumer.on(CRASH, ({ payload }) => this.events.crashed(payload.error));
  }
}
