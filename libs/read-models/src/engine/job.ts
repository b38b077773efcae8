import type { EventsPart, PartsOfEvents } from '../store/work.js';
import { RowsRefused } from '../store/transaction.js';
import { rowOf } from './decode.js';
import { bySubject, foldBatch, unitsOf, type Folded, type Incoming } from './fold-batch.js';
import { inHalves, longestBeginning } from './halving.js';
import type { KnownEvent } from './standing.js';
import type { Workbench } from './workbench.js';

/** Events made ready to be folded, all of them or some. */
export interface Job {
  readonly incoming: readonly Incoming[];
  readonly units: ReadonlyMap<string, string | null>;
  /** The units of events that came before this job. */
  readonly earlier: ReadonlyMap<string, string | null>;
  /** Reviews that came before, and before what they are about. */
  readonly orphans: readonly KnownEvent[];
  readonly bench: Workbench;
  /** The offset from which on a subject's events wait, whatever they are. */
  readonly waitsFrom: (subject: string) => bigint | undefined;
}

/** What became of the events: how many went in, and which wait. */
export interface Done {
  readonly folded: readonly Incoming[];
  readonly parked: Folded['parked'];
}

/** Folds some of the job's events, of each subject the first ones. */
export function foldJob(job: Job, incoming = job.incoming): Done & { part: EventsPart } {
  const { bench, waitsFrom } = job;
  const { changes, tied, folded, parked } = foldBatch(incoming, job.units, (unit) => bench.take(unit), waitsFrom);
  // A review of what waits has found nothing yet.
  const here = [...job.orphans, ...folded].map(({ event }) => event);
  const units = parked.length === 0 && incoming === job.incoming ? job.units : unitsOf(here, job.earlier);
  const adopted = job.orphans.flatMap(({ event: { id } }) => {
    const unit = units.get(id);
    return unit ? [{ id, unit }] : [];
  });
  return { folded, parked, part: { adopted, events: folded.map((one) => rowOf(one, units)), changes, tied } };
}

/**
 * Writes what Postgres accepts of a job that it refuses as a whole. A subject with a row that is refused waits from the
 * event on that makes the row; the others are as if it had never come.
 */
export async function writeAccepted(parts: PartsOfEvents, job: Job): Promise<Done> {
  const folded: Incoming[] = [];
  const parked: Folded['parked'][number][] = [];
  const take = async (incoming: readonly Incoming[]): Promise<string | undefined> => {
    const fold = foldJob(job, incoming);
    const refusal = await parts.write(fold.part);
    if (refusal === undefined) {
      folded.push(...fold.folded);
      parked.push(...fold.parked);
    }
    return refusal;
  };
  await inHalves(
    [...bySubject(job.incoming).values()],
    (subjects) => take(subjects.flat()),
    async (events, refusal) => {
      const candidates = foldJob(job, events).folded;
      const probe = (some: readonly Incoming[]) => parts.probe(foldJob(job, some).part);
      const { good, reason } = await longestBeginning(candidates, probe, refusal);
      if (good > 0) await accepted(take(candidates.slice(0, good)));
      parked.push(...events.slice(good).map((incoming, at) => ({ incoming, reason: at === 0 ? reason : null })));
    },
  );
  return { folded, parked };
}

async function accepted(written: Promise<string | undefined>): Promise<void> {
  const refusal = await written;
  if (refusal !== undefined) throw new RowsRefused(`What was accepted before is refused now: ${refusal}`);
}
