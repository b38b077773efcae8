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

export interface ImpactPage {
  /** One more than `limit` shows that there is another page. */
  readonly rows: readonly Resting[];
  /** All rows that rest on it. */
  readonly total: number;
}

const EVENTS_NAMED = 20;

const MINE = {
  event: 'select event_id from event where event_id = $1::uuid and known <= $2',
  report: 'select event_id from event where submission = $1::uuid and known <= $2',
  source: `select event_id from report join event on event.submission = report.report_id
    where report.source_id = $1 and event.known <= $2`,
};
const KNOWN = {
  event: 'select from event where event_id = $1::uuid and known <= $2',
  report: 'select from report where report_id = $1::uuid and known <= $2',
  source: 'select from report where source_id = $1 and known <= $2 limit 1',
};

/**
 * What rests at an instant on an event, a report or a source, in order of ids.
 * @returns undefined where it was not known at the instant
 */
export async function impactOf(
  { runner }: Snapshot,
  of: ImpactOf,
  { knownAt, limit, after }: { knownAt: Instant; limit: number; after: string | undefined },
): Promise<ImpactPage | undefined> {
  const [[kind, id]] = Object.entries(of) as [[keyof typeof MINE, string]];
  const at = String(knownAt);
  if (((await runner.query(KNOWN[kind], [id, at])) as unknown[]).length === 0) return undefined;
  const rows = (await runner.query(
    `with mine as (${MINE[kind]}), resting as (
       select basis.id, array_agg(event.event_id order by event.known, event.event_id) as events
       from mine join event using (event_id) join basis using (event_id)
       where basis.known_from <= $2 and basis.known_to > $2 group by basis.id
     ), page as (
       select id, events, (select count(*)::int from resting) as total from resting
       where $3::uuid is null or id > $3 order by id limit $4
     )
     select page.id, page.total, cardinality(page.events) as count, page.events[1:${EVENTS_NAMED}]::text[] as events,
       first.unit, first.value,
       not exists (
         select from basis where basis.id = page.id and known_from <= $2 and known_to > $2
           and event_id <> all (page.events)
       ) as alone
     from page join event as first on first.event_id = page.events[1] order by page.id`,
    [id, at, after ?? null, limit + 1],
  )) as { id: string; total: number; count: number; events: string[]; unit: string; value: Buffer; alone: boolean }[];
  return {
    rows: rows.map(({ id: row, count, events, unit, value, alone }) => ({
      model: unit.slice(0, unit.indexOf(':')) as ModelName,
      id: row,
      claim: rereadEvent(value),
      count,
      events,
      alone,
    })),
    total: rows[0]?.total ?? 0,
  };
}

/** Whom or what a claim is about, in its own words. */
export function aboutOf({ subject, data }: LedgerEvent): string {
  const { person, target, owner, population } = data as Record<string, { name?: string } | string | undefined>;
  const named = person ?? target ?? owner ?? population;
  return (typeof named === 'string' ? named : named?.name) ?? subject;
}
