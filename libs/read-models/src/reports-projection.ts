import { readSubmission, RecordRefused, type Instant } from '#domain';
import { inHalves } from './engine/halving.js';
import type { RecordBatch } from './events-projection.js';
import { keptOf, readReports, type KeptSubmission, type ReportsRead } from './reports.js';
import type { ProjectionStore } from './store/projection-store.js';
import { RowsRefused } from './store/transaction.js';
import { UNREAD, type ParkedReport, type Position, type Turn } from './store/work.js';

/**
 * Keeps one generation's reports as they came in, beside the events that were read from them. The first of an id is the
 * report. One that can't be read or written is parked alone: nothing of the rest depends on it.
 */
export class ReportsProjection {
  private readonly positions = new Map<number, Position>();

  constructor(private readonly store: ProjectionStore) {}

  async positionsOf(partitions: readonly number[]): Promise<bigint[]> {
    const stored = await this.store.positions('reports');
    for (const partition of partitions) this.positions.set(partition, stored.get(partition) ?? UNREAD);
    return partitions.map((partition) => this.positions.get(partition)!.next);
  }

  /** @returns what was parked; undefined when the position is not where the batch begins, and nothing was written */
  async project(batch: RecordBatch, upTo?: Instant): Promise<readonly ParkedReport[] | undefined> {
    const { partition, from, next } = batch;
    const position = this.positions.get(partition);
    if (position?.next !== from) return undefined;
    const read = within(readReports(batch.records, position.known), upTo);
    const turn = { partition, from, next, known: read.known, redrives: position.redrives };
    const parked = await this.write(turn, read);
    if (!parked) this.positions.delete(partition);
    else this.positions.set(partition, { ...position, next, known: read.known });
    return parked;
  }

  async idle(idle: Parameters<ProjectionStore['caughtUp']>[1]): Promise<void> {
    await this.store.caughtUp('reports', idle);
  }

  /** Keys of submissions that wait. */
  parkedKeys(): Promise<string[]> {
    return this.store.parkedReportKeys();
  }

  /** Tries the submissions of a key that wait; each may go in, whatever becomes of the others. */
  async redrive(key: string): Promise<{ folded: number; reason: string | null }> {
    let [folded, reason] = [0, null as string | null];
    for (const parked of await this.store.parkedReports(key)) {
      const refusal = await this.takeIn(parked);
      if (refusal === undefined) folded += 1;
      else reason ??= refusal;
    }
    return { folded, reason };
  }

  /** @returns why it waits still */
  private async takeIn(parked: ParkedReport & { partition: number }): Promise<string | undefined> {
    try {
      const kept = keptOf(readSubmission(parked.value), parked) ?? {};
      await this.store.takeInReport(parked, partOf([{ ...kept, parked }]));
      return undefined;
    } catch (error) {
      if (error instanceof RecordRefused || error instanceof RowsRefused) return error.message;
      throw error;
    }
  }

  private async write(turn: Turn, { kept, unreadable }: ReportsRead): Promise<readonly ParkedReport[] | undefined> {
    try {
      return (await this.store.writeReports(turn, partOf(kept), unreadable)) ? unreadable : undefined;
    } catch (error) {
      if (!(error instanceof RowsRefused)) throw error;
    }
    const parked = [...unreadable];
    const written = await this.store.writeReportsInParts(turn, async (parts) => {
      await inHalves(
        kept,
        (some) => parts.write(partOf(some)),
        async ({ parked: one }, reason) => void parked.push({ ...one, reason }),
      );
      await parts.park(parked);
    });
    return written ? parked : undefined;
  }
}

/** Only what was known by then. */
function within({ kept, unreadable, known }: ReportsRead, upTo: Instant | undefined): ReportsRead {
  if (upTo === undefined) return { kept, unreadable, known };
  return {
    kept: kept.filter(({ parked }) => parked.known <= upTo),
    unreadable: unreadable.filter((one) => one.known <= upTo),
    known,
  };
}

const partOf = (kept: readonly KeptSubmission[]) => ({
  reports: kept.flatMap(({ report }) => report ?? []),
  batches: kept.flatMap(({ batch }) => (batch ? [batch] : [])),
});
