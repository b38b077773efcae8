import type pg from 'pg';
import type { Batch, LogRecord, Topic } from '../contract.js';
import { LogRefused } from '../contract.js';
import { nameOf, PAGE_BYTES_MAX, PAGE_RECORDS_MAX } from './records.js';
import type { Slot } from './records.js';

/**
 * Reads columns of the records of a partition (topic, partition, from, to), in the order of their offsets, as many as
 * fit into one page.
 */
export const pageQuery = (columns: string): string =>
  `SELECT ${columns}
   FROM (SELECT "offset", key, value, stamped, octet_length(value) AS length,
                sum(octet_length(value)) OVER (ORDER BY "offset") AS total
         FROM record
         WHERE topic = $1 AND partition = $2 AND "offset" >= $3 AND "offset" < $4
         ORDER BY "offset" LIMIT ${PAGE_RECORDS_MAX}) AS page
   WHERE total <= ${PAGE_BYTES_MAX} OR total = length
   ORDER BY "offset"`;

/**
 * The next records of a partition: from `from` (included) to `to` (excluded) or to what is committed, in a batch of
 * bounded size. Records become visible in the order of their offsets, so the last one seen is a safe place to go on.
 * @returns a batch without records at the end
 * @throws LogRefused when a record is missing between others
 */
export async function readBatch(pool: pg.Pool, slot: Slot, from: bigint, to?: bigint): Promise<Batch> {
  const batch = await readFound(pool, slot, from, to);
  for (const [index, { offset }] of batch.records.entries()) {
    if (offset !== from + BigInt(index)) throw missing(slot, from + BigInt(index), offset);
  }
  return batch;
}

/** The same, of what is there: records that are missing between others are passed over. */
export async function readFound(pool: pg.Pool, slot: Slot, from: bigint, to?: bigint): Promise<Batch> {
  const { rows } = await pool.query<{ offset: string; key: string; value: Buffer }>({
    name: 'read batch',
    text: pageQuery('"offset", key, value'),
    values: [slot.topic, slot.partition, from, to ?? 2n ** 63n - 1n],
  });
  const records = rows.map((row): LogRecord => ({ offset: BigInt(row.offset), key: row.key, value: row.value }));
  return { ...slot, from, next: (records.at(-1)?.offset ?? from - 1n) + 1n, records };
}

/** Nobody who works with the log can remove a record, and offsets have no gap: somebody else was here. */
export const missing = (slot: Slot, wanted: bigint, found: bigint): LogRefused =>
  new LogRefused(
    `Record ${wanted} of ${nameOf(slot)} is missing, and record ${found} or the end is there: history was removed from ` +
      'the table. Restore it from a backup.',
  );

/** The ends of a topic's partitions, by partition, as they are committed at this moment. */
export async function endsOf(pool: pg.Pool, topic: Topic): Promise<bigint[]> {
  const { rows } = await pool.query<{ next_offset: string }>(
    'SELECT next_offset FROM counter WHERE topic = $1 ORDER BY partition',
    [topic],
  );
  return rows.map((row) => BigInt(row.next_offset));
}

/**
 * The ends of some partitions after everybody who was writing to them has committed. A writer takes its stamp while it
 * holds the counter. So if the clock was read *before* this call, each record with a stamp up to then is committed and
 * lies before the end given here: its writer either had committed already, or held the lock that this waits for.
 * @returns the end of each partition found
 */
export async function settledEnds(
  pool: pg.Pool,
  topic: Topic,
  partitions: readonly number[],
): Promise<Map<number, bigint>> {
  // A row lock makes a small commit. Nothing is lost with it, so it need not wait for the disk (this one only).
  const { rows } = await pool.query<{ partition: number; next_offset: string }>({
    name: 'settled ends',
    text: `SELECT partition, next_offset
           FROM counter, (SELECT set_config('synchronous_commit', 'off', true)) AS this_transaction
           WHERE topic = $1 AND partition = ANY ($2::integer[])
           ORDER BY partition FOR SHARE OF counter`,
    values: [topic, partitions],
  });
  return new Map(rows.map((row) => [row.partition, BigInt(row.next_offset)]));
}
