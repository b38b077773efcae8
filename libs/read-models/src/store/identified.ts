import type { Series } from '../count/compare.js';
import { BEGINNING } from '../engine/model.js';
import type { Clocks } from './list.js';
import type { Snapshot } from './reader.js';

/** The statuses that make somebody one of those whom a metric counts; the other metrics can't be told from a status. */
const COUNTED: Readonly<Record<string, readonly string[]>> = {
  released: ['released', 'expelled'],
  held: ['in_custody'],
  died: ['died'],
};

interface Asked {
  readonly country: string;
  readonly metric: string;
  readonly window: Series['window'];
}

/**
 * How many people are identified by name as what a metric counts, for each of several windows of days: a lower bound
 * beside the figures that are claimed, never mixed with them. Names of one block may be one person, so blocks are counted.
 * The people are read once, however many windows there are.
 * @returns in the order of the windows; null for a metric that no status tells
 */
export async function identifiedIn(
  snapshot: Snapshot,
  country: string,
  asked: readonly Omit<Asked, 'country'>[],
  at: Clocks,
): Promise<(number | null)[]> {
  const counts = new Map<string, Map<string, number>>();
  for (const metric of new Set(asked.map((one) => one.metric))) {
    const untils = asked.filter((one) => one.metric === metric).map((one) => daysOf(one, at));
    const statuses = COUNTED[metric];
    if (statuses)
      counts.set(metric, await countedIn(snapshot, { country, statuses, isHeld: metric === 'held' }, untils, at));
  }
  return asked.map((one) => counts.get(one.metric)?.get(keyOf(daysOf(one, at))) ?? null);
}

/** The days, both included; of those held only the last counts. */
interface Window {
  readonly from: string;
  readonly until: string;
}
const keyOf = ({ from, until }: Window): string => `${from} ${until}`;

async function countedIn(
  { runner }: Snapshot,
  { country, statuses, isHeld }: { country: string; statuses: readonly string[]; isHeld: boolean },
  windows: readonly Window[],
  { knownAt }: Clocks,
): Promise<Map<string, number>> {
  const until = windows.reduce((last, one) => (one.until > last ? one.until : last), windows[0]!.until);
  const rows = (await runner.query(
    isHeld
      ? `select dense_rank() over (order by subject)::int as who, valid_from::text as earliest, valid_to::text as latest
         from prisoner where country = $1 and status = any($2::text[]) and known_from <= $3 and known_to > $3
           and certain and valid_from <= $4`
      : `select dense_rank() over (order by subject)::int as who, since_earliest::text as earliest,
           since_latest::text as latest
         from prisoner where country = $1 and status = any($2::text[]) and known_from <= $3 and known_to > $3
           and since_latest <= $4 and since_earliest is not null`,
    [country, statuses, String(knownAt), until],
  )) as Stay[];
  return countsOf(rows, windows, isHeld);
}

/** A status of somebody: the days between which it began, or those through which it held, the last excluded. */
export interface Stay {
  readonly who: number;
  readonly earliest: string;
  readonly latest: string;
}

/** How many there are in each window, everybody once. */
export function countsOf(stays: readonly Stay[], windows: readonly Window[], isHeld: boolean): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { from, until } of windows) {
    const key = keyOf({ from, until });
    if (counts.has(key)) continue;
    const found = new Set<number>();
    for (const { who, earliest, latest } of stays) {
      const counts = isHeld ? earliest <= until && latest > until : latest <= until && earliest >= from;
      if (counts) found.add(who);
    }
    counts.set(key, found.size);
  }
  return counts;
}

/** Of whom `identifiedIn` counts, one of each block: the first of them by name. */
export async function identifiedPeople(
  { runner }: Snapshot,
  asked: Asked,
  at: Clocks,
  most: number,
): Promise<string[]> {
  const which = conditionsOf(asked, at);
  if (!which) return [];
  const rows = (await runner.query(
    `select (array_agg(id::text order by name, id))[1] as id from prisoner where ${which.text}
     group by subject order by min(name), subject limit ${most}`,
    which.values,
  )) as { id: string }[];
  return rows.map(({ id }) => id);
}

function conditionsOf(
  { country, metric, window }: Asked,
  { asOf, knownAt }: Clocks,
): { text: string; values: unknown[] } | undefined {
  const statuses = COUNTED[metric];
  if (!statuses) return undefined;
  const { from, until } = daysOf({ window }, { asOf });
  // Those held are counted on one day, the others over all days of the window.
  const days =
    metric === 'held'
      ? 'valid_from <= $4 and valid_to > $4 and certain and $5::date is not null'
      : 'since_latest <= $4 and since_earliest >= $5::date';
  return {
    text: `country = $1 and status = any($2::text[]) and known_from <= $3 and known_to > $3 and ${days}`,
    values: [country, statuses, String(knownAt), until, from],
  };
}

/** A window that names no day has no end: it is cut off at the day of the question. */
const daysOf = ({ window }: Pick<Asked, 'window'>, { asOf }: Pick<Clocks, 'asOf'>): Window => ({
  from: window.from?.earliest ?? BEGINNING,
  until: window.to && window.to.latest < asOf ? window.to.latest : asOf,
});
