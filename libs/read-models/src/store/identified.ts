import type { Series } from '../count/compare.js';
import type { Clocks } from './list.js';
import type { Snapshot } from './reader.js';

/** The statuses that make somebody one of those whom a metric counts; the other metrics can't be told from a status. */
const COUNTED: Readonly<Record<string, readonly string[]>> = {
  released: ['released', 'expelled'],
  held: ['in_custody'],
  died: ['died'],
};

/**
 * How many people are identified by name as what a metric counts, in a window of days: a lower bound beside the figures
 * that are claimed, never mixed with them. Names of one block may be one person, so blocks are counted.
 * @returns null for a metric that no status tells
 */
export async function identifiedIn(
  { runner }: Snapshot,
  { country, metric, window }: { country: string; metric: string; window: Series['window'] },
  { asOf, knownAt }: Clocks,
): Promise<number | null> {
  const statuses = COUNTED[metric];
  if (!statuses) return null;
  const until = window.to && window.to.latest < asOf ? window.to.latest : asOf;
  // Those held are counted on one day, the others over all days of the window.
  const days =
    metric === 'held'
      ? 'valid_from <= $4 and valid_to > $4 and certain and $5::date is not null'
      : 'since_latest <= $4 and since_earliest >= $5::date';
  const [row] = (await runner.query(
    `select count(distinct subject)::int as people from prisoner
     where country = $1 and status = any($2::text[]) and known_from <= $3 and known_to > $3 and ${days}`,
    [country, statuses, String(knownAt), until, window.from?.earliest ?? '0001-01-01'],
  )) as { people: number }[];
  return row?.people ?? 0;
}
