import pg from 'pg';
import { SUPERUSER, type Passwords } from './cluster.js';

export const DATABASE = 'clemency';
/** Holds what migrations grant to whoever may only read; nobody logs in as it. */
export const READER = 'clemency_reader';
/** Logs in for the query service. */
export const QUERY_USER = 'clemency_query';

/** How to reach a server: the superuser and `clemency_query`, each with its password. */
export interface ServerAddress {
  readonly port: number;
  readonly passwords: Passwords;
}

export const urlOf = ({ port, passwords }: ServerAddress, user: string, database: string): string => {
  const password = user === SUPERUSER ? passwords.superuser : passwords.query;
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
};

/** Makes the database and the roles, each unless it is there: a first start may have been cut off between two steps. */
export async function prepareServer(address: ServerAddress): Promise<void> {
  await withClient(urlOf(address, SUPERUSER, 'postgres'), async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
    await client.query(rolesOf(address.passwords.query));
  });
  await withClient(urlOf(address, SUPERUSER, DATABASE), async (client) => {
    await client.query(`REVOKE CREATE, TEMPORARY ON DATABASE ${DATABASE} FROM PUBLIC`);
    await client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
  });
}

/** `default_transaction_read_only` is the courtesy, the missing grants are the lock. */
const rolesOf = (password: string): string => `
  DO $do$
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${READER}') THEN CREATE ROLE ${READER} NOLOGIN; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${QUERY_USER}') THEN CREATE ROLE ${QUERY_USER} LOGIN; END IF;
  END
  $do$;
  ALTER ROLE ${QUERY_USER} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${pg.escapeLiteral(password)};
  ALTER ROLE ${QUERY_USER} SET default_transaction_read_only = on;
  GRANT ${READER} TO ${QUERY_USER};`;

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(url);
  // Without a listener a server that dies in between would end our process instead of failing the query.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
