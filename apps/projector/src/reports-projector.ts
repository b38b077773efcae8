import { PositionLost, type Batch, type IdlePartition } from '#log';
import type { ReportsProjection } from '#read-models';
import type { Logger, Metrics } from '#service';

/** The projection of reports at work on the growing log: what it finds is told to the operator. */
export class ReportsProjector {
  constructor(
    private readonly projection: ReportsProjection,
    private readonly figures: { readonly metrics: Metrics },
    private readonly logger: Logger,
  ) {}

  private get metrics(): Metrics {
    return this.figures.metrics;
  }

  positionsOf(partitions: readonly number[]): Promise<bigint[]> {
    return this.projection.positionsOf(partitions);
  }

  async project(batch: Batch): Promise<void> {
    const stop = this.metrics.batchSeconds.startTimer({ stage: 'project reports' });
    const { partition, from } = batch;
    const parked = await this.projection.project(batch);
    if (!parked) throw new PositionLost(`reports/${partition} is no longer at ${from}.`);
    this.metrics.parkedReports.inc(parked.length);
    for (const { key, offset, reason } of parked) {
      this.logger.error({ partition, offset: String(offset), subject: `report/${key}`, reason }, 'report parked');
    }
    stop();
  }

  idle(partitions: readonly IdlePartition[]): Promise<void> {
    return this.projection.idle(partitions);
  }

  /** Keys of submissions that wait. */
  async parkedKeys(): Promise<string[]> {
    const keys = await this.projection.parkedKeys();
    this.metrics.parkedReports.set(keys.length);
    return keys;
  }

  /** Tries the submissions of a key that wait; each may go in, whatever becomes of the others. */
  async redrive(key: string): Promise<{ folded: number; reason: string | null }> {
    const { folded, reason } = await this.projection.redrive(key);
    if (reason === null) this.logger.warn({ subject: `report/${key}`, reports: folded }, 'report no longer parked');
    else this.logger.warn({ subject: `report/${key}`, reports: folded, reason }, 'report stays parked');
    await this.parkedKeys();
    return { folded, reason };
  }
}
