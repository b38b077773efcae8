import type { Clock, Instant } from '#domain';
import type { IdlePartition } from '../contract.js';
import { settledEnds } from './batches.js';
import type { Hold, HoldMeans } from './hold.js';

export interface SettlerMeans extends HoldMeans {
  readonly clock: Clock;
}

/** Finds out which partitions are read to their end, and up to which instant nothing more can come. */
export class Settler {
  private readonly published = new Map<number, Instant>();

  constructor(private readonly means: SettlerMeans) {}

  async settle(holds: readonly Hold[]): Promise<IdlePartition[]> {
    const { pool, duty, clock } = this.means;
    const resting = holds.filter((hold) => !hold.busy && !hold.isBehind);
    if (resting.length === 0) return [];
    // Before the call, see `settledEnds`. One microsecond less, because somebody may yet write in the same one.
    const passed = clock() - 1n;
    const partitions = resting.map((hold) => hold.partition);
    const ends = await settledEnds(pool, duty.topic, partitions);
    return resting.flatMap((hold) => {
      const { partition, next } = hold;
      const end = ends.get(partition);
      hold.learnEnd(end);
      if (hold.busy || hold.isReleased || next !== end) return [];
      return [{ partition, next, caughtUpTo: this.publish(partition, passed) }];
    });
  }

  /** A clock that is set back must not take back what was said. */
  private publish(partition: number, passed: Instant): Instant {
    const before = this.published.get(partition) ?? passed;
    const caughtUpTo = passed > before ? passed : before;
    this.published.set(partition, caughtUpTo);
    return caughtUpTo;
  }
}
