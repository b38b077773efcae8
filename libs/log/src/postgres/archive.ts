import pg from 'pg';
import type { LogRecord, Topic } from '../contract.js';
import { LogRefused } from '../contract.js';
import { missing, pageQuery } from './batches.js';
import { connectionSettings, openPool, placeOf, type Place } from './connection.js';
import { migrate } from './migrate.js';

/** Where a group's pipe stood in one partition. */
export interface PipePosition {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly next: bigint;
}

/** How far the log went at one moment: an end for each partition of each topic, and what the pipes had committed. */
export interface LogContents {
  readonly ends: Readonly<Record<string, readonly bigint[]>>;
  readonly positions: readonly PipePosition[];
}

export interface ArchivedRecord extends LogRecord {
  /** ISO 8601 in UTC with microseconds: when its place in the log was taken. */
  readonly stamped: string;
}

export interface ArchivedPage {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly ArchivedRecord[];
}

/** The log as it was at one moment, for reading once. */
export interface LogCopy extends LogContents {
  /** Every record before the ends, partition by partition in order, in pages of bounded size. */
  pages(): AsyncGenerator<ArchivedPage>;
  close(): Promise<void>;
}

/**
 * Reads all of a log while others go on writing to it. Only the ends and positions need one snapshot: what lies before
 * them never changes, so no transaction stays open while the records are read.
 * @param url the database, as a user who may take on the log's role
 */
export async function readPostgresLog(url: string): Promise<LogCopy> {
  const pool = openPool(placeOf(url), 1);
  try {
    const contents = await contentsOf(pool);
    return { ...contents, pages: () => pagesBefore(pool, contents.ends), close: () => pool.end() };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

async function contentsOf(pool: pg.Pool): Promise<LogContents> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const counters = await client.query<{ topic: string; next_offset: string }>(
      'SELECT topic, next_offset FROM counter ORDER BY topic, partition',
    );
    const positions = await client.query<{ group_name: string; topic: string; partition: number; next_offset: string }>(
      'SELECT group_name, topic, partition, next_offset FROM position ORDER BY group_name, topic, partition',
    );
    await client.query('COMMIT');
    const ends: Record<string, bigint[]> = {};
    for (const { topic, next_offset: next } of counters.rows) (ends[topic] ??= []).push(BigInt(next));
    return {
      ends,
      positions: positions.rows.map(({ group_name: group, topic, partition, next_offset: next }) => {
        return { group, topic, partition, next: BigInt(next) };
      }),
    };
  } finally {
    // Destroyed rather than handed back: after an error the transaction may still be open.
    client.release(true);
  }
}

async function* pagesBefore(pool: pg.Pool, ends: LogContents['ends']): AsyncGenerator<ArchivedPage> {
  for (const [topic, partitions] of Object.entries(ends)) {
    for (const [partition, end] of partitions.entries()) {
      for (let at = 0n; at < end;) {
        const records = await readPage(pool, topic, partition, [at, end]);
        if (records.length === 0) throw missing({ topic: topic as Topic, partition }, at, end);
        yield { topic, partition, records };
        at += BigInt(records.length);
      }
    }
  }
}

const STAMPED = `to_char(stamped AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS stamped`;

async function readPage(
  pool: pg.Pool,
  topic: string,
  partition: number,
  [from, to]: readonly [bigint, bigint],
): Promise<ArchivedRecord[]> {
  const { rows } = await pool.query<{ offset: string; key: string; value: Buffer; stamped: string }>({
    name: 'read archived page',
    text: pageQuery(`"offset", key, value, ${STAMPED}`),
    values: [topic, partition, from, to],
  });
  for (const [index, { offset }] of rows.entries()) {
    const wanted = from + BigInt(index);
    if (BigInt(offset) !== wanted) throw missing({ topic: topic as Topic, partition }, wanted, BigInt(offset));
  }
  return rows.map((row) => ({ ...row, offset: BigInt(row.offset) }));
}

/**
 * Makes a log in a database that has none and fills it. Whoever calls throws the database away when this fails: records
 * are written page by page, and the counters last.
 * @param url as a user who owns the database
 * @throws LogRefused when a log is there already, or the contents name a topic that this release does not know
 */
export async function fillPostgresLog(
  url: string,
  contents: LogContents,
  pages: AsyncIterable<ArchivedPage>,
): Promise<void> {
  const place = placeOf(url);
  const partitions = new Set(Object.values(contents.ends).map((ends) => ends.length));
  const [count] = partitions;
  if (count === undefined || partitions.size > 1) throw new LogRefused('The log to be restored has no partitions.');
  await migrate(place, count);
  // Not as the log's role, which may move a counter and not set a position.
  const client = new pg.Client({ ...connectionSettings(place), options: `-c search_path=${place.schema}` });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await refuseFilled(client, contents, place);
    for await (const page of pages) await insertPage(client, page);
    await setPositions(client, contents);
  } finally {
    await client.end();
  }
}

async function refuseFilled(client: pg.Client, { ends }: LogContents, { schema }: Place): Promise<void> {
  const { rows } = await client.query<{ topic: string; filled: boolean }>(
    'SELECT topic, bool_or(next_offset > 0) AS filled FROM counter GROUP BY topic',
  );
  if (rows.some(({ filled }) => filled)) throw new LogRefused(`The log in schema ${schema} already has records.`);
  const known = new Set(rows.map(({ topic }) => topic));
  const unknown = Object.keys(ends).filter((topic) => !known.has(topic));
  if (unknown.length === 0) return;
  throw new LogRefused(`The log to be restored has the topic ${unknown.join(', ')}, which this release does not know.`);
}

async function insertPage(client: pg.Client, { topic, partition, records }: ArchivedPage): Promise<void> {
  let start = 1;
  const starts = records.map(({ value }) => (start += value.length) - value.length);
  await client.query({
    name: 'insert archived page',
    text: `INSERT INTO record (topic, partition, "offset", key, value, stamped)
           SELECT $1, $2::integer, "offset", key, substring($7::bytea FROM start FOR length), stamped
           FROM unnest($3::bigint[], $4::text[], $5::integer[], $6::integer[], $8::timestamptz[])
                AS page ("offset", key, start, length, stamped)`,
    values: [
      topic,
      partition,
      records.map(({ offset }) => offset),
      records.map(({ key }) => key),
      starts,
      records.map(({ value }) => value.length),
      Buffer.concat(records.map(({ value }) => value)),
      records.map(({ stamped }) => stamped),
    ],
  });
}

async function setPositions(client: pg.Client, { ends, positions }: LogContents): Promise<void> {
  const counters = Object.entries(ends).flatMap(([topic, list]) =>
    list.map((end, partition) => ({ topic, partition, end })),
  );
  await client.query('BEGIN');
  await client.query(
    `UPDATE counter SET next_offset = restored.next
     FROM unnest($1::text[], $2::integer[], $3::bigint[]) AS restored (topic, partition, next)
     WHERE counter.topic = restored.topic AND counter.partition = restored.partition`,
    [counters.map(({ topic }) => topic), counters.map(({ partition }) => partition), counters.map(({ end }) => end)],
  );
  await client.query(
    `INSERT INTO position (group_name, topic, partition, next_offset)
     SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::bigint[])`,
    [
      positions.map(({ group }) => group),
      positions.map(({ topic }) => topic),
      positions.map(({ partition }) => partition),
      positions.map(({ next }) => next),
    ],
  );
  await client.query('COMMIT');
}
