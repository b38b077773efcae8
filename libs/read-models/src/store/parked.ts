import type { DataSource } from 'typeorm';
import type { Instant } from '#domain';

/** A subject of `events` that waits, or reports of one key that do. */
export interface ParkedItem {
  readonly topic: 'events' | 'reports';
  readonly subject: string;
  readonly partition: number;
  readonly since: Instant;
  readonly reason: string;
  /** How many records wait. */
  readonly waiting: number;
}

/** A record that waits, as the log holds it. */
export interface WaitingRecord {
  readonly topic: 'events' | 'reports';
  readonly partition: number;
  readonly offset: bigint;
  readonly known: Instant;
  readonly value: Buffer;
}

interface Page {
  readonly limit: number;
}

/** What is parked in a generation, by topic and subject; one more than `limit` shows that there is another page. */
export async function parkedItems(
  source: DataSource,
  generation: string,
  { limit, after }: Page & { after?: { topic: string; subject: string } | undefined },
): Promise<ParkedItem[]> {
  const rows = await source.query<(Omit<ParkedItem, 'since'> & { since: string })[]>(
    `select * from (
       select 'events' as topic, subject collate "C" as subject, partition, since, reason,
         (select count(*)::int from ${generation}.parked_event waits where waits.subject = parked.subject) as waiting
       from ${generation}.parked_subject parked
       union all
       select 'reports', ('report/' || key) collate "C", min(partition), min(known),
         (array_agg(reason order by "offset"))[1], count(*)::int
       from ${generation}.parked_report group by key
     ) parked where (topic, subject) > ($1, $2) order by topic, subject limit $3`,
    [after?.topic ?? '', after?.subject ?? '', limit + 1],
  );
  return rows.map((row) => ({ ...row, since: BigInt(row.since) }));
}

/** The records that wait with a subject, in the log's order; one more than `limit` shows that there are others. */
export async function waitingRecords(
  source: DataSource,
  generation: string,
  { subject, limit, after }: Page & { subject: string; after?: { topic: string; offset: bigint } | undefined },
): Promise<WaitingRecord[]> {
  const rows = await source.query<
    { topic: 'events'; partition: number; offset: string; known: string; value: Buffer }[]
  >(
    `select * from (
       select 'events' as topic, partition, "offset", known, value from ${generation}.parked_event where subject = $1
       union all
       select 'reports', partition, "offset", known, value from ${generation}.parked_report where 'report/' || key = $1
     ) waits where (topic, "offset") > ($2, $3::bigint) order by topic, "offset" limit $4`,
    [subject, after?.topic ?? '', String(after?.offset ?? -1n), limit + 1],
  );
  return rows.map((row) => ({ ...row, offset: BigInt(row.offset), known: BigInt(row.known) }));
}
