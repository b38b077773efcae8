import type { QueryRunner } from 'typeorm';
import type { EventRow, ParkedEvent, ParkedReport, Parking, Turn } from './work.js';

/** Puts events on the waiting list of their subjects. */
export async function insertParked(
  runner: QueryRunner,
  { parkedSubjects, parkedEvents }: Parking,
  partition: number,
): Promise<void> {
  if (parkedEvents.length === 0) return;
  await runner.query(
    `insert into parked_subject (subject, since, reason, partition)
     select *, $4 from unnest($1::text[], $2::bigint[], $3::text[]) on conflict do nothing`,
    [
      parkedSubjects.map(({ subject }) => subject),
      parkedSubjects.map(({ since }) => String(since)),
      parkedSubjects.map(({ reason }) => withoutNul(reason)),
      partition,
    ],
  );
  await runner.query(
    `insert into parked_event (subject, submission, known, "offset", value, partition)
     select *, $6 from unnest($1::text[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bytea[])`,
    [
      parkedEvents.map(({ subject }) => subject),
      parkedEvents.map(({ submission }) => submission),
      parkedEvents.map(({ known }) => String(known)),
      parkedEvents.map(({ offset }) => String(offset)),
      parkedEvents.map(({ value }) => value),
      partition,
    ],
  );
}

/** The first events that wait behind a subject's trouble, in the log's order. */
export async function waitingEvents(
  query: (text: string, values: unknown[]) => Promise<unknown>,
  { table, subject, limit }: { table: string; subject: string; limit: number },
): Promise<ParkedEvent[]> {
  const rows = (await query(
    `select submission, known, "offset", value from ${table} where subject = $1 order by "offset" limit $2`,
    [subject, limit],
  )) as { submission: string | null; known: string; offset: string; value: Buffer }[];
  return rows.map(({ submission, known, offset, value }) => ({
    subject,
    submission,
    known: BigInt(known),
    offset: BigInt(offset),
    value,
  }));
}

/** Says of events that they went in by a redrive, when the partition stood where the turn begins. */
export async function insertRedriven(runner: QueryRunner, events: readonly EventRow[], turn: Turn): Promise<void> {
  if (events.length === 0) return;
  await runner.query(
    `insert into redriven (partition, landed, redrive, "offset", event_id)
     select $1, $2, $3, * from unnest($4::bigint[], $5::uuid[])`,
    [
      turn.partition,
      String(turn.from),
      turn.redrives + 1,
      events.map(({ offset }) => String(offset)),
      events.map(({ event }) => event.id),
    ],
  );
}

/** As `PartsOfEvents.strike` says. */
export async function strikeWaiting(
  runner: QueryRunner,
  subject: string,
  { before, reason }: { before: bigint; reason: string | undefined },
): Promise<number> {
  await runner.query('delete from parked_event where subject = $1 and "offset" < $2', [subject, String(before)]);
  const [left] = (await runner.query(
    'select count(*)::int as waiting, min(known) as since from parked_event where subject = $1',
    [subject],
  )) as { waiting: number; since: string | null }[];
  if (left!.waiting === 0) await runner.query('delete from parked_subject where subject = $1', [subject]);
  else {
    await runner.query('update parked_subject set since = $2, reason = coalesce($3, reason) where subject = $1', [
      subject,
      left!.since,
      reason === undefined ? null : withoutNul(reason),
    ]);
  }
  return left!.waiting;
}

export async function insertParkedReports(
  runner: QueryRunner,
  parked: readonly ParkedReport[],
  partition: number,
): Promise<void> {
  if (parked.length === 0) return;
  await runner.query(
    `insert into parked_report (submission, key, known, reason, "offset", value, partition)
     select *, $7 from unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bytea[])`,
    [
      parked.map(({ submission }) => submission),
      parked.map(({ key }) => withoutNul(key)),
      parked.map(({ known }) => String(known)),
      parked.map(({ reason }) => withoutNul(reason)),
      parked.map(({ offset }) => String(offset)),
      parked.map(({ value }) => value),
      partition,
    ],
  );
}

export async function parkedReports(
  query: (text: string, values: unknown[]) => Promise<unknown>,
  { table, key }: { table: string; key: string },
): Promise<(ParkedReport & { partition: number })[]> {
  const rows = (await query(`select * from ${table} where key = $1 order by "offset"`, [key])) as (Omit<
    ParkedReport,
    'known' | 'offset'
  > & { partition: number; known: string; offset: string })[];
  return rows.map((row) => ({ ...row, known: BigInt(row.known), offset: BigInt(row.offset) }));
}

/** @returns false when it is no longer there */
export async function strikeReport(
  runner: QueryRunner,
  { partition, offset }: { partition: number; offset: bigint },
): Promise<boolean> {
  const [, struck] = (await runner.query('delete from parked_report where partition = $1 and "offset" = $2', [
    partition,
    String(offset),
  ])) as [unknown, number];
  return struck === 1;
}

/** A reason may quote what is refused, and Postgres has no NUL in text: parking must never be refused itself. */
const withoutNul = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');
