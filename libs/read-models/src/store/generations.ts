import type { DataSource, QueryRunner } from 'typeorm';
import { randomUUID } from 'node:crypto';
import { printInstant, type HouseAct } from '#domain';
import { GENERATION } from './database.js';

/** One build of the read models. */
export interface Generation {
  readonly name: string;
  /** The release's name for its tables and folds. */
  readonly shape: string;
  readonly built: Date;
  readonly isLive: boolean;
  /** `building`: filled still, by COPY; `ready`: kept true to the log; `retired`: about to be dropped. */
  readonly state: 'building' | 'ready' | 'retired';
  readonly isScratch: boolean;
}

/** All of them, the oldest first. */
export async function generationsOf(source: DataSource): Promise<Generation[]> {
  const rows = await source.query<
    { name: string; shape: string; built: Date; live: boolean; state: Generation['state']; scratch: boolean }[]
  >(
    `select name, shape, built, state, scratch, name = (select generation from read.pointer) as live
     from read.generation order by built, name`,
  );
  return rows.map(({ live, scratch, ...row }) => ({
    ...row,
    isLive: live,
    isScratch: scratch,
  }));
}

/** Those that the log is followed for by this release: of its own shape, whole, and not made for an audit. */
export async function followedGenerations(source: DataSource): Promise<Generation[]> {
  const all = await generationsOf(source);
  return all.filter(({ shape, state, isScratch }) => shape === GENERATION && state === 'ready' && !isScratch);
}

/** A name that no generation has: the shape, and a number from the second build on. */
export async function nextName(source: DataSource): Promise<string> {
  const taken = new Set((await generationsOf(source)).map(({ name }) => name));
  for (let at = 1; ; at += 1) {
    const name = at === 1 ? GENERATION : `${GENERATION}_${at}`;
    if (!taken.has(name)) return name;
  }
}

export interface Size {
  readonly events: number;
  readonly bytes: number;
  readonly knownUpTo: string;
  /** How many records of both topics are projected. */
  readonly positions: Vectors;
}

/** A place in both topics, by partition. */
export interface Vectors {
  readonly reports: readonly bigint[];
  readonly events: readonly bigint[];
}

export async function sizeOf(source: DataSource, name: string): Promise<Size> {
  const [row] = await source.query<{ events: string; bytes: string; up_to: string }[]>(
    `select (select count(*) from ${name}.event) as events,
       (select coalesce(sum(pg_total_relation_size(oid)), 0) from pg_class
        where relnamespace = $1::regnamespace and relkind = 'r') as bytes,
       (select min(greatest(known, caught_up)) from ${name}.position where topic = 'events') as up_to`,
    [name],
  );
  const positions = await vectorsOf(source, name);
  return {
    events: Number(row!.events),
    bytes: Number(row!.bytes),
    knownUpTo: printInstant(BigInt(row!.up_to)),
    positions,
  };
}

/** Where each partition of both topics is projected to, in one question. */
export async function vectorsOf(from: Pick<QueryRunner, 'query'> | DataSource, name: string): Promise<Vectors> {
  const rows = (await from.query(`select topic, next_offset from ${name}.position order by partition`)) as {
    topic: keyof Vectors;
    next_offset: string;
  }[];
  const of = (topic: keyof Vectors): bigint[] =>
    rows.filter((row) => row.topic === topic).map((row) => BigInt(row.next_offset));
  return { reports: of('reports'), events: of('events') };
}

/** Is one as far as the other, in every partition of both topics? */
export const reaches = (vectors: Vectors, others: Vectors): boolean =>
  (['reports', 'events'] as const).every((topic) =>
    others[topic].every((next, partition) => (vectors[topic][partition] ?? 0n) >= next),
  );

/** How long a switch may hold the writers of the live generation, and how long it tries, in milliseconds. */
const HELD_MS_MAX = 3000;
const PAUSE_MS = 20;

/**
 * Lets another generation answer, in one statement. Before it, the writers of the one that answers are held until the
 * other one has all that it has, so that nobody who has seen something asks a generation that doesn't know it. Readers
 * are not held: each reads the pointer once.
 * What was done is noted in the same transaction, and appended to the log afterwards (`takePendingActs`): neither a
 * switch without its event nor an event without its switch.
 * @param catchUp brings the other one forward, where no projector does
 * @returns the name of the one that answered before; undefined when the other one did not catch up in time
 */
export async function switchTo(
  source: DataSource,
  { name, catchUp, ...said }: { name: string; catchUp(): Promise<void>; by: HouseAct['by']; because: string },
): Promise<string | undefined> {
  const runner = source.createQueryRunner();
  try {
    await runner.startTransaction();
    const [pointer] = (await runner.query('select generation from read.pointer for update')) as {
      generation: string;
    }[];
    const before = pointer!.generation;
    if (before !== name) {
      // Writers compare and set positions, so whoever locks the positions holds the writers.
      await runner.query(`lock table ${before}.position in share mode`);
      const wanted = await vectorsOf(runner, before);
      for (const until = Date.now() + HELD_MS_MAX; ; await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))) {
        await catchUp();
        if (reaches(await vectorsOf(source, name), wanted)) break;
        if (Date.now() > until) {
          await runner.rollbackTransaction();
          return undefined;
        }
      }
      // Nobody is told that less is known now than he was told a moment ago: what lies before the one's place was
      // projected by the other, too.
      await runner.query(
        `update ${name}.position as here set caught_up = greatest(here.caught_up, there.caught_up)
         from ${before}.position there where (here.topic, here.partition) = (there.topic, there.partition)
           and here.next_offset >= there.next_offset`,
      );
      await runner.query('update read.pointer set generation = $1', [name]);
      const act: HouseAct = { type: 'GenerationSwitched', ...said, from: before, to: name };
      await runner.query('insert into read.pending_act (id, act) values ($1, $2)', [randomUUID(), JSON.stringify(act)]);
    }
    await runner.commitTransaction();
    return before;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.release();
  }
}

/**
 * Appends what was done and is not in the log yet. Several may do so at once: an act has its id, and with the same id it
 * is the same act.
 */
export async function takePendingActs(
  source: DataSource,
  append: (id: string, act: HouseAct) => Promise<void>,
): Promise<void> {
  const pending = await source.query<{ id: string; act: HouseAct }[]>('select id, act from read.pending_act');
  for (const { id, act } of pending) {
    await append(id, act);
    await source.query('delete from read.pending_act where id = $1', [id]);
  }
}

/** Says that a generation is to go, so that nobody follows the log for it any longer. The one that answers can't go. */
export async function retire(source: DataSource, name: string): Promise<boolean> {
  const [, done] = await source.query<[unknown, number]>(
    `update read.generation set state = 'retired' where name = $1 and name <> (select generation from read.pointer)`,
    [name],
  );
  return done === 1;
}
