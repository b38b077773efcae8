import { printSafe } from '../command.js';
import type { House } from '../house.js';
import { loadsOf, type Bounds, type Entry, type Load } from './batches.js';
import type { Progress } from './progress.js';
import type { Counts, Mark, Resume } from './resume.js';
import { Sender, type Outcome } from './sender.js';
import type { Source } from './sources.js';

/** All that one run needs. */
export interface Job {
  readonly house: House;
  readonly sources: readonly Source[];
  readonly from: Mark;
  /** Absent where nothing can be remembered: a stream is read only once. */
  readonly resume?: Resume | undefined;
  readonly progress: Progress;
  /** End at the first load in which something is refused. */
  readonly isStrict: boolean;
  readonly patienceMs: number;
  readonly signal: AbortSignal;
}

export interface Result {
  readonly counts: Counts;
  readonly ended: 'all sent' | 'refused' | 'interrupted';
}

const BOUNDS: Bounds = { bytes: 1024 * 1024, count: 1000 };
/** One is made durable while the next is read and sent; more only wait in the house. */
const IN_FLIGHT_MAX = 2;

interface Flight {
  readonly load: Load;
  readonly outcomes: Promise<Outcome[]>;
  /** Another one was under way when this was sent. */
  readonly overtook: boolean;
}

/**
 * Sends everything from the mark on. Memory holds two requests and what is read ahead for a third, however much there is.
 * @throws Refusal when the house refuses everything, or an outage outlasts the patience
 */
export async function ingest(job: Job): Promise<Result> {
  const run = new Run(job);
  const flights: Flight[] = [];
  let goesOn = true;
  try {
    for await (const load of loadsOf(job.sources, job.from, BOUNDS)) {
      if (job.signal.aborted) break;
      flights.push(run.send(load, flights.length > 0));
      if (flights.length >= (job.isStrict ? 1 : IN_FLIGHT_MAX)) goesOn = await run.settle(flights.shift()!);
      if (!goesOn) break;
    }
    while (goesOn && flights.length > 0) goesOn = await run.settle(flights.shift()!);
  } catch (error) {
    if (!job.signal.aborted) throw error;
    // Whatever was under way is sent again by the next run.
  }
  if (job.signal.aborted) return { counts: run.counts, ended: 'interrupted' };
  if (!goesOn) return { counts: run.counts, ended: 'refused' };
  await job.resume?.remove();
  return { counts: run.counts, ended: 'all sent' };
}

class Run {
  private readonly sender: Sender;
  counts: Counts;

  constructor(private readonly job: Job) {
    const { house, patienceMs: ms, progress, signal } = job;
    this.counts = { ...job.from.counts };
    const outage = (reason: string | undefined): void => {
      progress.note(reason === undefined ? 'The house takes reports again.' : `Waiting: ${reason}`);
    };
    this.sender = new Sender(house, { ms, outage, signal });
  }

  send(load: Load, overtook: boolean): Flight {
    const outcomes = this.sender.send(load.entries);
    // It is awaited in its turn; when it fails before that, it fails then.
    outcomes.catch(() => undefined);
    return { load, outcomes, overtook };
  }

  /** In the order of the loads. @returns whether to go on */
  async settle({ load, outcomes, overtook }: Flight): Promise<boolean> {
    const { progress, resume, isStrict } = this.job;
    const all = await outcomes;
    const settled = overtook ? await this.askAgain(load.entries, all) : all;
    const counts = { ...this.counts };
    for (const [at, outcome] of settled.entries()) {
      if (typeof outcome === 'string') counts[outcome] += 1;
      else {
        counts.refused += 1;
        progress.note(`${printSafe(load.entries[at]!.place)}: ${printSafe(outcome.refused)}`);
      }
    }
    const isRefused = counts.refused > this.counts.refused;
    this.counts = counts;
    progress.at(load.bytes, counts.added + counts.duplicate + counts.refused);
    if (isStrict && isRefused) return false;
    await resume?.write({ ...load.to, counts });
    return true;
  }

  /**
   * A report that revises one of the load before may have come first, because that one had to be tried again. Now that
   * all before it is in, the house can say for certain.
   */
  private async askAgain(entries: readonly Entry[], outcomes: readonly Outcome[]): Promise<readonly Outcome[]> {
    const asked = [...outcomes.keys()].filter((at) => {
      const outcome = outcomes[at]!;
      return typeof outcome !== 'string' && outcome.field === 'revises';
    });
    if (asked.length === 0) return outcomes;
    const again = await this.sender.send(asked.map((at) => entries[at]!));
    return outcomes.map((outcome, at) => (asked.includes(at) ? again[asked.indexOf(at)]! : outcome));
  }
}
