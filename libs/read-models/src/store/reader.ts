import type pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import type { Instant } from '#domain';

/** One generation, in one snapshot: everything that a request reads through it was so at one moment. */
export interface Snapshot {
  readonly runner: QueryRunner;
  readonly generation: string;
  /** Up to here everything recorded is folded, in every partition. */
  readonly knownUpTo: Instant;
  /** The newest known time that any row can have. */
  readonly newest: Instant;
  /** Whether any subject waits for a repair, so that readers have to be told. */
  readonly anyParked: boolean;
  /** For what is asked again and again: the connection keeps the plan of the statement, whatever its values. */
  ask<Row>(text: string, values: readonly unknown[]): Promise<Row[]>;
}

/** A snapshot that is open until it is closed: it keeps a connection, and the database keeps for it what others replace. */
export interface OpenSnapshot {
  readonly snapshot: Snapshot;
  close(): Promise<void>;
}

/** For whoever hands out what he reads while he reads it. Others take `inSnapshot`, which can't forget to close. */
export async function openSnapshot(source: DataSource): Promise<OpenSnapshot> {
  const runner = source.createQueryRunner();
  try {
    const client = (await runner.connect()) as pg.PoolClient;
    const close = async (): Promise<void> => {
      try {
        // It has only read: there is nothing to be committed.
        await client.query('rollback');
      } finally {
        await runner.release();
      }
    };
    try {
      return {
        snapshot: { runner, ...(await begin(client)), ask: (text, values) => ask(client, text, values) },
        close,
      };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    // What could not be opened, or not be closed, is released for certain.
    if (!runner.isReleased) await runner.release();
    throw error;
  }
}

/**
 * Three statements at once, since each way to the server and back takes longer than most of what is asked there. A
 * statement of them is read when the one before is done: by the search path that the pointer has set.
 */
const BEGIN = `begin isolation level repeatable read read only;
  select generation, set_config('search_path', generation, true) from read.pointer;
  select min(greatest(known, caught_up)) as up_to, max(known) as newest, exists (select from parked_subject) as parked
  from position where topic = 'events'`;
const UNDEFINED_TABLE = '42P01';

async function begin(client: pg.ClientBase): Promise<Omit<Snapshot, 'runner' | 'ask'>> {
  try {
    const results = (await client.query(BEGIN)) as unknown as pg.QueryResult[];
    const [, pointer, clock] = results.map(({ rows }) => rows[0] as Record<string, unknown>);
    const { up_to, newest, parked } = clock as { up_to: string; newest: string; parked: boolean };
    const generation = pointer!['generation'] as string;
    return { generation, knownUpTo: BigInt(up_to), newest: BigInt(newest), anyParked: parked };
  } catch (error) {
    if ((error as { code?: unknown }).code !== UNDEFINED_TABLE) throw error;
    throw new Error('No generation of the read models answers yet.', { cause: error });
  }
}

/** By its text, the name under which every connection keeps a statement that it has planned. */
const names = new Map<string, string>();

async function ask<Row>(client: pg.ClientBase, text: string, values: readonly unknown[]): Promise<Row[]> {
  const name = names.get(text) ?? `ask_${names.size}`;
  names.set(text, name);
  const { rows } = await client.query({ name, text, values: [...values] });
  return rows as Row[];
}

/**
 * Runs a request's reads in one read-only snapshot of the generation that answers.
 * @param work must not keep the runner
 */
export async function inSnapshot<Result>(
  source: DataSource,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const { snapshot, close } = await openSnapshot(source);
  try {
    return await work(snapshot);
  } finally {
    await close();
  }
}

/** The generation that answers now. @throws where none does */
export async function liveGeneration(source: DataSource): Promise<string> {
  const [pointer] = await source.query<{ generation: string }[]>('select generation from read.pointer');
  if (!pointer) throw new Error('No generation of the read models answers yet.');
  return pointer.generation;
}
