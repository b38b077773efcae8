import type { QueryRunner } from 'typeorm';
import { printInstant, type Instant } from '#domain';
import { FOREVER } from '../engine/model.js';
import { COMPARED, namesOf, rowsAt } from './compare.js';

/** A row that two generations do not have alike. */
export interface Difference {
  readonly table: string;
  /** Whose row it is; null where neither side says. */
  readonly subject: string | null;
  /** What tells the row apart, as text. */
  readonly key: Readonly<Record<string, string>>;
  /** The row is only in the replay, only in the live tables, or in both and not the same. */
  readonly what: 'missing' | 'extra' | 'changed';
  /** The fields that differ; of a row that is on one side only, all of them. */
  readonly fields: Readonly<Record<string, { readonly live: unknown; readonly replayed: unknown }>>;
}

type Row = Readonly<Record<string, string | null>>;

/**
 * The rows of a table in which two generations differ, in the order of keys.
 * @param runner in a transaction that sees one snapshot
 * @returns the first of them, and how many there are
 */
export async function differencesOf(
  runner: QueryRunner,
  { live, replayed }: { live: string; replayed: string },
  { table, upTo, limit }: { table: string; upTo: Instant | undefined; limit: number },
): Promise<{ differences: Difference[]; count: number }> {
  const key = COMPARED[table]!;
  const [ours, theirs] = [await rowsAt(runner, live, { table, upTo }), await rowsAt(runner, replayed, { table, upTo })];
  // Everything as text: an instant of the far future is more than a number of JSON holds.
  const rowOf = (side: string): string =>
    `case when ${side}."${key[0]}" is not null then jsonb_build_object(${ours.columns
      .map((column) => `'${column}', ${side}."${column}"::text`)
      .join(', ')}) end`;
  const found = (await runner.query(
    `select ${rowOf('l')} as live, ${rowOf('r')} as replayed, count(*) over ()::int as count
     from (${ours.statement}) l full join (${theirs.statement}) r using (${namesOf(key)})
     where (l.*) is distinct from (r.*) order by ${namesOf(key)} limit $1`,
    [limit],
  )) as { live: Row | null; replayed: Row | null; count: number }[];
  const differences = found.map(({ live: here, replayed: there }) =>
    differenceOf(table, key, here ?? undefined, there ?? undefined),
  );
  const subjects = await subjectsOf(runner, [live, replayed], differences);
  return {
    differences: differences.map((one, at) => ({ ...one, subject: subjects[at]! })),
    count: found[0]?.count ?? 0,
  };
}

function differenceOf(
  table: string,
  key: readonly string[],
  live: Row | undefined,
  replayed: Row | undefined,
): Omit<Difference, 'subject'> & { subject: string | null } {
  const either = (live ?? replayed)!;
  const fields = Object.keys(either)
    .filter((column) => (live && replayed ? live[column] !== replayed[column] : !key.includes(column)))
    .map((column) => [column, { live: shown(column, live), replayed: shown(column, replayed) }] as const);
  return {
    table,
    subject: either.subject ?? (table === 'report' ? `report/${either.report_id}` : null),
    key: Object.fromEntries(key.map((column) => [column, String(shown(column, either))])),
    what: live ? (replayed ? 'changed' : 'extra') : 'missing',
    fields: Object.fromEntries(fields),
  };
}

/** Instants as text, bytes as what they say. */
function shown(column: string, row: Row | undefined): unknown {
  const value = row?.[column];
  if (value === undefined || value === null) return null;
  if (/^known|^recorded$/.test(column)) {
    return BigInt(value) === FOREVER ? 'still so' : printInstant(BigInt(value));
  }
  if (column === 'value' && value.startsWith('\\x')) return Buffer.from(value.slice(2), 'hex').toString('utf8');
  return value;
}

/** A link between a row and an event names neither's subject; the event does, on whichever side it is. */
async function subjectsOf(
  runner: QueryRunner,
  generations: readonly string[],
  differences: readonly Difference[],
): Promise<(string | null)[]> {
  const ids = differences
    .filter(({ subject, key }) => subject === null && key.event_id !== undefined)
    .map(({ key }) => key.event_id);
  if (ids.length === 0) return differences.map(({ subject }) => subject);
  const sides = generations.map(
    (name) => `select event_id, subject from ${name}.event where event_id = any($1::uuid[])`,
  );
  const rows = (await runner.query(sides.join(' union '), [ids])) as { event_id: string; subject: string }[];
  const subjects = new Map(rows.map((row) => [row.event_id, row.subject]));
  return differences.map(({ subject, key }) => subject ?? subjects.get(key.event_id ?? '') ?? null);
}
