import { readFile } from 'node:fs/promises';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { MODELS } from '../models.js';
import { rolledBack } from './transaction.js';

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

class Generations1700000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(await sql('003-generations.sql'));
  }

  down(): Promise<void> {
    throw new Error('Read models are not migrated backwards: the log rebuilds them.');
  }
}

/** In order; a new one is added to the end. */
const MIGRATIONS = [Read1700000000001, Redrive1700000000002, Generations1700000000003];

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
    extra: { max: poolMax, onConnect: heardBreak, ...(role ? { options: `-c role=${role}` } : {}) },
    // An idle connection that breaks is replaced at the next query, which tells of what is wrong if it lasts.
    poolErrorHandler: () => undefined,
  });
  return source.initialize();
}

/** Brings what all generations share to the newest form, and makes none. Safe when several processes do it at once. */
export async function prepare(source: DataSource): Promise<void> {
  await underLock(source, () => source.runMigrations({ transaction: 'all' }).then(() => undefined));
}

/**
 * Brings the tables to the newest form and makes sure that a generation of this release's shape answers. Safe when
 * several services start at once: one does it, the others wait. Where one of another shape answered, the newest of this
 * shape that was built beside it takes its place (`clemency generation build` of this release makes one while the former
 * release answers); where there is none, an empty one does, and is filled from the log, and `knownUpTo` tells readers
 * how far that is: rows of another shape would mislead them. The older one stays until somebody drops it, so that going
 * back to the former release needs no replay.
 */
export async function migrate(source: DataSource, partitions: number): Promise<void> {
  await underLock(source, async (lock) => {
    await source.runMigrations({ transaction: 'all' });
    const [pointer] = (await lock.query(
      'select shape from read.pointer join read.generation on name = generation',
    )) as { shape: string }[];
    if (pointer?.shape === GENERATION) return;
    const [made] = (await lock.query(
      `select name from read.generation where shape = $1 and state = 'ready' and not scratch
       order by built desc, name desc limit 1`,
      [GENERATION],
    )) as { name: string }[];
    if (!made) {
      // One whose build was interrupted answers nothing and would be in the way.
      await dropGeneration(lock, GENERATION);
      await createGeneration(lock, GENERATION, partitions);
    }
    await lock.query(
      `insert into read.pointer (generation) values ($1) on conflict (one) do update set generation = excluded.generation`,
      [made?.name ?? GENERATION],
    );
  });
}

async function underLock(source: DataSource, work: (lock: QueryRunner) => Promise<void>): Promise<void> {
  const lock = source.createQueryRunner();
  try {
    await lock.query('select pg_advisory_lock($1)', [LOCK]);
    await work(lock);
  } finally {
    await lock.query('select pg_advisory_unlock($1)', [LOCK]);
    await lock.release();
  }
}

/**
 * Makes the empty tables of a generation; nothing reads them until the pointer names it.
 * @param prepared done in the same transaction, with the search path set to the new tables
 */
export async function createGeneration(
  runner: QueryRunner,
  name: string,
  partitions: number,
  prepared?: () => Promise<void>,
): Promise<void> {
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
    await runner.query('insert into read.generation (name, shape) values ($1, $2)', [name, GENERATION]);
    await prepared?.();
    await runner.commitTransaction();
  } catch (error) {
    await rolledBack(runner);
    throw error;
  }
}

/** Drops a generation's tables. The one that answers can't be dropped: the pointer holds it. */
export async function dropGeneration(runner: QueryRunner, name: string): Promise<void> {
  if (!NAME.test(name)) throw new TypeError(`${name} is no name of a generation.`);
  await runner.query('delete from read.generation where name = $1', [name]);
  await runner.query(`drop schema if exists ${name} cascade`);
}

/** A connection that breaks between two statements would end the process; the next statement tells of it as well. */
const heardBreak = (client: { on(event: 'error', heard: () => void): unknown }): void => {
  client.on('error', () => undefined);
};
