import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { LogRefused, TOPICS } from '../contract.js';
import type { Place } from './connection.js';
import { ROLE } from './connection.js';
import { makeRole } from './role.js';

/** In the order of their versions, the first being 1. A file that was released is never changed. */
const MIGRATIONS = ['001-log.sql'] as const;

/**
 * Brings the tables of one ledger's log into being or up to date, as the user who connects. Any number of processes may
 * do so at once. A second start needs no more rights than to read.
 * @throws LogRefused when the ledger was born with another number of partitions or made by a newer release
 */
export async function migrate(place: Place, partitions: number): Promise<void> {
  const client = new pg.Client({ connectionString: place.url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await makeRole(client);
    await client.query('BEGIN');
    // Whoever comes second waits here, and then finds everything done.
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`clemency log ${place.schema}`]);
    await client.query(`SET LOCAL search_path = ${place.schema}`);
    await applyMigrations(client, place.schema);
    await makeTopics(client, partitions);
    await refuseOtherPartitions(client, partitions);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

async function applyMigrations(client: pg.Client, schema: string): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
    `${schema}.migration`,
  ]);
  if (!rows[0]?.found) await makeSchema(client, schema);
  const applied = await client.query<{ version: number }>('SELECT coalesce(max(version), 0) AS version FROM migration');
  const version = applied.rows[0]?.version ?? 0;
  if (version > MIGRATIONS.length) {
    throw new LogRefused(
      `The log in schema ${schema} is at version ${version}, this release knows ${MIGRATIONS.length}: ` +
        'start the release that wrote it, or a newer one.',
    );
  }
  for (const [index, name] of MIGRATIONS.entries()) {
    if (index < version) continue;
    await client.query(await readFile(new URL(name, import.meta.url), 'utf8'));
    await client.query('INSERT INTO migration (version, name) VALUES ($1, $2)', [index + 1, name]);
  }
}

async function makeSchema(client: pg.Client, schema: string): Promise<void> {
  // Even IF NOT EXISTS asks for the right to make one, which a user who was given the schema need not have.
  const { rows } = await client.query<{ found: boolean }>('SELECT to_regnamespace($1) IS NOT NULL AS found', [schema]);
  if (!rows[0]?.found) await client.query(`CREATE SCHEMA ${schema}`);
  await client.query(`
    GRANT USAGE ON SCHEMA ${schema} TO ${ROLE};
    CREATE TABLE migration (
      version integer PRIMARY KEY,
      name text NOT NULL,
      applied timestamptz NOT NULL DEFAULT now()
    );
  `);
}

async function makeTopics(client: pg.Client, partitions: number): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM topic');
  const known = new Set(rows.map(({ name }) => name));
  for (const topic of TOPICS.filter((name) => !known.has(name))) {
    await client.query('INSERT INTO topic (name, partitions) VALUES ($1, $2)', [topic, partitions]);
    await client.query('INSERT INTO counter (topic, partition) SELECT $1, generate_series(0, $2::integer - 1)', [
      topic,
      partitions,
    ]);
  }
}

async function refuseOtherPartitions(client: pg.Client, partitions: number): Promise<void> {
  const { rows } = await client.query<{ name: string; partitions: number }>(
    'SELECT name, partitions FROM topic WHERE partitions <> $1 ORDER BY name',
    [partitions],
  );
  const [other] = rows;
  if (!other) return;
  throw new LogRefused(
    `The topic ${other.name} has ${other.partitions} partitions since the ledger was born, and ${partitions} are ` +
      `configured. A key would change its partition and lose its order: configure ${other.partitions}.`,
  );
}
