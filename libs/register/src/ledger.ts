import { readFile } from 'node:fs/promises';
import { Pool, type PoolClient } from 'pg';
import { v4 as uuidv4 } from 'uuid';
import { readEvent, RecordRefused, systemClock, type Clock } from '#domain';
import { LogRefused, openKafkaLog, openPostgresLog, type KafkaLogOptions, type Log, type LogRecord } from '#log';
import { Register } from './register.js';

export interface LedgerOptions {
  readonly databaseUrl: string;
  readonly name: string;
  /** Only at birth; later it may be left out, and must be the same when it is not. */
  readonly partitions?: number | undefined;
  readonly kafka?: Pick<KafkaLogOptions, 'brokers' | 'prefix' | 'replication' | 'access'> | undefined;
  readonly clock?: Clock;
}

/** The ledger as every writing service holds it. */
export interface Ledger {
  /** `urn:clemency:<name>:<id>`: the `source` of its events. Another id is another ledger, however it is named. */
  readonly source: string;
  readonly log: Log;
  readonly register: Register;
  close(): Promise<void>;
}

const PARTITIONS = 8;
/** Any number that no other advisory lock of the database uses: "clemency" folded to 31 bits. */
const BIRTH_LOCK = 0x636c656d;

interface Birth {
  readonly id: string;
  readonly name: string;
  readonly partitions: number;
  readonly log: 'postgres' | 'kafka';
}

/** What was decided once, when the ledger began, and when that was. */
export interface Born extends Birth {
  readonly born: Date;
}

/**
 * Opens the ledger, or lets it be born: its id and its number of partitions are decided once.
 * @throws LogRefused when the database holds a ledger of another name or another number of partitions
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const pool = new Pool({ connectionString: options.databaseUrl, max: 5, application_name: 'clemency register' });
  // A broken idle connection is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  try {
    const birth = await inOneTurn(pool, (client) => bear(client, options));
    if (birth.name !== options.name) {
      throw new LogRefused(
        `This database holds the ledger "${birth.name}", not "${options.name}": set LEDGER or DATABASE_URL.`,
      );
    }
    const home = options.kafka ? 'kafka' : 'postgres';
    if (birth.log !== home) {
      throw new LogRefused(
        `This database holds a ledger whose log is in ${birth.log === 'kafka' ? 'Kafka: set KAFKA_BROKERS' : 'Postgres: unset KAFKA_BROKERS'}, or set DATABASE_URL to another.`,
      );
    }
    if (options.partitions !== undefined && options.partitions !== birth.partitions) {
      throw new LogRefused(
        `The ledger was born with ${birth.partitions} partitions and keeps them: unset PARTITIONS (${options.partitions}).`,
      );
    }
    const log = await openLog(options, birth.partitions);
    return {
      source: await sourceOf(log, birth, pool),
      log,
      register: new Register(pool),
      close: async () => {
        await log.close();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

function openLog(options: LedgerOptions, partitions: number): Promise<Log> {
  const clock = options.clock ?? systemClock;
  if (options.kafka) return openKafkaLog({ ...options.kafka, partitions, clock });
  return openPostgresLog({ url: options.databaseUrl, partitions, clock });
}

/** Services start side by side: one at a time makes the tables and the birth. */
async function inOneTurn<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [BIRTH_LOCK]);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** Brings the register's tables to their newest form. The first file makes that form at once; the others, of older ones. */
async function makeTables(client: PoolClient): Promise<void> {
  const run = async (name: string) => client.query(await readFile(new URL(name, import.meta.url), 'utf8'));
  const { rows } = await client.query<{ exists: boolean; committed: boolean }>(
    `select to_regclass('register.ledger') is not null as exists, exists (
       select from pg_attribute where attrelid = to_regclass('register.progress') and attname = 'committed'
     ) as committed`,
  );
  if (!rows[0]?.exists) await run('001-register.sql');
  else if (!rows[0].committed) await run('002-committed.sql');
}

async function bear(client: PoolClient, { name, partitions, kafka }: LedgerOptions): Promise<Birth> {
  await makeTables(client);
  await client.query(
    'insert into register.ledger (id, name, partitions, log) values ($1, $2, $3, $4) on conflict do nothing',
    [uuidv4(), name, partitions ?? PARTITIONS, kafka ? 'kafka' : 'postgres'],
  );
  const { rows } = await client.query<Birth>('select id, name, partitions, log from register.ledger');
  return rows[0]!;
}

/**
 * The log outlives the database: when it already holds events, their source is the ledger's, whatever a newly made
 * database would call it.
 */
async function sourceOf(log: Log, birth: Birth, pool: Pool): Promise<string> {
  const ends = await log.ends('events');
  for (const [partition, end] of ends.entries()) {
    if (end === 0n) continue;
    for await (const { records } of log.readFound('events', partition, 0n, end)) {
      const source = firstSource(records);
      if (source === undefined) continue;
      await pool.query('update register.ledger set id = $1 where id <> $1', [source.split(':').at(-1)]);
      return source;
    }
  }
  return `urn:clemency:${birth.name}:${birth.id}`;
}

/** What can't be read is for a verifier to find, and names no ledger. */
function firstSource(records: readonly LogRecord[]): string | undefined {
  for (const { value } of records) {
    try {
      return readEvent(value).source;
    } catch (error) {
      if (!(error instanceof RecordRefused)) throw error;
    }
  }
  return undefined;
}

/**
 * How the ledger of a database was born, without opening it.
 * @returns undefined when no ledger was born there
 */
export async function readBirth(databaseUrl: string): Promise<Born | undefined> {
  return withPool(databaseUrl, async (pool) => {
    const { rows: tables } = await pool.query<{ exists: boolean }>(
      `select to_regclass('register.ledger') is not null as exists`,
    );
    if (!tables[0]?.exists) return undefined;
    const { rows } = await pool.query<Born>('select id, name, partitions, log, born from register.ledger');
    return rows[0];
  });
}

/** Lets a ledger be born once more as it was, in a database that has none: with the same id it is the same ledger. */
export async function restoreBirth(databaseUrl: string, birth: Omit<Born, 'log'>): Promise<void> {
  const { name, partitions, id, born } = birth;
  await withPool(databaseUrl, (pool) =>
    inOneTurn(pool, async (client) => {
      await bear(client, { databaseUrl, name, partitions });
      await client.query('update register.ledger set id = $1, born = $2', [id, born]);
    }),
  );
}

async function withPool<Result>(url: string, work: (pool: Pool) => Promise<Result>): Promise<Result> {
  const pool = new Pool({ connectionString: url, max: 1, application_name: 'clemency register' });
  pool.on('error', () => undefined);
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}
