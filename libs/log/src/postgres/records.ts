import type pg from 'pg';
import type { Clock, Instant } from '#domain';
import { printInstant } from '#domain';
import type { Draft, Topic } from '../contract.js';
import { LogRefused, RECORD_BYTES_MAX } from '../contract.js';

/** How much one statement writes and one batch holds: the bound of memory. A larger record goes alone. */
export const PAGE_BYTES_MAX = 8 * 1024 * 1024;
export const PAGE_RECORDS_MAX = 4000;

export interface Slot {
  readonly topic: Topic;
  readonly partition: number;
}

export interface Printed extends Slot {
  readonly key: string;
  readonly value: Uint8Array;
}

/** @throws RangeError for what no home of the log can hold */
export function printDraft(draft: Draft, slot: Slot, stamp: Instant): Printed {
  const value = draft.print(stamp);
  if (value.length > RECORD_BYTES_MAX) {
    throw new RangeError(
      `A record of ${value.length} bytes (key ${draft.key.slice(0, 100)}) is larger than the ${RECORD_BYTES_MAX} bytes ` +
        'that the log takes.',
    );
  }
  if (draft.key.includes('\u0000')) {
    throw new RangeError(`The key ${JSON.stringify(draft.key.slice(0, 100))} holds a NUL, which no text here can.`);
  }
  return { ...slot, key: draft.key, value };
}

export const nameOf = (slot: Slot): string => `${slot.topic}/${slot.partition}`;

/**
 * Writes records in the transaction of `client`. The counters of all partitions that could be touched are locked, in one
 * order for everybody; only then the clock is read and the records are printed: so the stamps of a partition never step
 * back behind what a reader was told (see `settledEnds`).
 */
export async function writeRecords(
  client: pg.ClientBase,
  slots: readonly Slot[],
  clock: Clock,
  print: (stamp: Instant) => readonly Printed[],
): Promise<void> {
  const counters = await lockCounters(client, slots);
  const stamp = clock();
  const printed = print(stamp);
  if (printed.length === 0) return;
  const begun = new Map(counters);
  const placed = printed.map((record) => {
    const name = nameOf(record);
    const offset = counters.get(name);
    if (offset === undefined) throw new LogRefused(`The log has no partition ${name}.`);
    counters.set(name, offset + 1n);
    return { ...record, offset };
  });
  placed.sort((a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition || Number(a.offset - b.offset));
  for (const page of pagesOf(placed)) await insertPage(client, page, stamp);
  await moveCounters(client, counters, begun);
}

async function lockCounters(client: pg.ClientBase, slots: readonly Slot[]): Promise<Map<string, bigint>> {
  const distinct = [...new Map(slots.map((slot) => [nameOf(slot), slot])).values()];
  const { rows } = await client.query<{ topic: string; partition: number; next_offset: string }>(
    `SELECT topic, partition, next_offset FROM counter
     WHERE (topic, partition) IN (SELECT * FROM unnest($1::text[], $2::integer[]))
     ORDER BY topic, partition FOR UPDATE`,
    [distinct.map(({ topic }) => topic), distinct.map(({ partition }) => partition)],
  );
  return new Map(rows.map((row) => [`${row.topic}/${row.partition}`, BigInt(row.next_offset)]));
}

type Placed = Printed & { readonly offset: bigint };

function* pagesOf(records: readonly Placed[]): Generator<readonly Placed[]> {
  let begin = 0;
  let bytes = 0;
  for (const [index, { value }] of records.entries()) {
    const isFull = index - begin === PAGE_RECORDS_MAX || bytes + value.length > PAGE_BYTES_MAX;
    if (isFull && index > begin) {
      yield records.slice(begin, index);
      begin = index;
      bytes = 0;
    }
    bytes += value.length;
  }
  yield records.slice(begin);
}

/** One statement for all. The values go as one binary parameter and are cut there: an array would go as hex text. */
async function insertPage(client: pg.ClientBase, page: readonly Placed[], stamp: Instant): Promise<void> {
  let start = 1;
  const starts = page.map(({ value }) => (start += value.length) - value.length);
  await client.query({
    name: 'insert page',
    text: `INSERT INTO record (topic, partition, "offset", key, value, stamped)
           SELECT topic, partition, "offset", key, substring($7::bytea FROM start FOR length), $8::timestamptz
           FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::text[], $5::integer[], $6::integer[])
                AS page (topic, partition, "offset", key, start, length)`,
    values: [
      page.map(({ topic }) => topic),
      page.map(({ partition }) => partition),
      page.map(({ offset }) => offset),
      page.map(({ key }) => key),
      starts,
      page.map(({ value }) => value.length),
      Buffer.concat(page.map(({ value }) => value)),
      printInstant(stamp),
    ],
  });
}

async function moveCounters(
  client: pg.ClientBase,
  counters: ReadonlyMap<string, bigint>,
  begun: ReadonlyMap<string, bigint>,
): Promise<void> {
  const moved = [...counters].filter(([name, next]) => next !== begun.get(name));
  await client.query(
    `UPDATE counter SET next_offset = moved.next
     FROM unnest($1::text[], $2::integer[], $3::bigint[]) AS moved (topic, partition, next)
     WHERE counter.topic = moved.topic AND counter.partition = moved.partition`,
    [
      moved.map(([name]) => name.split('/')[0]),
      moved.map(([name]) => Number(name.split('/')[1])),
      moved.map(([, next]) => next),
    ],
  );
}
