import { CANDIDATE_FROM, mentionsName, readSubmission, soundKeys, type Envelope } from '#domain';
import { FOUND_FROM, FOUND_TO, rangesOf, snippetsOf, type Range, type Snippet } from '../search/snippets.js';
import { foldText, SEARCHED_MAX, wholeUnits } from '../search/text.js';
import type { Clocks } from './list.js';
import type { Snapshot } from './reader.js';
import { peopleSounding, type PersonFound } from './sounding.js';

export const SEARCH_KINDS = ['person', 'target', 'report'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];
export const FACETS = ['kind', 'country', 'type', 'source', 'year'] as const;
export type Facet = (typeof FACETS)[number];

export interface SearchQuestion extends Clocks {
  readonly q: string;
  readonly filters: { readonly [Name in Facet]?: string | undefined };
  readonly limit: number;
  /** How many hits the pages before had. */
  readonly offset: number;
}

export interface Hit {
  readonly kind: SearchKind;
  readonly id: string;
  /** 0 to 1, of its kind: how alike the name is, or how well the text answers. */
  readonly score: number;
}
export interface SearchPage {
  readonly hits: readonly Hit[];
  /** The people among the hits, and others that were found. */
  readonly people: readonly PersonFound[];
  readonly total: number;
  /** False: there are more than were counted, namely older reports or further names of like sound. */
  readonly counted: boolean;
  readonly facets: Readonly<Record<Facet, readonly { value: string; count: number }[]>>;
  /** The query as reports are searched with it, to show what was found in them. */
  readonly words: string;
}

/** The most people or targets whose names are compared with the query, and the most reports that are ranked. */
const NAMES_MAX = 500;
export const REPORTS_MAX = 2000;
/** So many people's spellings are looked for in reports beside the query itself. */
const SPELLED_MAX = 5;
const SPELLINGS_MAX = 20;

/**
 * What answers a query: people by any spelling in any script, targets by name, and reports by their words or by a
 * spelling of a person who was found. People come first, then targets, then reports, each the best first.
 */
export async function search(snapshot: Snapshot, question: SearchQuestion): Promise<SearchPage> {
  const keys = soundKeys(question.q);
  const sounding = await peopleSounding(snapshot, { keys, limit: NAMES_MAX }, question);
  const listed = await targetsSounding(snapshot, keys, question);
  const [people, targets] = [likely(question.q, sounding), likely(question.q, listed)];
  const words = await wordsFor(snapshot, question.q, people);
  const given = [
    ...people.map(({ id, score }) => ({ kind: 'person', id, score })),
    ...targets.map(({ id, score }) => ({ kind: 'target', id, score })),
  ];
  const { kind, country, type, source, year } = question.filters;
  const [line] = (await snapshot.runner.query(PAGE, [
    String(question.knownAt),
    given.map((hit) => hit.kind),
    given.map((hit) => hit.id),
    given.map((hit) => hit.score),
    words,
    kind ?? null,
    country?.toUpperCase() ?? null,
    type ?? null,
    source ?? null,
    year ?? null,
    question.limit,
    question.offset,
  ])) as { hits: Hit[]; total: number; reports: number; facets: { facet: Facet; value: string; count: number }[] }[];
  const { hits, total, reports, facets } = line!;
  const of = (facet: Facet) =>
    facets.filter((one) => one.facet === facet).map(({ value, count }) => ({ value, count }));
  return {
    hits,
    people,
    total,
    counted: reports <= REPORTS_MAX && sounding.length < NAMES_MAX && listed.length < NAMES_MAX,
    facets: { kind: of('kind'), country: of('country'), type: of('type'), source: of('source'), year: of('year') },
    words,
  };
}

interface Named {
  readonly id: string;
  readonly names: readonly string[];
}

/** Targets of like sound on a day, found by an index as people are. */
async function targetsSounding(
  { runner }: Snapshot,
  keys: readonly string[],
  { asOf, knownAt }: Clocks,
): Promise<Named[]> {
  const rows = (await runner.query(
    `select id, target from sanction,
       lateral (select count(*) as common from unnest(string_to_array(keys, ' ')) as key where key = any($1)) as shared
     where string_to_array(keys, ' ') && $1::text[]
       and valid_from <= $2 and valid_to > $2 and known_from <= $3 and known_to > $3
     order by shared.common desc, id limit ${NAMES_MAX}`,
    [keys, asOf, String(knownAt)],
  )) as { id: string; target: string }[];
  return rows.map(({ id, target }) => ({ id, names: [target] }));
}

/** How many names are shown that could be meant. */
const ALIKE_MAX = 10;

/**
 * What is listed on a day under other names that could be meant by this one ("JSC Belaruskali"), the likest first: who
 * finds nothing under a name shall not take it for free.
 */
export async function targetsAlike(snapshot: Snapshot, name: string, at: Clocks): Promise<string[]> {
  const listed = likely(name, await targetsSounding(snapshot, soundKeys(name), at));
  const names = new Set(listed.flatMap((one) => one.names));
  return [...names].filter((one) => one.toLowerCase() !== name.toLowerCase()).slice(0, ALIKE_MAX);
}

/** Those whose names the query has, or that have all words of the query, the likest first. */
const likely = <One extends Named>(q: string, found: readonly One[]): (One & { score: number })[] =>
  found
    .map((one) => ({ ...one, score: Math.max(...one.names.map((name) => likeness(q, name))) }))
    .filter(({ score }) => score >= CANDIDATE_FROM)
    .sort((one, other) => other.score - one.score);

/** A query may be a part of a name ("Bialiatski") or have a name among other words ("Bialiatski freed"). */
const likeness = (q: string, name: string): number => Math.max(mentionsName(q, name), mentionsName(name, q));

/** The query in Postgres' terms, marks taken off; any text is one. Empty where it has only words that say nothing. */
async function wordsFor({ runner }: Snapshot, q: string, people: readonly Named[]): Promise<string> {
  const spellings = people.slice(0, SPELLED_MAX).flatMap(({ names }) => names);
  const phrases = spellings.slice(0, SPELLINGS_MAX).map(foldText);
  const [line] = (await runner.query(
    `select (websearch_to_tsquery('english', $1)
       ${phrases.map((_, at) => `|| phraseto_tsquery('english', $${at + 2})`).join(' ')})::text as words`,
    [foldText(q), ...phrases],
  )) as { words: string }[];
  return line!.words;
}

/** The countries that a subject names: person/by/..., sanction/us/by, exchange/by-us; a programme is none. */
const COUNTRIES = `array_remove(string_to_array(case split_part(event.subject, '/', 1)
  when 'sanction' then split_part(event.subject, '/', 3)
  when 'report' then '' when 'ledger' then '' else split_part(event.subject, '/', 2) end, '-'), '')`;

/** Every hit once a value, in two steps: to count distinct ids at once, the server would sort all that is said of them. */
const countedBy = (facet: Exclude<Facet, 'kind'>): string =>
  `select '${facet}', ${facet}, count(*)::int from (select distinct ${facet}, id from left_fact) as one
   where ${facet} is not null group by ${facet}`;

/** One statement: the hits, what is known of each by its events, what the filters leave, a page of it, its facets. */
const PAGE = `
with found as materialized (
  select report_id as id, source_id, extract(year from day)::int as year, ts_rank(words, $5::tsquery, 32) as score from (
    select * from report where words @@ $5::tsquery and known <= $1 order by known desc limit ${REPORTS_MAX + 1}
  ) as newest
), hit as materialized (
  select kind, id, score, null as source, null::int as year
  from unnest($2::text[], $3::uuid[], $4::float8[]) as given (kind, id, score)
  union all select 'report', id, score, source_id, year from found
), said as (
  select hit.kind, hit.id, event.type, event.subject, report.source_id as source, extract(year from report.day)::int as year
  from hit join basis on basis.id = hit.id and basis.known_from <= $1 and basis.known_to > $1
    join event using (event_id) left join report on report.report_id = event.submission
  where hit.kind <> 'report'
  union all
  select hit.kind, hit.id, event.type, event.subject, hit.source, hit.year
  from hit left join event on event.submission = hit.id and event.unit is not null and event.of_event is null
    and event.known <= $1
  where hit.kind = 'report'
), fact as materialized (
  select event.kind, event.id, event.type, event.source, event.year::text, upper(country) as country
  from said as event left join lateral unnest(${COUNTRIES}) as country on length(country) = 2
), kept as materialized (
  select * from hit where ($6::text is null or kind = $6)
    and ($7::text is null or id in (select id from fact where country = $7))
    and ($8::text is null or id in (select id from fact where type = $8))
    and ($9::text is null or id in (select id from fact where source = $9))
    and ($10::text is null or id in (select id from fact where year = $10))
), left_fact as materialized (select fact.* from fact join kept using (id)
), page as (
  select kind, id, round(score::numeric, 4)::float8 as score, case kind when 'person' then 1 when 'target' then 2 else 3 end as rank
  from kept order by rank, kept.score desc, id limit $11 offset $12
), counted as (
  select 'kind' as facet, kind as value, count(*)::int as count from kept group by kind
  union all ${(['country', 'type', 'source', 'year'] as const).map(countedBy).join(' union all ')}
)
select
  coalesce((select json_agg(json_build_object('kind', kind, 'id', id, 'score', score) order by rank, score desc, id)
    from page), '[]') as hits,
  (select count(*)::int from kept) as total,
  (select count(*)::int from found) as reports,
  coalesce((select json_agg(counted order by count desc, value) from counted), '[]') as facets`;

/** A report that was found, and where in it. */
export interface FoundReport {
  readonly report: Envelope<'ReportReceived'>;
  readonly inTitle: readonly Range[];
  readonly snippets: readonly Snippet[];
}

/** Reads reports that were found, and finds again what in them answers the query. */
export async function foundReports(
  { runner }: Snapshot,
  ids: readonly string[],
  words: string,
): Promise<Map<string, FoundReport>> {
  const rows = (await runner.query('select report_id, value from report where report_id = any($1::uuid[])', [ids])) as {
    report_id: string;
    value: Buffer;
  }[];
  const reports = rows.map(({ value }) => readSubmission(value) as Envelope<'ReportReceived'>);
  const texts = reports.flatMap(({ data: { title = '', body = '' } }) => [title, wholeUnits(body, SEARCHED_MAX)]);
  const marked = (await runner.query(
    `select ts_headline('english', text, $2::tsquery, $3) as text from unnest($1::text[]) with ordinality as t (text, at)
     order by at`,
    [texts.map(foldText), words, `HighlightAll=true, StartSel=${FOUND_FROM}, StopSel=${FOUND_TO}`],
  )) as { text: string }[];
  return new Map(
    rows.map(({ report_id: id }, at) => {
      const report = reports[at]!;
      const inBody = rangesOf(marked[2 * at + 1]!.text);
      const snippets = snippetsOf(report.data.body ?? '', inBody);
      return [id, { report, inTitle: rangesOf(marked[2 * at]!.text), snippets }];
    }),
  );
}
