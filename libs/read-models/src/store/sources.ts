import type { QueryRunner } from 'typeorm';
import { rereadEvent, readSubmission, type Envelope, type LedgerEvent } from '#domain';
import type { ModelName } from '../models.js';
import type { Clocks } from './list.js';
import type { Snapshot } from './reader.js';

export interface SourceLine {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly reports: number;
}

interface Line {
  readonly source_id: string;
  readonly reports: number;
  readonly value: Buffer;
}
/** A source is called what its newest report calls it. */
const lineOf = ({ source_id: id, reports, value }: Line): SourceLine => {
  const { source } = (readSubmission(value) as Envelope<'ReportReceived'>).data;
  return { id, name: source.name, kind: source.kind, reports };
};

/** What a source had published by a day, as known at an instant. */
const TOLD = 'known <= $1 and day <= $2';

/**
 * Sources that had told something, in order of their ids, after one of them; one more than `limit` shows that there is
 * another page. The ids are walked through in the index, so that no report is read but the newest of each.
 */
export async function sources(
  { runner }: Snapshot,
  { after, limit }: { after: string; limit: number },
  { knownAt, asOf }: Clocks,
): Promise<SourceLine[]> {
  const lines = (await runner.query(
    `with recursive source as (
       select min(source_id) as id from report where source_id > $3
       union all
       select (select min(source_id) from report where source_id > source.id) from source where id is not null
     )
     select source.id as source_id, told.reports, newest.value from source
     cross join lateral (select count(*)::int as reports from report where source_id = source.id and ${TOLD}) as told
     cross join lateral (
       select value from report where source_id = source.id and ${TOLD} order by known desc limit 1
     ) as newest
     limit $4`,
    [String(knownAt), asOf, after, limit + 1],
  )) as Line[];
  return lines.map(lineOf);
}

/** How many sources there are in all of the pages. */
export async function countOfSources({ runner }: Snapshot, { knownAt, asOf }: Clocks): Promise<number> {
  const [row] = (await runner.query(`select count(distinct source_id)::int as sources from report where ${TOLD}`, [
    String(knownAt),
    asOf,
  ])) as { sources: number }[];
  return row!.sources;
}

/** A claim that no longer counts, and the act by which it was taken back. */
export interface TakenBack {
  readonly claim: LedgerEvent;
  readonly review: LedgerEvent;
}
/** A row of which nobody but one source tells, and one of its claims. */
export interface RestsAlone {
  readonly model: ModelName;
  readonly id: string;
  readonly claim: LedgerEvent;
}
export interface SourceAccount {
  readonly line: SourceLine;
  readonly claims: Readonly<Record<string, number>>;
  readonly takenBack: readonly TakenBack[];
  readonly restsAlone: readonly RestsAlone[];
  /** Whether there is more than the newest that are named. */
  readonly more: { readonly corrected: boolean; readonly restsAlone: boolean };
}

/** The most that each list of an account names: the newest. */
const NAMED_MAX = 200;

/** What a source has claimed. @param join what else is looked at of each claim */
const claimsOf = (join = ''): string => `report join event on event.submission = report.report_id ${join}
  where report.source_id = $3 and report.day <= $2 and event.known <= $1 and event.unit is not null
    and event.of_event is null`;
const RESTS_AT = 'basis.known_from <= $1 and basis.known_to > $1';

/** What a source has told, what of it was taken back, and what rests on nobody else; undefined where it has told nothing. */
export async function sourceAccount(
  { runner }: Snapshot,
  id: string,
  { knownAt, asOf }: Clocks,
): Promise<SourceAccount | undefined> {
  const at = [String(knownAt), asOf, id] as const;
  const [line] = (await runner.query(
    `select source_id, value,
       (select count(*)::int from report where source_id = $3 and ${TOLD}) as reports
     from report where source_id = $3 and ${TOLD} order by known desc limit 1`,
    [...at],
  )) as Line[];
  if (!line) return undefined;
  const types = (await runner.query(
    `select type, count(*)::int as claims from ${claimsOf()} group by type order by type`,
    [...at],
  )) as { type: string; claims: number }[];
  const back = await takenBack(runner, at);
  const alone = await restsAlone(runner, at);
  return {
    line: lineOf(line),
    claims: Object.fromEntries(types.map(({ type, claims }) => [type, claims])),
    takenBack: back.slice(0, NAMED_MAX),
    restsAlone: alone.slice(0, NAMED_MAX),
    more: { corrected: back.length > NAMED_MAX, restsAlone: alone.length > NAMED_MAX },
  };
}

/** An instant, a day and a source, as the statements here take them. */
type Asked = readonly [knownAt: string, asOf: string, source: string];

/** What a review has taken back rests in no row any more; a review that is void has taken nothing back. */
async function takenBack(runner: QueryRunner, at: Asked): Promise<TakenBack[]> {
  const rows = (await runner.query(
    `select claim.value as claim, review.value as review from (
       select event.event_id as claimed, review.event_id as reviewed, review.known
       from ${claimsOf('join event as review on review.of_event = event.event_id')}
         and review.known <= $1 and review.type in ('ClaimCorrected', 'ClaimRejected', 'ClaimRetracted')
         and not exists (select from basis where basis.event_id = event.event_id and ${RESTS_AT})
       order by review.known desc limit ${NAMED_MAX + 1}
     ) as back join event as claim on claim.event_id = claimed join event as review on review.event_id = reviewed
     order by back.known desc`,
    [...at],
  )) as { claim: Buffer; review: Buffer }[];
  return rows.map(({ claim, review }) => ({ claim: rereadEvent(claim), review: rereadEvent(review) }));
}

/** Of so many reports at once it is looked up what rests on them. */
const REPORTS_AT_ONCE = 500;

/** The newest reports first, and no further than it takes: most sources have told far more than an answer names. */
async function restsAlone(runner: QueryRunner, at: Asked): Promise<RestsAlone[]> {
  const found = new Map<string, { unit: string; event: string }>();
  for (let before: [known: string, id: string] | null = null; ;) {
    const reports = (await runner.query(
      `select report_id as id, known from report where source_id = $3 and ${TOLD}
         and ($4::bigint is null or (known, report_id) < ($4, $5::uuid))
       order by known desc, report_id desc limit ${REPORTS_AT_ONCE}`,
      [...at, ...(before ?? [null, null])],
    )) as { id: string; known: string }[];
    for (const { id, ...claim } of await aloneAmong(
      runner,
      at,
      reports.map((report) => report.id),
    ))
      if (!found.has(id)) found.set(id, claim);
    const last = reports.at(-1);
    if (found.size > NAMED_MAX || reports.length < REPORTS_AT_ONCE || !last) break;
    before = [last.known, last.id];
  }
  const named = [...found].slice(0, NAMED_MAX + 1);
  const events = (await runner.query('select event_id, value from event where event_id = any($1::uuid[])', [
    named.map(([, { event }]) => event),
  ])) as { event_id: string; value: Buffer }[];
  const valueOf = new Map(events.map(({ event_id, value }) => [event_id, value]));
  return named.map(([id, { unit, event }]) => ({
    model: unit.slice(0, unit.indexOf(':')) as ModelName,
    id,
    claim: rereadEvent(valueOf.get(event)!),
  }));
}

/** Rows that rest on these reports of a source and on nothing of any other, each with its newest claim, the newest first. */
const aloneAmong = (
  runner: QueryRunner,
  at: Asked,
  reports: readonly string[],
): Promise<{ id: string; unit: string; event: string }[]> =>
  runner.query(
    `select id, unit, event from (
       select distinct on (basis.id) basis.id, event.unit, event.event_id as event, event.known
       from ${claimsOf('join basis using (event_id)')} and ${RESTS_AT}
         and report.report_id = any($4::uuid[])
       order by basis.id, event.known desc
     ) as mine
     where not exists (
       select from basis join event using (event_id) left join report on report.report_id = event.submission
       where basis.id = mine.id and ${RESTS_AT} and report.source_id is distinct from $3
         and (report.day is null or report.day <= $2)
     )
     order by known desc, id`,
    [...at, reports],
  );

/** The newest reports of each of these sources, by source. */
export async function newestReports(
  { runner }: Snapshot,
  ids: readonly string[],
  { knownAt, asOf }: Clocks,
  most: number,
): Promise<Map<string, string[]>> {
  const rows = (await runner.query(
    `select asked.id, newest.report_id from unnest($3::text[]) as asked (id) cross join lateral (
       select report_id, known from report where source_id = asked.id and ${TOLD} order by known desc limit $4
     ) as newest order by newest.known desc`,
    [String(knownAt), asOf, ids, most],
  )) as { id: string; report_id: string }[];
  const reports = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { id, report_id } of rows) reports.get(id)!.push(report_id);
  return reports;
}

/** The newest claims of a source, by type. */
export async function newestClaims(
  { runner }: Snapshot,
  id: string,
  { knownAt, asOf }: Clocks,
  most: number,
): Promise<Map<string, string[]>> {
  const rows = (await runner.query(
    `select type, (array_agg(event.event_id::text order by event.known desc))[1:$4::int] as ids
     from ${claimsOf()} group by type`,
    [String(knownAt), asOf, id, most],
  )) as { type: string; ids: string[] }[];
  return new Map(rows.map(({ type, ids }) => [type, ids]));
}
