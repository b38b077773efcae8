import type { EventsPart, PartsOfEvents } from '../store/work.js';
import { RowsRefused } from '../store/transaction.js';
import { rowOf } from './decode.js';
import { bySubject, foldBatch, type Folded, type Incoming } from './fold-batch.js';
import { inHalves, longestBeginning } from './halving.js';
import type { Workbench } from './workbench.js';

/** Events made ready to be folded, all of them or some. */
export interface Job {
  readonly incoming: readonly Incoming[];
  readonly units: ReadonlyMap<string, string | null>;
  readonly adopted: EventsPart['adopted'];
  readonly bench: Workbench;
  /** The offset from which on a subject's events wait, whatever they are. */
  readonly waitsFrom: (subject: string) => bigint | undefined;
}

/** What became of the events: how many went in, and which wait. */
export interface Done {
  readonly folded: readonly Incoming[];
  readonly parked: Folded['parked'];
}

const NOTHING = { events: [], adopted: [], changes: new Map() };

/** Folds some of the job's events, of each subject the first ones; the part leaves out what was adopted. */
export function foldJob(job: Job, incoming = job.incoming): Done & { part: EventsPart } {
  const { units, bench, waitsFrom } = job;
  const { changes, folded, parked } = foldBatch(incoming, units, (unit) => bench.take(unit), waitsFrom);
  return { folded, parked, part: { ...NOTHING, events: folded.map((one) => rowOf(one, units)), changes } };
}

/**
 * Writes what Postgres accepts of a job that it refuses as a whole. A subject with a row that is refused waits from the
 * event on that makes the row; the others are as if it had never come.
 */
export async function writeAccepted(parts: PartsOfEvents, job: Job): Promise<Done> {
  const folded: Incoming[] = [];
  const parked: Folded['parked'][number][] = [];
  await accepted(parts.write({ ...NOTHING, adopted: job.adopted }));
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
