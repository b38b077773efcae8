import { Inject, Injectable } from '@nestjs/common';
import { readSubmission, RecordRefused } from '#domain';
import { PositionLost, type Batch, type IdlePartition } from '#log';
import {
  inHalves,
  keptOf,
  ProjectionStore,
  readReports,
  RowsRefused,
  UNREAD,
  type KeptSubmission,
  type ParkedReport,
  type Position,
  type ReportsRead,
  type Turn,
} from '#read-models';
import { LOGGER, Metrics, type Logger } from '#service';

/**
 * Keeps reports as they came in, beside the events that were read from them. The first of an id is the report. One that
 * can't be read or written is parked alone: nothing of the rest depends on it.
 */
@Injectable()
export class ReportsProjector {
  private readonly positions = new Map<number, Position>();

  constructor(
    @Inject(ProjectionStore) private readonly store: ProjectionStore,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async positionsOf(partitions: readonly number[]): Promise<bigint[]> {
    const stored = await this.store.positions('reports');
    for (const partition of partitions) this.positions.set(partition, stored.get(partition) ?? UNREAD);
    return partitions.map((partition) => this.positions.get(partition)!.next);
  }

  async project(batch: Batch): Promise<void> {
    const stop = this.metrics.batchSeconds.startTimer({ stage: 'project reports' });
    const { partition, from, next } = batch;
    const position = this.positions.get(partition);
    if (position?.next !== from)
      throw new PositionLost(`reports/${partition} is at ${position?.next}, not at ${from}.`);
    const read = readReports(batch.records, position.known);
    const turn = { partition, from, next, known: read.known, redrives: position.redrives };
    const parked = await this.write(turn, read);
    if (!parked) throw new PositionLost(`reports/${partition} is no longer at ${from}.`);
    this.metrics.parkedReports.inc(parked.length);
    for (const { key, offset, reason } of parked) {
      this.logger.error({ partition, offset: String(offset), subject: `report/${key}`, reason }, 'report parked');
    }
    this.positions.set(partition, { ...position, next, known: read.known });
    stop();
  }

  async idle(partitions: readonly IdlePartition[]): Promise<void> {
    await this.store.caughtUp('reports', partitions);
  }

  /** Keys of submissions that wait. */
  async parkedKeys(): Promise<string[]> {
    const keys = await this.store.parkedReportKeys();
    this.metrics.parkedReports.set(keys.length);
    return keys;
  }

  /** Tries the submissions of a key that wait; each may go in, whatever becomes of the others. */
  async redrive(key: string): Promise<{ folded: number; reason: string | null }> {
    let [folded, reason] = [0, null as string | null];
    for (const parked of await this.store.parkedReports(key)) {
      const refusal = await this.takeIn(parked);
      if (refusal === undefined) folded += 1;
      else reason ??= refusal;
    }
    if (reason === null) this.logger.warn({ subject: `report/${key}`, reports: folded }, 'report no longer parked');
    else this.logger.warn({ subject: `report/${key}`, reports: folded, reason }, 'report stays parked');
    await this.parkedKeys();
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

  /** @returns what was parked; undefined when the partition is somebody else's */
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

const partOf = (kept: readonly KeptSubmission[]) => ({
  reports: kept.flatMap(({ report }) => report ?? []),
  batches: kept.flatMap(({ batch }) => batch ?? []),
});
