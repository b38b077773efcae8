import { PositionLost, type Batch, type IdlePartition } from '#log';
import type { EventsProjection } from '#read-models';
import type { Logger, Metrics } from '#service';

/** The projection at work on the growing log: what it finds is told to the operator. */
export class EventsProjector {
  /** Partitions that this process has had, and subjects that were parked in one when it had it first. */
  private readonly met = new Set<number>();
  private readonly untried = new Set<string>();

  constructor(
    private readonly projection: EventsProjection,
    private readonly figures: { readonly metrics: Metrics },
    private readonly logger: Logger,
  ) {}

  private get metrics(): Metrics {
    return this.figures.metrics;
  }

  async positionsOf(partitions: readonly number[]): Promise<bigint[]> {
    const positions = await this.projection.positionsOf(partitions);
    const fresh = new Set(partitions.filter((partition) => !this.met.has(partition)));
    for (const partition of fresh) this.met.add(partition);
    for (const [subject, partition] of this.projection.parkedSubjects) {
      if (fresh.has(partition)) this.untried.add(subject);
    }
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

  /** Subjects that a process before this one has parked and this one has not tried: it may be a mended release. */
  untriedSubjects(): { subject: string; partition: number }[] {
    const parked = this.projection.parkedSubjects;
    return [...this.untried].flatMap((subject) => {
      const partition = parked.get(subject);
      return partition === undefined ? [] : [{ subject, partition }];
    });
  }

  /**
   * Tries a parked subject's events again, until none waits or one is refused.
   * @returns undefined when it is for somebody else to do, or the process ends before it is done
   */
  async redrive(
    { subject, partition }: { subject: string; partition: number },
    signal: AbortSignal,
  ): Promise<{ folded: number; reason: string | null } | undefined> {
    for (let folded = 0; !signal.aborted;) {
      const step = await this.projection.redrive(subject, partition);
      this.untried.delete(subject);
      if (!step) return undefined;
      folded += step.folded;
      this.metrics.eventsProjected.inc(step.folded);
      if (step.left > 0 && step.reason === null) continue;
      this.metrics.parkedSubjects.set(this.projection.parkedSubjects.size);
      const { left, reason } = step;
      if (left > 0) this.logger.warn({ partition, subject, events: folded, left, reason }, 'subject stays parked');
      else this.logger.warn({ partition, subject, events: folded }, 'subject no longer parked');
      return { folded, reason };
    }
    return undefined;
  }
}
