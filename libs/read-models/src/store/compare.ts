import { createHash } from 'node:crypto';
import type { DataSource, QueryRunner } from 'typeorm';
import { MODELS } from '../models.js';

/** Where each partition of `events` is folded to, and the digest of every read model's rows there. */
export interface Digests {
  readonly positions: ReadonlyMap<number, bigint>;
  readonly rows: number;
  readonly digests: Readonly<Record<string, string>>;
  /** Subjects of `events` that wait. */
  readonly parked: readonly string[];
}

const TABLES = ['event', 'basis', 'mention', 'parked_event', ...Object.keys(MODELS)];
const KEYS: Record<string, string> = {
  event: 'event_id',
  basis: 'id, event_id, known_from',
  mention: 'event_id, spelling',
  parked_event: 'partition, "offset"',
};

/**
 * SHA-256 over the rows of each table in key order, all of one snapshot. No column depends on when or in which batches
 * the rows were written, so two generations that fold the same events have the same digests.
 */
export async function digestsOf(source: DataSource, generation: string): Promise<Digests> {
  const runner = source.createQueryRunner();
  try {
    await runner.startTransaction('REPEATABLE READ');
    await runner.query(`select set_config('search_path', $1, true)`, [generation]);
    const positions = (await runner.query(`select partition, next_offset from position where topic = 'events'`)) as {
      partition: number;
      next_offset: string;
    }[];
    let rows = 0;
    const digests: Record<string, string> = {};
    for (const table of TABLES) {
      const { count, digest } = await digestOf(runner, table);
      digests[table] = digest;
      rows += count;
    }
    const parked = (await runner.query('select subject from parked_subject order by subject')) as { subject: string }[];
    await runner.commitTransaction();
    return {
      parked: parked.map(({ subject }) => subject),
      positions: new Map(positions.map((row) => [row.partition, BigInt(row.next_offset)])),
      rows,
      digests,
    };
  } finally {
    await runner.release();
  }
}

const CHUNK = 5000;

async function digestOf(runner: QueryRunner, table: string): Promise<{ count: number; digest: string }> {
  const hash = createHash('sha256');
  const key = KEYS[table] ?? 'id, valid_from, known_from';
  let count = 0;
  await runner.query(
    `declare rows_of_${table} no scroll cursor for select t::text as text from "${table}" t order by ${key}`,
  );
  for (;;) {
    const rows = (await runner.query(`fetch ${CHUNK} from rows_of_${table}`)) as { text: string }[];
    for (const { text } of rows) hash.update(`${text}\n`);
    count += rows.length;
    if (rows.length < CHUNK) break;
  }
  await runner.query(`close rows_of_${table}`);
  return { count, digest: hash.digest('hex') };
}
