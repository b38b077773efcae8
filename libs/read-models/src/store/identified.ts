import type { Series } from '../count/compare.js';
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
 * How many people are identified by name as what a metric counts, in a window of days: a lower bound beside the figures
 * that are claimed, never mixed with them. Names of one block may be one person, so blocks are counted.
 * @returns null for a metric that no status tells
 */
export async function identifiedIn({ runner }: Snapshot, asked: Asked, at: Clocks): Promise<number | null> {
  const which = conditionsOf(asked, at);
  if (!which) return null;
  const [row] = (await runner.query(
    `select count(distinct subject)::int as people from prisoner where ${which.text}`,
    which.values,
  )) as { people: number }[];
  return row?.people ?? 0;
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
  const until = window.to && window.to.latest < asOf ? window.to.latest : asOf;
  // Those held are counted on one day, the others over all days of the window.
  const days =
    metric === 'held'
      ? 'valid_from <= $4 and valid_to > $4 and certain and $5::date is not null'
      : 'since_latest <= $4 and since_earliest >= $5::date';
  return {
    text: `country = $1 and status = any($2::text[]) and known_from <= $3 and known_to > $3 and ${days}`,
    values: [country, statuses, String(knownAt), until, window.from?.earliest ?? '0001-01-01'],
  };
}
