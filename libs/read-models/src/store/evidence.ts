import type { Instant } from '#domain';
import { FIGURES_MAX, NEAR_DAYS, type Clocks } from './list.js';
import type { Snapshot } from './reader.js';

/** Who sent these reports, and where they were published, by report id. */
export async function sourcesOf(
  { runner }: Snapshot,
  reports: readonly string[],
): Promise<Map<string, { id: string; uri: string | null }>> {
  if (reports.length === 0) return new Map();
  const rows = (await runner.query(
    'select report_id, source_id as id, uri from report where report_id = any($1::uuid[])',
    [[...new Set(reports)]],
  )) as { report_id: string; id: string; uri: string | null }[];
  return new Map(rows.map(({ report_id, ...source }) => [report_id, source]));
}

/** Of each group, in one question, those of its subject that are dated near it, itself among them. */
export async function groupsNearEach(
  { runner }: Snapshot,
  asked: readonly { subject: string; day: string }[],
  knownAt: Instant,
): Promise<{ id: string; kind: string }[][]> {
  const rows = (await runner.query(
    `select at::int, near.id, near.kind
     from unnest($1::text[], $2::date[]) with ordinality as asked (subject, day, at)
     cross join lateral (
       select id, kind, valid_from from release
       where subject = asked.subject and valid_from between asked.day - $3::int and asked.day + $3::int
         and known_from <= $4 and known_to > $4 order by valid_from, id limit 100
     ) as near order by at, near.valid_from, near.id`,
    [asked.map(({ subject }) => subject), asked.map(({ day }) => day), NEAR_DAYS, String(knownAt)],
  )) as { at: number; id: string; kind: string }[];
  const near = asked.map((): { id: string; kind: string }[] => []);
  for (const { at, id, kind } of rows) near[at - 1]!.push({ id, kind });
  return near;
}

/** The newest figures of each of these countries and metrics, in one question. */
export async function figuresOfEach(
  { runner }: Snapshot,
  asked: readonly { country: string; metric: string }[],
  { asOf, knownAt }: Clocks,
): Promise<{ id: string; country: string; metric: string }[]> {
  return (await runner.query(
    `select claimed.id, asked.country, asked.metric from unnest($1::text[], $2::text[]) as asked (country, metric)
     cross join lateral (
       select id from count where count.country = asked.country and count.metric = asked.metric
         and valid_from <= $3 and valid_to > $3 and known_from <= $4 and known_to > $4
       order by valid_from desc, id limit $5
     ) as claimed`,
    [asked.map(({ country }) => country), asked.map(({ metric }) => metric), asOf, String(knownAt), FIGURES_MAX],
  )) as { id: string; country: string; metric: string }[];
}
