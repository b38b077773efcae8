import { readFile } from 'node:fs/promises';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { MODELS } from '../models.js';

const sql = (name: string): Promise<string> => readFile(new URL(`../migrations/${name}`, import.meta.url), 'utf8');

class Read1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(await sql('001-read.sql'));
  }

  down(): Promise<void> {
    throw new Error('Read models are not migrated backwards: the log rebuilds them.');
  }
}

class Redrive1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(await sql('002-redrive.sql'));
  }

  down(): Promise<void> {
    throw new Error('Read models are not migrated backwards: the log rebuilds them.');
  }
}

/** In order; a new one is added to the end. */
const MIGRATIONS = [Read1700000000001, Redrive1700000000002];

/** Generations are named by the shape of their tables and folds: another shape is another generation. */
export const GENERATION = 'read_g3';
const NAME = /^read_[a-z0-9_]{1,40}$/;

/** Any number that no other advisory lock of the database uses. */
const LOCK = 0x72656164;

export interface DatabaseOptions {
  readonly url: string;
  readonly poolMax?: number;
  /** Takes this role for every connection: a reader that shares the owner's URL still may only read. */
  readonly role?: string;
}

/** A connection pool as TypeORM manages it; the schema is ours, never synchronised from entities. */
export async function openDatabase({ url, poolMax = 8, role }: DatabaseOptions): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url,
    entities: Object.values(MODELS).map((model) => model.table),
    migrations: MIGRATIONS,
    migrationsTableName: 'clemency_migration',
    synchronize: false,
    applicationName: 'clemency read models',
    extra: { max: poolMax, ...(role ? { options: `-c role=${role}` } : {}) },
    // An idle connection that breaks is replaced at the next query, which tells of what is wrong if it lasts.
    poolErrorHandler: () => undefined,
  });
  return source.initialize();
}

/**
 * Brings the tables to the newest form and makes sure that this release's generation answers. Safe when several services
 * start at once: one does it, the others wait. Where an older generation answered, an empty one takes its place at once
 * and is filled from the log, and `knownUpTo` tells readers how far that is: rows of another shape would mislead them.
 * The older one stays until somebody drops it, so that going back to the former release needs no replay.
 */
export async function migrate(source: DataSource, partitions: number): Promise<void> {
  const lock = source.createQueryRunner();
  try {
    await lock.query('select pg_advisory_lock($1)', [LOCK]);
    await source.runMigrations({ transaction: 'all' });
    const [pointer] = (await lock.query('select generation from read.pointer')) as { generation: string }[];
    if (pointer?.generation === GENERATION) return;
    const [made] = (await lock.query('select name from read.generation where name = $1', [GENERATION])) as unknown[];
    if (!made) await createGeneration(lock, GENERATION, partitions);
    await lock.query(
      `insert into read.pointer (generation) values ($1) on conflict (one) do update set generation = excluded.generation`,
      [GENERATION],
    );
  } finally {
    await lock.query('select pg_advisory_unlock($1)', [LOCK]);
    await lock.release();
  }
}

/** Makes the empty tables of a generation; nothing reads them until the pointer names it. */
export async function createGeneration(runner: QueryRunner, name: string, partitions: number): Promise<void> {
  if (!NAME.test(name)) throw new TypeError(`${name} is no name of a generation.`);
  await runner.startTransaction();
  try {
    await runner.query(`create schema ${name}`);
    await runner.query(`set local search_path to ${name}`);
    await runner.query(await sql('generation.sql'));
    await runner.query(
      `insert into position (topic, partition)
       select topic, partition from unnest(array['reports', 'events']) topic, generate_series(0, $1::int - 1) partition`,
      [partitions],
    );
    await runner.query(`grant usage on schema ${name} to clemency_reader`);
    await runner.query(`grant select on all tables in schema ${name} to clemency_reader`);
    await runner.query('insert into read.generation (name) values ($1)', [name]);
    await runner.commitTransaction();
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  }
}

/** Drops a generation's tables. The one that answers can't be dropped: the pointer holds it. */
export async function dropGeneration(runner: QueryRunner, name: string): Promise<void> {
  if (!NAME.test(name)) throw new TypeError(`${name} is no name of a generation.`);
  await runner.query('delete from read.generation where name = $1', [name]);
  await runner.query(`drop schema if exists ${name} cascade`);
}
