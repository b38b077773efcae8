import { Inject, Injectable } from '@nestjs/common';
import { parseInstant, readSubmission, RecordRefused } from '#domain';
import { PositionLost, type Batch, type IdlePartition } from '#log';
import { ProjectionStore, UNREAD, type Position, type ReportRow } from '#read-models';
import { LOGGER, Metrics, type Logger } from '#service';

/** Keeps reports as they came in, beside the events that were read from them. The first of an id is the report. */
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
    const reports: ReportRow[] = [];
    const batches: { id: string; ids: readonly string[] }[] = [];
    let { known } = position;
    for (const record of batch.records) {
      try {
        const submission = readSubmission(record.value);
        const recorded = parseInstant(submission.recordedtime)!;
        known = recorded > known ? recorded : known + 1n;
        if (submission.type === 'BatchReceived') batches.push({ id: submission.id, ids: submission.data.ids });
        if (submission.type !== 'ReportReceived') continue;
        const { source, uri, revises } = submission.data;
        reports.push({
          id: submission.id,
          sourceId: source.id,
          uri: uri ?? null,
          revises: revises ?? null,
          known,
          offset: record.offset,
          value: record.value,
        });
      } catch (error) {
        if (!(error instanceof RecordRefused)) throw error;
        // The recorder puts the same record among the rejected, with the reason; there is no row for it to spoil.
        this.logger.error(
          { partition, offset: String(record.offset), reason: error.message },
          'submission not readable',
        );
      }
    }
    const written = await this.store.writeReports({ partition, from, next, known }, reports, batches);
    if (!written) throw new PositionLost(`reports/${partition} is no longer at ${from}.`);
    this.positions.set(partition, { ...position, next, known });
    stop();
  }

  async idle(partitions: readonly IdlePartition[]): Promise<void> {
    await this.store.caughtUp('reports', partitions);
  }
}
