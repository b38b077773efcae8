import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  /** As a superuser. */
  readonly url: string;
  /** As the login of the query service, who may only read what is granted; undefined on a server from outside. */
  readonly queryUrl: string | undefined;
  /** Whoever is still connected is cut off. */
  drop(): Promise<void>;
}

/** Whether a server is at hand; without one a suite says so and skips (`describe.skip`). */
export const databaseAvailable = (): boolean => Boolean(process.env.TEST_DATABASE_URL);

/**
 * Makes a fresh database, one a suite.
 * @param template a database that nobody is connected to; its copy is quicker than running migrations again
 */
export async function createDatabase(template?: string): Promise<TestDatabase> {
  const admin = process.env.TEST_DATABASE_URL;
  if (!admin)
    throw new Error('TEST_DATABASE_URL is not set: the tests are to be run through Jest with its global setup.');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const from = template === undefined ? '' : ` TEMPLATE ${pg.escapeIdentifier(template)}`;
  await asAdmin(admin, `CREATE DATABASE ${name}${from}`);
  const query = process.env.TEST_QUERY_DATABASE_URL;
  return {
    url: databaseUrl(admin, name),
    queryUrl: query === undefined ? undefined : databaseUrl(query, name),
    drop: () => asAdmin(admin, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

/** The same server and user, another database. */
export function databaseUrl(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  return parsed.href;
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
