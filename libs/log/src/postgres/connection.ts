import pg from 'pg';
import { LogRefused } from '../contract.js';

/** The role as which the log's connections work. It belongs to the whole server and may not log in itself. */
export const ROLE = 'clemency_log';

export interface Place {
  readonly url: string;
  /** The schema that holds the ledger's log. */
  readonly schema: string;
}

/** @throws LogRefused for a prefix that can't be a schema's name as it stands */
export function placeOf(url: string, prefix = 'log'): Place {
  if (!/^[a-z_][a-z0-9_]{0,49}$/.test(prefix) || prefix.startsWith('pg_')) {
    throw new LogRefused(
      `The log's prefix ${JSON.stringify(prefix)} is to be a schema's name: up to 50 lower-case letters, digits and _, ` +
        'beginning with a letter or _, not with pg_.',
    );
  }
  return { url, schema: prefix };
}

/**
 * Settings of a connection that works as the log's role. They go into the startup message, after those of the URL, so
 * that no statement ever runs with the rights of the user who connects.
 */
export function connectionSettings({ url, schema }: Place): pg.ClientConfig {
  const parsed = new URL(url);
  const settings = {
    role: ROLE,
    search_path: schema,
    synchronous_commit: 'on',
    // A process that is frozen inside a transaction holds counters, and with them every writer and reader.
    idle_in_transaction_session_timeout: '10s',
    lock_timeout: '15s',
  };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const given = parsed.searchParams.get('options');
  if (given) options.unshift(given);
  // What stands in the URL would replace what is given beside it.
  parsed.searchParams.delete('options');
  return {
    connectionString: parsed.href,
    options: options.join(' '),
    application_name: 'clemency log',
    connectionTimeoutMillis: 5000,
    query_timeout: 30_000,
    keepAlive: true,
  };
}

export function openPool(place: Place, max: number): pg.Pool {
  const pool = new pg.Pool({ ...connectionSettings(place), max });
  // A connection that dies while nobody uses it is dropped by the pool; one that dies in use fails the statement after
  // it. Without listeners either event would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Runs work in one transaction. Whatever it throws rolls it back and comes out unchanged. */
export async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    await rollBack(client);
    throw error;
  }
}

async function rollBack(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('ROLLBACK');
    client.release();
  } catch (error) {
    // The connection is lost, and its transaction with it; the trouble that counts is the one before.
    client.release(error instanceof Error ? error : true);
  }
}
