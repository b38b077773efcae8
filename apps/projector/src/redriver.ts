import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenOrder, RedriveOrders } from '#read-models';
import type { Logger } from '#service';
import type { EventsProjector } from './events-projector.js';
import type { ReportsProjector } from './reports-projector.js';

/** How often it looks for orders, and how long it leaves a database alone that does not answer. */
const LOOK_MS = 500;
const OUTAGE_MS = 5000;
/** How reports are named among subjects. */
const REPORT = 'report/';

/**
 * Tries parked subjects again: each once when a process takes over its partition, because this release may be a mended
 * one, and whenever it is ordered. What it can't do is left to the projector that has the partition.
 */
export class Redriver {
  private readonly ending = new AbortController();
  private running = Promise.resolve();
  private untriedReports = true;

  constructor(
    private readonly events: EventsProjector,
    private readonly reports: ReportsProjector,
    private readonly orders: RedriveOrders,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.running = this.goRound();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  private async goRound(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      let pauseMs = LOOK_MS;
      try {
        await this.tryUntried();
        await this.carryOut(await this.orders.open());
      } catch (error) {
        // An outage: the projector's own batches meet it too, and decide how long it may last.
        this.logger.warn({ error: (error as Error).message }, 'parked subjects could not be tried');
        pauseMs = OUTAGE_MS;
      }
      // It is cut short by the end, and by nothing else.
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async tryUntried(): Promise<void> {
    for (const one of this.events.untriedSubjects()) await this.events.redrive(one, this.ending.signal);
    if (!this.untriedReports) return;
    for (const key of await this.reports.parkedKeys()) await this.reports.redrive(key);
    this.untriedReports = false;
  }

  private async carryOut(orders: readonly OpenOrder[]): Promise<void> {
    const keys = orders.some(({ subject }) => subject.startsWith(REPORT)) ? await this.reports.parkedKeys() : [];
    for (const order of orders) {
      if (this.ending.signal.aborted) return;
      const { subject, partition } = order;
      const events =
        partition === null
          ? { folded: 0, reason: null }
          : await this.events.redrive({ subject, partition }, this.ending.signal);
      if (!events) continue;
      const key = subject.startsWith(REPORT) ? subject.slice(REPORT.length) : undefined;
      const reports =
        key !== undefined && keys.includes(key) ? await this.reports.redrive(key) : { folded: 0, reason: null };
      await this.orders.close(order, {
        folded: events.folded + reports.folded,
        reason: events.reason ?? reports.reason,
      });
    }
  }
}
