import { personId, rereadEvent, type Instant, type LedgerEvent, type Person } from '#domain';
import type { ModelName } from '../models.js';
import { asked, modelOf, REPORT, type ImpactOf } from './impact.js';
import type { Snapshot } from './reader.js';

/**
 * Why an answer about a row would be another one without it, although none of the row's own claims is of it: a leg of an
 * exchange names it, or is performed or taken back by it; it tells of somebody whom a group names; it reviews a claim of
 * the row; it judges who the row's person is; it says who owns the target.
 */
export type Way = 'leg' | 'leg_state' | 'member' | 'review' | 'judgement' | 'ownership';

/** A row whose answer is composed of it, too. */
export interface Touched {
  readonly model: ModelName;
  readonly id: string;
  readonly ways: readonly Way[];
  /** A claim of the row, whose words say what it is about. */
  readonly claim: LedgerEvent;
}

/** What more comes of it than rows that rest on it. */
export interface Around {
  readonly touched: readonly Touched[];
  /** Ids of the sources whose accounts would be others. */
  readonly sources: readonly string[];
}

/** Of so many events, what is composed of them is looked for; of a source with more, its reports are to be asked for. */
const EVENTS_MAX = 1000;
const TOUCHED_MAX = 500;
/** Acts that perform a leg or take it back, whoever tells of them; as `composeLegs` follows them. */
const FOLLOWING = ['SanctionEased', 'SanctionLifted', 'SanctionReimposed', 'ReleaseReversed'];
const SO = 'basis.known_from <= $2 and basis.known_to > $2';

/** @returns undefined where it has more events than are looked at */
export async function aroundImpact(snapshot: Snapshot, of: ImpactOf, knownAt: Instant): Promise<Around | undefined> {
  const { mine, values } = asked(of, knownAt);
  const rows = (await snapshot.runner.query(
    `select event.event_id as id, event.value, report.source_id as source from event ${REPORT}
     where ${mine} and event.known <= $2 limit ${EVENTS_MAX + 1}`,
    values,
  )) as { id: string; value: Buffer; source: string | null }[];
  if (rows.length > EVENTS_MAX) return undefined;
  const events = rows.map(({ value }) => rereadEvent(value));
  const at = { ids: rows.map(({ id }) => id), knownAt };
  const spellings = await spellingsOf(snapshot, events, at);
  const found = [
    ...(await exchangesAround(snapshot, events, { ...at, spellings })),
    ...(await groupsOf(snapshot, { ...at, spellings })),
    ...(await reviewed(snapshot, at)),
    ...(await judged(snapshot, at)),
    ...(await owned(snapshot, events, at)),
  ];
  const sources = [...new Set(rows.flatMap(({ source }) => source ?? []))].sort();
  return { touched: await described(snapshot, found, at), sources };
}

interface At {
  readonly ids: readonly string[];
  readonly knownAt: Instant;
}
interface Found {
  readonly id: string;
  readonly way: Way;
}

/** Ids of spellings of the people whom the events are about, and of those by which they go besides. */
async function spellingsOf(
  { runner }: Snapshot,
  events: readonly LedgerEvent[],
  { ids, knownAt }: At,
): Promise<string[]> {
  const own = events.flatMap(({ data }) => {
    const { person } = data as { person?: Person };
    return person ? [personId(person.country, person.name)] : [];
  });
  if (own.length === 0) return [];
  const rows = (await runner.query(
    `select distinct key from basis join prisoner on prisoner.id = basis.id
       and prisoner.known_from <= $2 and prisoner.known_to > $2
     cross join lateral unnest(string_to_array(prisoner.keys, ' ')) as one (key)
     where basis.event_id = any($1::uuid[]) and ${SO} and key ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'`,
    [ids, String(knownAt)],
  )) as { key: string }[];
  return [...new Set([...own, ...rows.map(({ key }) => key)])];
}

async function exchangesAround(
  { runner }: Snapshot,
  events: readonly LedgerEvent[],
  { ids, knownAt, spellings }: At & { readonly spellings: readonly string[] },
): Promise<Found[]> {
  const subjects = events.filter(({ type }) => FOLLOWING.includes(type)).map(({ subject }) => subject);
  const reversed = events.some(({ type }) => type === 'ReleaseReversed') ? spellings : [];
  return (await runner.query(
    `select basis.id, case when bool_or(leg.id = any($1::uuid[])) then 'leg' else 'leg_state' end as way
     from (
       select event_id, (jsonb_path_query(value, '$.data.legs[*].gives.eventIds[*]') #>> '{}')::uuid as id from (
         select event_id, convert_from(value, 'UTF8')::jsonb as value from event
         where type = 'ExchangeReported' and known <= $2 and position('"eventIds"'::bytea in value) > 0
       ) as exchange
     ) as leg
     join basis on basis.event_id = leg.event_id and ${SO} join event as named on named.event_id = leg.id
     where leg.id = any($1::uuid[]) or named.subject = any($3::text[]) or exists (
       select from mention where mention.event_id = leg.id and mention.spelling = any($4::uuid[])
     )
     group by basis.id`,
    [ids, String(knownAt), subjects, reversed],
  )) as Found[];
}

async function groupsOf(
  { runner }: Snapshot,
  { knownAt, spellings }: At & { readonly spellings: readonly string[] },
): Promise<Found[]> {
  if (spellings.length === 0) return [];
  return (await runner.query(
    `select distinct basis.id, 'member' as way from mention join basis using (event_id)
     join release on release.id = basis.id and release.known_from <= $2 and release.known_to > $2
     where mention.spelling = any($1::uuid[]) and mention.known <= $2 and ${SO}`,
    [spellings, String(knownAt)],
  )) as Found[];
}

/** Rows that rested on what is reviewed, also if they do not since: a review of a review is followed to the claim. */
async function reviewed({ runner }: Snapshot, { ids, knownAt }: At): Promise<Found[]> {
  return (await runner.query(
    `with recursive about as (
       select of_event as id from event where event_id = any($1::uuid[]) and of_event is not null
       union select event.of_event from event join about on event.event_id = about.id where event.of_event is not null
     )
     select distinct basis.id, 'review' as way from about join basis on basis.event_id = about.id
     where basis.known_from <= $2`,
    [ids, String(knownAt)],
  )) as Found[];
}

async function judged({ runner }: Snapshot, { ids, knownAt }: At): Promise<Found[]> {
  return (await runner.query(
    `select distinct prisoner.id, 'judgement' as way from event join mention using (event_id)
     join prisoner on string_to_array(prisoner.keys, ' ') && array[mention.spelling::text]
       and prisoner.known_from <= $2 and prisoner.known_to > $2
     where event.event_id = any($1::uuid[]) and event.type = 'IdentityJudged'`,
    [ids, String(knownAt)],
  )) as Found[];
}

async function owned({ runner }: Snapshot, events: readonly LedgerEvent[], { knownAt }: At): Promise<Found[]> {
  const names = events.flatMap((event) =>
    event.type === 'OwnershipStated'
      ? [event.data.owner, event.data.owned].map(({ name }) => ({ name, authority: event.subject.split('/')[1]! }))
      : [],
  );
  if (names.length === 0) return [];
  return (await runner.query(
    `select distinct sanction.id, 'ownership' as way from unnest($1::text[], $3::text[]) as stated (name, authority)
     join sanction on lower(sanction.target) = lower(stated.name) and split_part(sanction.subject, '/', 2) = stated.authority
     where sanction.known_from <= $2 and sanction.known_to > $2`,
    [names.map(({ name }) => name), String(knownAt), names.map(({ authority }) => authority)],
  )) as Found[];
}

/** Each row once, with all the ways that lead to it; rows that rest on it by claims of their own are told elsewhere. */
async function described({ runner }: Snapshot, found: readonly Found[], { ids, knownAt }: At): Promise<Touched[]> {
  const ways = new Map<string, Set<Way>>();
  for (const { id, way } of found) ways.set(id, (ways.get(id) ?? new Set()).add(way));
  const rows = (await runner.query(
    `select distinct on (basis.id) basis.id, event.unit, event.value
     from unnest($3::uuid[]) as one (id) join basis on basis.id = one.id join event using (event_id)
     where not exists (
       select from basis as own where own.id = one.id and own.event_id = any($1::uuid[])
         and own.known_from <= $2 and own.known_to > $2
     )
     order by basis.id, event.known, event.event_id limit ${TOUCHED_MAX}`,
    [ids, String(knownAt), [...ways.keys()]],
  )) as { id: string; unit: string; value: Buffer }[];
  return rows.map(({ id, unit, value }) => {
    return { model: modelOf(unit), id, ways: [...ways.get(id)!].sort(), claim: rereadEvent(value) };
  });
}
