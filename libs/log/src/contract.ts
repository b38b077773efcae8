import type { Instant } from '#domain';

/**
 * The ledger's topics. Strangers write to `inbox`; the other four are written by our own services alone.
 * The log keeps each under a prefix of its own, `clemency.` unless configured.
 */
export const TOPICS = ['inbox', 'reports', 'events', 'rejected', 'checkpoints'] as const;
export type Topic = (typeof TOPICS)[number];

/** The longest value, in bytes: what Kafka's 8 MiB message leaves beside a key and its own framing. Both homes keep to it. */
export const RECORD_BYTES_MAX = 8 * 1024 * 1024 - 4096;

/** A record as the log holds it. A stranger's record without a key or a value has an empty one here. */
export interface LogRecord {
  readonly offset: bigint;
  readonly key: string;
  readonly value: Buffer;
}

/**
 * A record to be written. It is printed only when its place in the log is being taken, with the instant of that
 * moment: a record stamped before it queued for its place could become visible after a reader had passed its stamp.
 * `print` must be quick and pure: the log may call it again when it has to try again.
 */
export interface Draft {
  readonly key: string;
  readonly print: (recordedAt: Instant) => Uint8Array;
}

export interface PipedDraft extends Draft {
  readonly topic: Topic;
}

/**
 * Records of one partition, in order. `from` is the position at which the follower was, `next` the one at which it is
 * when the batch is done. On Kafka offsets have gaps (transaction markers and aborted records take some), so `next`
 * says more than the last record's offset; a batch may hold no record at all and still move the position.
 */
export interface Batch {
  readonly topic: Topic;
  readonly partition: number;
  readonly from: bigint;
  readonly next: bigint;
  readonly records: readonly LogRecord[];
}

/** A partition that was read to its end: every record with a stamp up to `caughtUpTo` lies before `next`. */
export interface IdlePartition {
  readonly partition: number;
  readonly next: bigint;
  readonly caughtUpTo: Instant;
}

/** What `follow` needs: positions are the follower's own, asked for at every assignment of partitions. */
export interface Follower {
  readonly group: string;
  readonly topic: Topic;
  /** One position for each partition asked for, in the same order; 0n where nothing was read yet. */
  positions(partitions: readonly number[]): Promise<readonly bigint[]>;
  /**
   * Done when the promise resolves; the next batch of the partition comes only then. Throws `PositionLost` when the
   * position has moved under it (another owner): the log asks `positions` again. Anything else is an outage: the same
   * batch is tried again with backoff.
   */
  onBatch(batch: Batch): Promise<void>;
  /** Called about twice a second with all assigned partitions that are at their end. */
  onIdle?(idle: readonly IdlePartition[]): Promise<void>;
}

export interface Pipe {
  readonly group: string;
  readonly from: Topic;
  /**
   * What is to be written because of this batch. Called before the transaction opens, so that the transaction stays
   * short, and possibly more than once for the same records (after a crash, a fence, a failed commit): its own side
   * effects must bear that.
   */
  transform(batch: Batch): Promise<readonly PipedDraft[]>;
}

/** A consumer at work. */
export interface Running {
  /** Ends in order: the batch in hand is finished, partitions are given back. */
  stop(): Promise<void>;
  /** Settles when it ends: resolved after `stop`, rejected when trouble outlasted the retries (exit non-zero then). */
  readonly finished: Promise<void>;
  /** For readiness and metrics: assigned partitions, where each is, and how far each has to go. */
  progress(): readonly PartitionProgress[];
}

export interface PartitionProgress {
  readonly topic: Topic;
  readonly partition: number;
  readonly next: bigint;
  /** The last known end; lag is `end - next`. */
  readonly end: bigint;
  /** When the consumer last did something for it or found it at its end (milliseconds, monotonic clock). */
  readonly aliveAt: number;
}

/** The position in the follower's own store is not where the batch begins: somebody else has moved it. */
export class PositionLost extends Error {
  override readonly name = 'PositionLost';
}

/** The log can't be trusted or used as it is, and only a person can mend it: the message says what to do. */
export class LogRefused extends Error {
  override readonly name = 'LogRefused';
}

/**
 * The append-only log: the contract of both homes, and the token under which Nest hands it out. A topic has a fixed
 * number of partitions; one partitioner (murmur2 of the key, as Kafka's own clients have it) in both homes; records
 * with one key keep their order. The suite in `testing/contract.ts` holds each adapter to all of this.
 */
export abstract class Log {
  /** How many partitions each topic has. Fixed when the ledger is born. */
  abstract readonly partitions: number;

  /** Resolves, with the number of records, when they are durable. */
  abstract append(topic: Topic, drafts: readonly Draft[]): Promise<number>;

  /**
   * Consume, transform, produce: exactly once. What was consumed and what was produced commit together, and an old
   * owner is fenced, whether dead or only slow.
   */
  abstract pipe(pipe: Pipe): Promise<Running>;

  /** Batches of one partition in order, several partitions side by side, from positions that the follower keeps. */
  abstract follow(follower: Follower): Promise<Running>;

  /** Bounded replay of one partition: batches from `from` (included) to `to` (excluded), `to` at most its end. */
  abstract read(topic: Topic, partition: number, from: bigint, to: bigint): AsyncIterable<Batch>;

  /** The same, of what is there: for whoever has to say which records were removed, where `read` refuses. */
  abstract readFound(topic: Topic, partition: number, from: bigint, to: bigint): AsyncIterable<Batch>;

  /** The end of each partition: the offset after the last record that a reader may see. */
  abstract ends(topic: Topic): Promise<readonly bigint[]>;

  /** Where a pipe's group has committed, for each partition of the topic it reads; 0n where it never did. */
  abstract committed(group: string, from: Topic): Promise<readonly bigint[]>;

  /** Which partition a key falls into. */
  abstract partitionOf(key: string): number;

  abstract close(): Promise<void>;
}
