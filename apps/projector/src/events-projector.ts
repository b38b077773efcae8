import { Inject, Injectable } from '@nestjs/common';
import { PositionLost, type Batch, type IdlePartition } from '#log';
import { EventsProjection } from '#read-models';
import { LOGGER, Metrics, type Logger } from '#service';

/** The projection at work on the growing log: what it finds is told to the operator. */
@Injectable()
export class EventsProjector {
  constructor(
    @Inject(EventsProjection) private readonly projection: EventsProjection,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async positionsOf(partitions: readonly number[]): Promise<bigint[]> {
    const positions = await this.projection.positionsOf(partitions);
    this.metrics.parkedSubjects.set(this.projection.parkedSubjects.size);
    return positions;
  }

  async project(batch: Batch): Promise<void> {
    const stop = this.metrics.batchSeconds.startTimer({ stage: 'project' });
    const { partition, from, records } = batch;
    const { written, folded, parked, late, repeated } = await this.projection.project(batch);
    if (!written) throw new PositionLost(`events/${partition} is no longer at ${from}.`);
    const seconds = stop();
    for (const { subject, reason } of parked) this.logger.error({ partition, subject, reason }, 'subject parked');
    for (const { id } of repeated) this.logger.error({ partition, eventId: id }, 'the log holds an event twice');
    for (const { id } of late) {
      this.logger.error({ partition, eventId: id }, 'an event arrived below a published knownUpTo');
    }
    this.metrics.late.inc(late.length);
    this.metrics.eventsProjected.inc(folded);
    this.metrics.parkedSubjects.set(this.projection.parkedSubjects.size);
    if (records.length === 0) return;
    this.logger.info({ partition, offset: String(from), events: folded, seconds }, 'batch projected');
  }

  idle(partitions: readonly IdlePartition[]): Promise<void> {
    return this.projection.idle(partitions);
  }
}
