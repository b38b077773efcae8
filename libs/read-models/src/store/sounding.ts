import { parseInstant, printInstant, rereadEvent, type Envelope, type Instant, type LedgerEvent } from '#domain';
import { isReview, Reviews, type ReviewEvent } from '../engine/standing.js';
import type { Clocks } from './list.js';
import type { Snapshot } from './reader.js';

/** A person as the list of prisoners has him on a day, with every spelling. */
export interface PersonFound {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly subject: string;
  readonly status: string;
  readonly certain: boolean;
  readonly names: readonly string[];
  /** The ids of the spellings and of second identifiers, and how the names sound. */
  readonly keys: readonly string[];
}

export interface Sounding {
  /** Ids of spellings, or sounds as `soundKeys` gives them. */
  readonly keys: readonly string[];
  readonly country?: string | undefined;
  readonly limit: number;
}

/**
 * People of any block who have one of these keys, those who share most of them first. They are found by an index, so
 * that what it costs depends on how many sound so and not on how many there are.
 */
export async function peopleSounding(
  { runner }: Snapshot,
  { keys, country, limit }: Sounding,
  { asOf, knownAt }: Clocks,
): Promise<PersonFound[]> {
  if (keys.length === 0) return [];
  const rows = (await runner.query(
    `select * from (
       select distinct on (id) id, name, country, subject, status, certain, names, string_to_array(keys, ' ') as keys
       from prisoner where string_to_array(keys, ' ') && $1::text[] and known_from <= $3 and known_to > $3
         and ($4::text is null or country = $4)
       order by id, (valid_from <= $2 and valid_to > $2) desc, valid_from desc
     ) as person
     order by (select count(*) from unnest($1::text[]) as asked (key) where key = any(keys)) desc, id limit $5`,
    [keys, asOf, String(knownAt), country ?? null, limit],
  )) as (Omit<PersonFound, 'names'> & { names: string })[];
  return rows.map((row) => ({ ...row, names: row.names.split('\n') }));
}

/** A spelling that a list of a group's members has. */
export interface NamedInGroup {
  readonly spelling: string;
  readonly name: string;
  readonly country: string;
  readonly events: readonly string[];
}

/** Names in lists of groups that have one of these sounds, with the events; as many spellings as the limit. */
export async function namedInGroups(
  { runner }: Snapshot,
  { keys, country, limit }: Sounding,
  knownAt: Instant,
): Promise<NamedInGroup[]> {
  if (keys.length === 0) return [];
  return (await runner.query(
    `select spelling, min(mention.name) as name, min(country) as country,
       (array_agg(event_id::text order by mention.known))[1:1000] as events
     from mention join event using (event_id)
     where keys && $1::text[] and mention.known <= $2 and event.type <> 'IdentityJudged'
       and ($3::text is null or country = $3)
     group by spelling
     order by max((select count(*) from unnest($1::text[]) as asked (key) where key = any(keys))) desc, spelling limit $4`,
    [keys, String(knownAt), country ?? null, limit],
  )) as NamedInGroup[];
}

/** The events of groups that name one of these spellings. */
export async function groupsNaming(
  { runner }: Snapshot,
  spellings: readonly string[],
  knownAt: Instant,
): Promise<string[]> {
  const rows = (await runner.query(
    `select distinct event_id as id from mention join event using (event_id)
     where spelling = any($1::uuid[]) and mention.known <= $2 and type <> 'IdentityJudged' limit 1000`,
    [spellings, String(knownAt)],
  )) as { id: string }[];
  return rows.map(({ id }) => id);
}

/** A judgement that two mentions are one person, are two, or that nobody knows; with the acts that took it back. */
export interface Judged {
  /** Its copies: one under the block of each side. */
  readonly events: readonly Envelope<'IdentityJudged'>[];
  readonly known: Instant;
  /** The review by which it no longer counts. */
  readonly undone: ReviewEvent | null;
}

/** Judgements that have one of these spellings on a side, as known at an instant, in the log's order. */
export async function judgementsOn(
  { runner }: Snapshot,
  spellings: readonly string[],
  knownAt: Instant,
): Promise<Judged[]> {
  const rows = (await runner.query(
    `with recursive judged as (
       select distinct event.event_id, event.known, event.value from mention join event using (event_id)
       where spelling = any($1::uuid[]) and event.type = 'IdentityJudged' and event.known <= $2
     ), review as (
       select event.event_id, event.known, event.value from event
       join judged on event.of_event = judged.event_id where event.known <= $2
       union
       select event.event_id, event.known, event.value from event
       join review on event.of_event = review.event_id where event.known <= $2
     )
     select known, value from judged union all select known, value from review order by known`,
    [spellings, String(knownAt)],
  )) as { known: string; value: Buffer }[];
  const reviews = new Reviews();
  const about: ReviewEvent[] = [];
  const judged = new Map<string, { events: Envelope<'IdentityJudged'>[]; known: Instant }>();
  for (const { known, value } of rows) {
    const event = rereadEvent(value);
    if (isReview(event)) {
      reviews.add(event);
      about.push(event);
    } else if (isJudgement(event)) {
      const one = judged.get(event.correlationid) ?? { events: [], known: BigInt(known) };
      one.events.push(event);
      judged.set(event.correlationid, one);
    }
  }
  const undoing = about.filter(({ id, type }) => type !== 'ClaimConfirmed' && reviews.of(id) !== 'out');
  return [...judged.values()].map((one) => {
    const out = one.events.find(({ id }) => reviews.of(id) === 'out');
    return { ...one, undone: (out && undoing.filter(({ data }) => data.of === out.id).at(-1)) ?? null };
  });
}

const isJudgement = (event: LedgerEvent): event is Envelope<'IdentityJudged'> & LedgerEvent =>
  event.type === 'IdentityJudged';

/** A report without its body. */
export interface ReportHead {
  readonly id: string;
  readonly source: string;
  readonly uri: string | null;
  readonly title: string | null;
  /** A day, UTC: that of its publication, else that on which we had it. */
  readonly published: string;
  readonly lang: string | null;
}

export async function reportHeads({ runner }: Snapshot, ids: readonly string[]): Promise<Map<string, ReportHead>> {
  const rows = (await runner.query(
    `select report_id as id, source_id as source, uri, known, told ->> 'title' as title, told ->> 'lang' as lang,
       told ->> 'publishedAt' as published
     from report cross join lateral (select convert_from(value, 'UTF8')::json -> 'data' as told) as record
     where report_id = any($1::uuid[])`,
    [[...new Set(ids)]],
  )) as (Omit<ReportHead, 'published'> & { known: string; published: string | null })[];
  return new Map(
    rows.map(({ known, published, ...row }) => [
      row.id,
      { ...row, published: dayOf(published) ?? dayAt(BigInt(known)) },
    ]),
  );
}

const dayAt = (instant: Instant): string => printInstant(instant).slice(0, 10);

/** The day, UTC, of a date or an instant. */
function dayOf(published: string | null): string | undefined {
  if (published === null || published.length === 10) return published ?? undefined;
  const instant = parseInstant(published);
  return instant === undefined ? undefined : dayAt(instant);
}
