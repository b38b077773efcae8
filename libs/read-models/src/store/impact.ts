import { rereadEvent, type Instant, type LedgerEvent } from '#domain';
import type { ModelName } from '../models.js';
import type { Snapshot } from './reader.js';

/** Of what is asked what rests on it. */
export type ImpactOf = { readonly event: string } | { readonly report: string } | { readonly source: string };

/** A row that rests on it. */
export interface Resting {
  readonly model: ModelName;
  readonly id: string;
  /** One of its events that come of it, whose words say what the row is about. */
  readonly claim: LedgerEvent;
  /** How many of its events come of it, and the first of them. */
  readonly count: number;
  readonly events: readonly string[];
  /** It rests on nothing else: without it there would be no such row. */
  readonly alone: boolean;
}

const EVENTS_NAMED = 20;

/** What of it the condition is about: `event`, and `report`, which an event of no report lacks. */
const MINE = {
  event: 'event.event_id = $1::uuid',
  report: 'event.submission = $1::uuid',
  source: 'report.source_id = $1',
};
const KNOWN = {
  event: 'select from event where event_id = $1::uuid and known <= $2',
  report: 'select from report where report_id = $1::uuid and known <= $2',
  source: 'select from report where source_id = $1 and known <= $2 limit 1',
};
export const REPORT = 'left join report on report.report_id = event.submission';
const SO = 'basis.known_from <= $2 and basis.known_to > $2';

/** Parts of what is asked, as SQL and its two first parameters. */
export function asked(
  of: ImpactOf,
  knownAt: Instant,
): { mine: string; kind: keyof typeof MINE; values: [string, string] } {
  const [[kind, id]] = Object.entries(of) as [[keyof typeof MINE, string]];
  return { mine: MINE[kind], kind, values: [id, String(knownAt)] };
}

/** Was it known at the instant? */
export async function isKnown({ runner }: Snapshot, of: ImpactOf, knownAt: Instant): Promise<boolean> {
  const { kind, values } = asked(of, knownAt);
  return ((await runner.query(KNOWN[kind], values)) as unknown[]).length > 0;
}

/** How many rows rest on it: of a source every claim is looked at, so this is asked once and not for each page. */
export async function countOfImpact({ runner }: Snapshot, of: ImpactOf, knownAt: Instant): Promise<number> {
  const { mine, values } = asked(of, knownAt);
  const [row] = (await runner.query(
    `select count(distinct basis.id)::int as total from basis join event using (event_id) ${REPORT} where ${mine} and ${SO}`,
    values,
  )) as { total: number }[];
  return row!.total;
}

/**
 * What rests on it at an instant by the claims of the row, in order of ids: one more than `limit` shows that there is
 * another page. A page is read off the index of `basis` from where the one before ended, whatever the source has told.
 */
export async function impactOf(
  { runner }: Snapshot,
  of: ImpactOf,
  { knownAt, limit, after }: { knownAt: Instant; limit: number; after: string | undefined },
): Promise<Resting[]> {
  const { mine, values } = asked(of, knownAt);
  const rows = (await runner.query(
    `with page as (
       select basis.id from basis join event using (event_id) ${REPORT}
       where ${mine} and ${SO} and basis.id > coalesce($3, '00000000-0000-0000-0000-000000000000')::uuid
       group by basis.id order by basis.id limit $4
     ), resting as (
       select page.id, count(*) filter (where mine)::int as count, bool_and(mine) as alone,
         (array_agg(event.event_id order by event.known, event.event_id) filter (where mine))[1:${EVENTS_NAMED}] as events
       from page join basis on basis.id = page.id and ${SO} join event using (event_id) ${REPORT}
       cross join lateral (select coalesce(${mine}, false) as mine) as one group by page.id
     )
     select resting.id, resting.count, resting.alone, resting.events::text[] as events, first.unit, first.value
     from resting join event as first on first.event_id = resting.events[1] order by resting.id`,
    [...values, after ?? null, limit + 1],
  )) as { id: string; count: number; events: string[]; unit: string; value: Buffer; alone: boolean }[];
  return rows.map(({ unit, value, ...rest }) => ({ ...rest, model: modelOf(unit), claim: rereadEvent(value) }));
}

export const modelOf = (unit: string): ModelName => unit.slice(0, unit.indexOf(':')) as ModelName;

/** Whom or what a claim is about, in its own words. */
export function aboutOf({ subject, data }: LedgerEvent): string {
  const { person, target, owner, population } = data as Record<string, { name?: string } | string | undefined>;
  const named = person ?? target ?? owner ?? population;
  return (typeof named === 'string' ? named : named?.name) ?? subject;
}
