import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One process's figures. `docs/operations.md` says what each means and when to act on it. */
export class Metrics {
  readonly registry = new Registry();

  private readonly registers = [this.registry];
  readonly reportsIngested = new Counter({
    name: 'clemency_reports_ingested_total',
    help: 'Reports made durable, by door and outcome (new, duplicate)',
    labelNames: ['door', 'outcome'],
    registers: this.registers,
  });
  readonly rejected = new Counter({
    name: 'clemency_rejected_total',
    help: 'Records written to the rejected topic',
    labelNames: ['from'],
    registers: this.registers,
  });
  readonly reportsRecorded = new Counter({
    name: 'clemency_reports_recorded_total',
    help: 'Submissions read by the recorder, by outcome (recorded, dropped as a repeat)',
    labelNames: ['outcome'],
    registers: this.registers,
  });
  readonly reportsRead = new Counter({
    name: 'clemency_reports_read_total',
    help: 'Reports whose prose was read, by outcome (read, given_up, failed, fallback)',
    labelNames: ['outcome'],
    registers: this.registers,
  });
  readonly readingSeconds = new Histogram({
    name: 'clemency_reading_seconds',
    help: 'How long a reader had a report in hand',
    buckets: SECONDS,
    registers: this.registers,
  });
  readonly eventsRecorded = new Counter({
    name: 'clemency_events_recorded_total',
    help: 'Events handed to the log by the recorder',
    registers: this.registers,
  });
  readonly eventsProjected = new Counter({
    name: 'clemency_events_projected_total',
    help: 'Events folded into the read models',
    registers: this.registers,
  });
  readonly late = new Counter({
    name: 'clemency_late_arrivals_total',
    help: 'Events that arrived below a published knownUpTo; any is an alarm',
    registers: this.registers,
  });
  readonly parkedSubjects = new Gauge({
    name: 'clemency_parked_subjects',
    help: 'Subjects whose events wait because one of them could not be folded',
    registers: this.registers,
  });
  readonly parkedReports = new Gauge({
    name: 'clemency_parked_reports',
    help: 'Reports that wait because they could not be read or written by the projector',
    registers: this.registers,
  });
  readonly tlogSigned = new Gauge({
    name: 'clemency_tlog_signed_entries',
    help: 'Events under the newest checkpoint of each partition',
    labelNames: ['partition'],
    registers: this.registers,
  });
  readonly tlogWaiting = new Gauge({
    name: 'clemency_tlog_waiting_entries',
    help: 'Events that were read and that no checkpoint covers yet',
    labelNames: ['partition'],
    registers: this.registers,
  });
  readonly tlogRefused = new Gauge({
    name: 'clemency_tlog_refused',
    help: '1 when no checkpoint is signed, because the log does not extend what was signed before; any is an alarm',
    registers: this.registers,
  });
  readonly checkpointsSigned = new Counter({
    name: 'clemency_checkpoints_signed_total',
    help: 'Checkpoints signed by this process',
    registers: this.registers,
  });
  readonly lag: Gauge<'group' | 'topic' | 'partition'>;
  readonly batchSeconds = new Histogram({
    name: 'clemency_batch_seconds',
    help: 'How long a batch took, by stage',
    labelNames: ['stage'],
    buckets: SECONDS,
    registers: this.registers,
  });

  private readonly scrapers: (() => void)[] = [];

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    this.lag = new Gauge({
      name: 'clemency_lag_records',
      help: 'Offsets between a consumer and the end of its partition',
      labelNames: ['group', 'topic', 'partition'],
      registers: this.registers,
      collect: () => {
        for (const scrape of this.scrapers) scrape();
      },
    });
  }

  /** Called at each scrape, to set what is cheaper to ask for than to keep. */
  onScrape(scrape: () => void): void {
    this.scrapers.push(scrape);
  }
}
