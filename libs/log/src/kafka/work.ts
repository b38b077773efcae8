import type { Clock } from '#domain';
import type { Batch, IdlePartition, Topic } from '../contract.js';
import type { Bounds } from './offsets.js';

/** What a consumer does with its partitions; the rest of its life is the same for a follower and a pipe. */
export interface Work {
  readonly topic: Topic;
  readonly group: string;
  /** The partition to which a reader confines itself. */
  readonly only?: number;
  /** Where to begin, in the order asked for. Called at every assignment and whenever a position was lost. */
  begin(partitions: readonly number[]): Promise<readonly bigint[]>;
  /** Done when it resolves. Throws `PositionLost` when the batch does not begin where the partition stands. */
  handle(batch: Batch): Promise<void>;
  idle?(idle: readonly IdlePartition[]): Promise<void>;
  /** The consumer has ended or the group is dealt out anew: nothing is in hand any more. */
  release?(): Promise<void>;
}

/** What the consumer needs of the log around it. */
export interface Surroundings {
  readonly clock: Clock;
  readonly topicName: string;
  readonly outageMsMax: number;
  /**
   * How far a partition that was read to its end counts as caught up before the moment of asking, in microseconds: a
   * transaction that is still open, or a record under way, may appear with a stamp that is older by this time.
   */
  readonly allowanceUs: bigint;
  bounds(): Promise<readonly Bounds[]>;
}
