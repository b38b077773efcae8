import type { DataSource, QueryRunner } from 'typeorm';
import type { Instant } from '#domain';
import { printInstant } from '#domain';
import type { Log } from '#log';
import {
  asBuilder,
  atOneVector,
  Builder,
  catchUp,
  COMPARED,
  differencesOf,
  digestsOf,
  dropGeneration,
  GENERATION,
  generationsOf,
  inSnapshot,
  vectorsOf,
  type Difference,
  type Digests,
  type Means,
} from '#read-models';
import { Refusal } from '#service';
import { codeVersion } from './code-version.js';

/** What a replay of the log says of the read models that answer. */
export interface Comparison {
  readonly generation: string;
  /** What it was compared with: a replay, or another generation. */
  readonly with: string;
  /** Only what was known up to this instant was compared; null: everything. */
  readonly upTo: string | null;
  readonly events: number;
  readonly rows: number;
  readonly identical: boolean;
  /** Tables whose rows differ. */
  readonly differing: readonly string[];
  /** How many rows differ, and the first of them, of each table some. */
  readonly differences: { readonly count: number; readonly first: readonly Difference[] };
  /** Of all tables of the replay. */
  readonly digest: string;
  readonly digests: Readonly<Record<string, string>>;
  /**
   * Subjects of which events wait. Those that wait on one side only make the tables differ: this release can read what
   * an earlier one could not, or the other way round; a redrive brings the read models to what the replay has.
   */
  readonly parked: {
    readonly both: readonly string[];
    readonly here: readonly string[];
    readonly replay: readonly string[];
  };
}

export const SCRATCH = 'read_scratch';
const SHOWN = 100;

/**
 * Replays the log into a scratch generation and compares every row with those of the generation that answers, both in
 * one snapshot and projected to the same place; the live one may go on before and after. Interrupted, it goes on where
 * it was when it is called again: the scratch stays until it is compared.
 * @param upTo only what was known up to this instant
 * @throws Refusal for an instant that is not wholly projected yet; BuildTaken
 */
export async function rebuildAndCompare(
  log: Log,
  database: DataSource,
  { upTo, ...means }: Means & { readonly upTo?: Instant | undefined } = {},
): Promise<Comparison> {
  const live = (await generationsOf(database)).find(({ isLive }) => isLive);
  if (live?.shape !== GENERATION) {
    throw new Refusal(
      `What answers is ${live?.name ?? 'nothing'}, of another release's shape: this one makes ${GENERATION}. Use the release that wrote it.`,
    );
  }
  if (upTo !== undefined) await refuseFuture(database, upTo);
  return asBuilder(database, SCRATCH, async () => {
    const ends = await vectorsOf(database, live.name);
    const order = { name: SCRATCH, code: await codeVersion(), ends, upTo, scratch: true };
    await new Builder(database, log, order, means).build();
    means.told?.({ done: 0, total: 0, phase: 'comparing' });
    const result = await compareGenerations(log, database, { live: live.name, other: SCRATCH, upTo }, means);
    const runner = database.createQueryRunner();
    await dropGeneration(runner, SCRATCH).finally(() => runner.release());
    return result;
  });
}

/** Compares two generations of this release, both in one snapshot, and projected to the same place or cut at an instant. */
export async function compareGenerations(
  log: Log,
  database: DataSource,
  { live, other, upTo }: { live: string; other: string; upTo?: Instant | undefined },
  means: Means = {},
): Promise<Comparison> {
  const compare = (runner: QueryRunner): Promise<Comparison> => compareIn(runner, { live, other, upTo });
  if (upTo !== undefined) {
    const runner = database.createQueryRunner();
    try {
      await runner.startTransaction('REPEATABLE READ');
      const result = await compare(runner);
      await runner.commitTransaction();
      return result;
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
  }
  return atOneVector(
    database,
    { one: live, other, catchUp: (ends) => catchUp({ source: database, log, name: other }, ends, means) },
    compare,
  );
}

async function compareIn(
  runner: QueryRunner,
  { live, other, upTo }: { live: string; other: string; upTo: Instant | undefined },
): Promise<Comparison> {
  const [ours, theirs] = [await digestsOf(runner, live, upTo), await digestsOf(runner, other, upTo)];
  const differing = Object.keys(COMPARED).filter((table) => ours.digests[table] !== theirs.digests[table]);
  const first: Difference[] = [];
  let count = 0;
  for (const table of differing) {
    const found = await differencesOf(runner, { live, replayed: other }, { table, upTo, limit: SHOWN });
    first.push(...found.differences);
    count += found.count;
  }
  const [events] = (await runner.query(
    `select count(*) as count from ${other}.event where $1::bigint is null or known <= $1`,
    [upTo === undefined ? null : String(upTo)],
  )) as { count: string }[];
  return {
    generation: live,
    with: other,
    upTo: upTo === undefined ? null : printInstant(upTo),
    events: Number(events!.count),
    rows: theirs.rows,
    identical: differing.length === 0,
    differing,
    differences: { count, first },
    digest: theirs.digest,
    digests: theirs.digests,
    parked: compareParked(ours, theirs),
  };
}

/** What is known later than everything that is projected can still change. @throws Refusal */
async function refuseFuture(database: DataSource, upTo: Instant): Promise<void> {
  const knownUpTo = await inSnapshot(database, (snapshot) => Promise.resolve(snapshot.knownUpTo));
  if (upTo <= knownUpTo) return;
  throw new Refusal(
    `${printInstant(upTo)} is later than everything that is projected (knownUpTo ${printInstant(knownUpTo)}).`,
  );
}

function compareParked({ parked: live }: Digests, { parked: replayed }: Digests): Comparison['parked'] {
  const [here, there] = [new Set(live), new Set(replayed)];
  return {
    both: live.filter((subject) => there.has(subject)),
    here: live.filter((subject) => !there.has(subject)),
    replay: replayed.filter((subject) => !here.has(subject)),
  };
}
