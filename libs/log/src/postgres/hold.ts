import type pg from 'pg';
import type { Batch, PartitionProgress, Topic } from '../contract.js';
import { LogRefused, PositionLost } from '../contract.js';
import type { LogSink } from '../sink.js';
import { endsOf, missing, readBatch } from './batches.js';
import type { Duty } from './duties.js';
import { Abandoned, persist } from './trouble.js';

export interface HoldMeans {
  readonly pool: pg.Pool;
  readonly duty: Duty;
  readonly outageMsMax: number;
  readonly sink: LogSink;
}

/**
 * Where the follower is in some partitions.
 * @throws LogRefused when a position lies behind the end: the follower remembers more than this log has
 */
export async function askPositions({ pool, duty }: HoldMeans, partitions: readonly number[]): Promise<bigint[]> {
  const positions = await duty.positions(partitions);
  const ends = await endsOf(pool, duty.topic);
  return partitions.map((partition, index) => {
    const position = positions[index];
    const end = ends[partition];
    if (position === undefined || end === undefined || position < 0n || position > end) {
      throw new LogRefused(
        `The group ${duty.group} says it is at ${position} in ${duty.topic}/${partition}, which ends at ${end}. ` +
          'Either its positions belong to another ledger, or this log was restored from an older backup.',
      );
    }
    return position;
  });
}

/** A partition in the hands of a consumer, one batch at a time. */
export class Hold {
  end: bigint;
  /** A batch of it is in hand. */
  busy = false;
  aliveAt = performance.now();
  private readonly letting = new AbortController();

  constructor(
    private readonly means: HoldMeans,
    readonly partition: number,
    public next: bigint,
  ) {
    this.end = next;
  }

  get isBehind(): boolean {
    return this.next < this.end;
  }

  get isReleased(): boolean {
    return this.letting.signal.aborted;
  }

  progress(topic: Topic): PartitionProgress {
    const { partition, next, end, aliveAt } = this;
    return { topic, partition, next, end, aliveAt };
  }

  /** A partition that is found at its end is as alive as one that moves. */
  learnEnd(end: bigint | undefined): void {
    if (end !== undefined && end > this.end) this.end = end;
    if (!this.busy && !this.isBehind) this.aliveAt = performance.now();
  }

  /** A try under way is finished; after it nothing is tried again. */
  release(): void {
    this.letting.abort();
  }

  /** Brings one batch, as often as it takes, and moves on behind it. */
  async bringBatch(): Promise<void> {
    try {
      const batch = await this.persist('reading', () => this.read());
      this.aliveAt = performance.now();
      this.next = await this.persist('taking a batch', () => this.take(batch));
      if (this.next > this.end) this.end = this.next;
      this.aliveAt = performance.now();
    } catch (error) {
      if (!(error instanceof Abandoned)) throw error;
    }
  }

  private async read(): Promise<Batch> {
    const { pool, duty } = this.means;
    const slot = { topic: duty.topic, partition: this.partition };
    const batch = await readBatch(pool, slot, this.next);
    if (batch.records.length === 0) throw missing(slot, this.next, this.end);
    return batch;
  }

  /** @returns the position at which the follower is then */
  private async take(batch: Batch): Promise<bigint> {
    try {
      await this.means.duty.onBatch(batch);
      return batch.next;
    } catch (error) {
      if (!(error instanceof PositionLost)) throw error;
      const [position] = await askPositions(this.means, [this.partition]);
      // Lost and yet where it was: the same batch again, with patience, as for any other trouble.
      if (position === undefined || position === batch.from) throw error;
      return position;
    }
  }

  private persist<T>(doing: string, work: () => Promise<T>): Promise<T> {
    const { duty, outageMsMax, sink } = this.means;
    const what = `The group ${duty.group}, ${doing} from ${this.next} of ${duty.topic}/${this.partition},`;
    return persist({ what, outageMsMax, signal: this.letting.signal, sink }, work);
  }
}
