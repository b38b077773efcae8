import type { DataSource } from 'typeorm';
import type { HouseAct } from '#domain';
import type { Log } from '#log';
import {
  asBuilder,
  Builder,
  catchUp,
  dropGeneration,
  GENERATION,
  generationsOf,
  nextName,
  reaches,
  retire,
  switchTo,
  takePendingActs,
  vectorsOf,
  type Built,
  type Generation,
  type Means,
} from '#read-models';
import { appendHouseAct } from '#register';
import { Refusal } from '#service';
import { codeVersion } from './code-version.js';

/** What work on generations needs. */
export interface Workplace {
  readonly log: Log;
  /** The ledger's name for CloudEvents' `source`. */
  readonly source: string;
  readonly database: DataSource;
}

const SWITCH_MS_MAX = 60_000;
/** As long as projectors may take to see that a generation is to go. */
const LET_GO_MS = 2000;

/**
 * Builds a generation beside the one that answers: whole histories by COPY, then keys and indexes, then forward to the
 * log's end. From there on the projectors keep it. One whose build was interrupted is gone on with.
 */
export async function buildGeneration(place: Workplace, means: Means = {}): Promise<Built & { name: string }> {
  const { log, database } = place;
  const begun = (await generationsOf(database)).find(
    ({ shape, state, isScratch }) => shape === GENERATION && state === 'building' && !isScratch,
  );
  const name = begun?.name ?? (await nextName(database));
  return asBuilder(database, name, async () => {
    const built = await new Builder(
      database,
      log,
      { name, code: await codeVersion(), ends: await endsOf(log) },
      means,
    ).build();
    await forward(place, name, means);
    return { ...built, name };
  });
}

/** Brings a generation to where the log ends now, whether a projector does so too or not. */
async function forward({ log, database }: Workplace, name: string, means: Means): Promise<void> {
  await catchUp({ source: database, log, name }, await endsOf(log), means);
}

/**
 * Lets a generation answer, once it has all that the one before has, and says so in the log.
 * @returns the name of the one before
 * @throws Refusal where it can't answer, or does not catch up
 */
export async function switchGeneration(
  place: Workplace,
  name: string,
  { signal, ...said }: Pick<HouseAct, 'by' | 'because'> & { readonly signal?: AbortSignal | undefined },
): Promise<string> {
  const { log, database, source } = place;
  const wanted = await generationNamed(database, name);
  refuseOther(wanted);
  if (wanted.isLive) throw new Refusal(`${name} answers already.`);
  await forward(place, name, { signal });
  const live = (await generationsOf(database)).find(({ isLive }) => isLive)!;
  for (const until = Date.now() + SWITCH_MS_MAX; Date.now() < until;) {
    signal?.throwIfAborted();
    const before = await switchTo(database, {
      name,
      ...said,
      catchUp: async () => {
        const there = await vectorsOf(database, live.name);
        if (reaches(await vectorsOf(database, name), there)) return;
        await catchUp({ source: database, log, name }, there, { signal });
      },
    });
    if (before === undefined) continue;
    await takePendingActs(database, (id, act) => appendHouseAct({ log, source }, act, id).then(() => undefined));
    return before;
  }
  throw new Refusal(`${name} did not catch up with ${live.name} within ${SWITCH_MS_MAX / 1000} s.`);
}

/** @throws Refusal for the one that answers, and for one that is not there */
export async function dropNamed({ database }: Workplace, name: string): Promise<void> {
  const wanted = await generationNamed(database, name);
  if (!(await retire(database, wanted.name))) {
    throw new Refusal(`${name} answers: switch to another before you drop it.`);
  }
  if (wanted.state === 'ready') await new Promise((resolve) => setTimeout(resolve, LET_GO_MS));
  await asBuilder(database, name, async () => {
    const runner = database.createQueryRunner();
    await dropGeneration(runner, name).finally(() => runner.release());
  });
}

/** @throws Refusal where there is none of that name */
export async function generationNamed(database: DataSource, name: string): Promise<Generation> {
  const all = await generationsOf(database);
  const found = all.find((one) => one.name === name);
  if (found) return found;
  throw new Refusal(`There is no generation ${name.slice(0, 60)}: there is ${all.map((one) => one.name).join(', ')}.`);
}

/** @throws Refusal for one that this release can't read, or that is not whole */
export function refuseOther({ name, shape, state, isScratch }: Generation): void {
  if (shape !== GENERATION) throw new Refusal(`${name} has the shape ${shape}; this release reads ${GENERATION}.`);
  if (isScratch) throw new Refusal(`${name} was made for an audit.`);
  if (state !== 'ready')
    throw new Refusal(`${name} is ${state === 'building' ? 'not built yet' : 'about to be dropped'}.`);
}

const endsOf = async (log: Log) => ({ reports: await log.ends('reports'), events: await log.ends('events') });
