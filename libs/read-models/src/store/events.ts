import type { DataSource } from 'typeorm';
import type { Instant } from '#domain';
import { inSnapshot, type Snapshot } from './reader.js';

/** A stored event: its bytes are the record's value, to the letter. */
export interface StoredEvent {
  readonly id: string;
  readonly known: Instant;
  readonly value: Buffer;
}

export interface EventFilter {
  readonly type?: string | undefined;
  readonly subject?: string | undefined;
  readonly submission?: string | undefined;
  readonly recordedFrom?: Instant | undefined;
  readonly recordedTo?: Instant | undefined;
  readonly knownAt: Instant;
  readonly limit: number;
  readonly after?: { readonly known: Instant; readonly id: string } | undefined;
}

interface Row {
  readonly event_id: string;
  readonly known: string;
  readonly value: Buffer;
}
const stored = (row: Row): StoredEvent => ({ id: row.event_id, known: BigInt(row.known), value: row.value });

/**
 * In microseconds. Hardly an event becomes known this much later than it is stamped: only where a clock was put back.
 * Those have an index of their own, so that the last that was recorded by an instant is found without reading on.
 */
const BELATED = 1_000_000n;

/** What is asked of events, as SQL of `$1` and so on. */
function conditionsOf(filter: Omit<EventFilter, 'limit'>): { conditions: string[]; values: unknown[] } {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const add = (condition: (parameter: string) => string, value: unknown): void => {
    if (value === undefined) return;
    values.push(typeof value === 'bigint' ? String(value) : value);
    conditions.push(condition(`$${values.length}`));
  };
  add((p) => `known <= ${p}::bigint`, filter.knownAt);
  add((p) => `type = ${p}`, filter.type);
  add((p) => `subject = ${p}`, filter.subject);
  add((p) => `submission = ${p}::uuid`, filter.submission);
  add((p) => `recorded >= ${p}::bigint`, filter.recordedFrom);
  // Nothing is known before it is recorded: so an index leads to the first of them.
  add((p) => `known >= ${p}::bigint`, filter.recordedFrom);
  add((p) => `recorded <= ${p}::bigint`, filter.recordedTo);
  return { conditions, values };
}

/** How many events there are in all of the pages. */
export async function countOfEvents(
  { runner }: Snapshot,
  filter: Omit<EventFilter, 'limit' | 'after'>,
): Promise<number> {
  const { conditions, values } = conditionsOf(filter);
  const [row] = (await runner.query(
    `select count(*)::int as events from event where ${conditions.join(' and ')}`,
    values,
  )) as { events: number }[];
  return row!.events;
}

/** Events in the order in which they became known; one more than `limit` shows that there is another page. */
export async function events({ runner }: Snapshot, filter: EventFilter): Promise<StoredEvent[]> {
  const { conditions, values } = conditionsOf(filter);
  if (filter.after) {
    values.push(String(filter.after.known), filter.after.id);
    conditions.push(`(known, event_id) > ($${values.length - 1}::bigint, $${values.length}::uuid)`);
  }
  const limit = `order by known, event_id limit $${values.push(filter.limit + 1)}`;
  const asked = (...more: string[]): string =>
    `(select event_id, known, value from event where ${[...conditions, ...more].join(' and ')} ${limit})`;
  let text = asked();
  if (filter.recordedTo !== undefined) {
    const last = `$${values.push(String(filter.recordedTo + BELATED))}::bigint`;
    text = `${asked(`known <= ${last}`)} union all
      ${asked(`known > ${last}`, `known > recorded + ${BELATED}`)} ${limit}`;
  }
  const rows = (await runner.query(text, values)) as Row[];
  return rows.map(stored);
}

export async function eventById({ runner }: Snapshot, id: string): Promise<StoredEvent | undefined> {
  const [row] = (await runner.query('select event_id, known, value from event where event_id = $1', [id])) as Row[];
  return row && stored(row);
}

/** Those of these events that were known at an instant, in the log's order. */
export async function eventsByIds(
  { runner }: Snapshot,
  ids: readonly string[],
  knownAt: Instant,
): Promise<StoredEvent[]> {
  if (ids.length === 0) return [];
  const rows = (await runner.query(
    'select event_id, known, value from event where event_id = any($1::uuid[]) and known <= $2 order by known, event_id',
    [[...new Set(ids)], String(knownAt)],
  )) as Row[];
  return rows.map(stored);
}

/** Where in `events` the record of an event lies; undefined when there is none, or it is not projected yet. */
export function eventPlace(
  database: DataSource,
  id: string,
): Promise<{ partition: number; offset: bigint } | undefined> {
  return inSnapshot(database, async ({ runner }) => {
    const [row] = (await runner.query('select partition, "offset" from event where event_id = $1', [id])) as {
      partition: number;
      offset: string;
    }[];
    return row && { partition: row.partition, offset: BigInt(row.offset) };
  });
}

/** A report's record and, in order, the events that it caused and the acts upon it. */
export async function reportById(
  { runner }: Snapshot,
  id: string,
): Promise<{ known: Instant; value: Buffer; events: StoredEvent[] } | undefined> {
  const [report] = (await runner.query('select known, value from report where report_id = $1', [id])) as Row[];
  if (!report) return undefined;
  const rows = (await runner.query(
    `select event_id, known, value from event where submission = $1 or subject = $2 order by known, event_id`,
    [id, `report/${id}`],
  )) as Row[];
  return { known: BigInt(report.known), value: report.value, events: rows.map(stored) };
}

/** Subjects of these that are parked, since when and why. */
export async function parkedAmong(
  { runner, anyParked }: Snapshot,
  subjects: readonly string[],
): Promise<Map<string, { since: Instant; reason: string }>> {
  if (!anyParked) return new Map();
  const rows = (await runner.query(
    'select subject, since, reason from parked_subject where subject = any($1::text[])',
    [subjects],
  )) as { subject: string; since: string; reason: string }[];
  return new Map(rows.map(({ subject, since, reason }) => [subject, { since: BigInt(since), reason }]));
}

/** Seconds within which everything that one submission caused is stamped: its transaction's timeout and the clocks' skew. */
const ONE_SUBMISSION_S = 15;

/** How many other copies there are of what a review is about: a judgement that lies under two subjects, or a review of one. */
const COPIES_REVIEWED = `
  select count(*) as copies from event as about join event as copy using (submission, type)
  where about.event_id = event.of_event and copy.event_id <> about.event_id and (
    about.type = 'IdentityJudged' or about.of_event is not null and submission in (about.event_id, copy.event_id))`;

/**
 * Is everything projected that these submissions caused? Each ends with an event that counts the others; a parked one
 * counts as here, since its readers are told. A report's own record comes by another topic and must be here too.
 *
 * A parked event that can't be read may not tell whose it is, or how many it counts. Where such a one waits, what a
 * submission caused is here or parked for certain when every partition is projected well beyond the last of it.
 */
export async function isProjected({ runner }: Snapshot, ids: readonly string[]): Promise<boolean> {
  const [row] = (await runner.query(
    `with named as (
       select unnest(ids) as id from batch where id = any($1::uuid[])
       union select id from unnest($1::uuid[]) as given (id) where not exists (select from batch where batch.id = given.id)
     ), here as (
       select submission, count(*) as events, max(closes + coalesce(copies, 0)) as closes, max(known) as last,
         bool_or(type = 'ReportRecorded') as is_report from event
       left join lateral (${COPIES_REVIEWED}) as reviewed on of_event is not null
       where submission in (select id from named) group by submission
     ), waiting as (
       select submission, count(*) as events, max(known) as last from parked_event
       where submission in (select id from named) group by submission
     )
     select bool_and(
       (
         coalesce(here.events + coalesce(waiting.events, 0) > here.closes, false)
         or coalesce(
           (waiting.events > 0 or exists (select from parked_event where submission is null))
           and greatest(here.last, waiting.last) + $2::bigint <
             (select min(greatest(known, caught_up)) from position where topic = 'events'),
           false
         )
       )
       and (
         here.is_report is not true
         or exists (select from report where report_id = named.id)
         or exists (select from parked_report where submission = named.id)
       )
     ) as done
     from named left join here on here.submission = named.id left join waiting on waiting.submission = named.id`,
    [ids, ONE_SUBMISSION_S * 1_000_000],
  )) as { done: boolean | null }[];
  return row?.done === true;
}

/** Records of reports by id; those that are not projected yet are left out. */
export async function reportsByIds({ runner }: Snapshot, ids: readonly string[]): Promise<Map<string, Buffer>> {
  const rows = (await runner.query('select report_id, value from report where report_id = any($1::uuid[])', [
    [...new Set(ids)],
  ])) as { report_id: string; value: Buffer }[];
  return new Map(rows.map(({ report_id: id, value }) => [id, value]));
}
