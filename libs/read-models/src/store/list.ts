import { soundKeys, type Instant } from '#domain';
import { BEGINNING, type Slice, type Versioned } from '../engine/model.js';
import { MODELS, type AnyModel, type ModelName } from '../models.js';
import type { Snapshot } from './reader.js';
import { asRow, columnsOf, propertiesOf } from './rows.js';

/** The two clocks of a question: the state on a day, as known at an instant. */
export interface Clocks {
  /** A day, YYYY-MM-DD: the state at its end, UTC. */
  readonly asOf: string;
  readonly knownAt: Instant;
}

export interface ListOptions extends Clocks {
  readonly limit: number;
  /**
   * Equality on columns of the model, of a person's name any spelling, of a target's any case; a property that is
   * undefined asks nothing.
   */
  readonly where: Readonly<Record<string, string | undefined>>;
  /** Where the page before ended. */
  readonly after?: { readonly sort: string; readonly id: string } | undefined;
}

/** By which column a list is sorted, and which way; the id breaks ties. */
export const ORDER: Record<ModelName, { column: string; descending: boolean }> = {
  prisoner: { column: 'name', descending: false },
  sanction: { column: 'target', descending: false },
  release: { column: 'validFrom', descending: true },
  count: { column: 'validFrom', descending: true },
  exchange: { column: 'validFrom', descending: true },
  programme: { column: 'programme', descending: false },
};

export interface Page {
  readonly rows: readonly Versioned<Slice>[];
  /** To ask for the rows after these; undefined on the last page. */
  readonly next?: { readonly sort: string; readonly id: string };
}

/** Reports of groups that are dated this near could be of one, or of parts of one. */
export const NEAR_DAYS = 3;
/** The most figures that one is compared with: the newest. */
export const FIGURES_MAX = 500;

/** A day and an instant of the question: what was so then, as known then. */
const at = (day: number, instant: number): string =>
  `valid_from <= $${day}::date and valid_to > $${day}::date and ${knownAs(instant)}`;
const knownAs = (instant: number): string => `known_from <= $${instant}::bigint and known_to > $${instant}::bigint`;

const modelCalled = (name: ModelName): AnyModel => MODELS[name] as unknown as AnyModel;
const columnOf = (model: AnyModel, property: string): string =>
  columnsOf(model).find((column) => column.property === property)!.name;

/**
 * Whoever bears a name in any of his spellings, however it is capitalised. How it sounds leads to them by an index; of a
 * name that has no sound there is one way of writing it.
 */
function spelled(name: string, values: unknown[]): string {
  const written = values.push(name);
  const sounds = soundKeys(name);
  if (sounds.length === 0) return `name = $${written}`;
  return `id = any(array(select id from prisoner where string_to_array(keys, ' ') @> $${values.push(sounds)}::text[]
    and lower($${written}) = any(string_to_array(lower(names), E'\\n')) and ${knownAs(2)}))`;
}

/** What a list asks of its rows, as SQL of `$1` and so on. */
export function conditionsOf(
  name: ModelName,
  { asOf, knownAt, where }: Omit<ListOptions, 'limit' | 'after'>,
): { text: string; values: unknown[] } {
  const values: unknown[] = [asOf, String(knownAt)];
  const conditions = [at(1, 2)];
  for (const [property, value] of Object.entries(where)) {
    if (value === undefined) continue;
    if (name === 'prisoner' && property === 'name') conditions.push(spelled(value, values));
    else if (name === 'sanction' && property === 'target')
      conditions.push(`lower(target) = lower($${values.push(value)})`);
    else conditions.push(`"${columnOf(modelCalled(name), property)}" = $${values.push(value)}`);
  }
  return { text: conditions.join(' and '), values };
}

/** Rows of a model. @param which everything after "where", of `$1` and so on */
async function rowsWhere(
  { ask }: Snapshot,
  name: ModelName,
  which: string,
  values: readonly unknown[],
): Promise<Versioned<Slice>[]> {
  return (await ask<object>(`select ${propertiesOf(modelCalled(name))} from "${name}" where ${which}`, values)).map(
    asRow,
  );
}

/** One page of a read model, at two clocks. */
export async function list(snapshot: Snapshot, name: ModelName, options: ListOptions): Promise<Page> {
  const { limit, after } = options;
  const { column, descending } = ORDER[name];
  const sort = columnOf(modelCalled(name), column);
  const { text, values } = conditionsOf(name, options);
  let which = text;
  if (after) {
    const beyond = descending ? '<' : '>';
    const [value, id] = [values.push(after.sort), values.push(after.id)];
    which += ` and ("${sort}" ${beyond} $${value} or ("${sort}" = $${value} and id > $${id}))`;
  }
  which += ` order by "${sort}" ${descending ? 'desc' : 'asc'}, id limit $${values.push(limit + 1)}`;
  const rows = await rowsWhere(snapshot, name, which, values);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  if (!last) return { rows };
  return { rows: rows.slice(0, limit), next: { sort: String((last as never)[column]), id: last.id } };
}

/** Every span of one thing, in order of days, as known at an instant; empty where nothing was known of it. */
export const spansOf = (
  snapshot: Snapshot,
  name: ModelName,
  id: string,
  knownAt: Instant,
): Promise<Versioned<Slice>[]> =>
  rowsWhere(snapshot, name, `id = $1 and ${knownAs(2)} order by valid_from`, [id, String(knownAt)]);

/**
 * The same of what rested on an event at that instant, where the id is that of one: ids of rows can change, those of
 * events never do.
 */
export const spansRestingOn = (
  snapshot: Snapshot,
  name: ModelName,
  id: string,
  knownAt: Instant,
): Promise<Versioned<Slice>[]> =>
  rowsWhere(
    snapshot,
    name,
    `id = coalesce((select id from basis where event_id = $1 and ${knownAs(2)} limit 1), $1) and ${knownAs(2)}
     order by valid_from`,
    [id, String(knownAt)],
  );

/** The spans of these things that hold the day of the question, as known then; what had not come about is left out. */
export const rowsOn = (
  snapshot: Snapshot,
  name: ModelName,
  ids: readonly string[],
  { asOf, knownAt }: Clocks,
): Promise<Versioned<Slice>[]> =>
  rowsWhere(snapshot, name, `id = any($1::uuid[]) and ${at(2, 3)}`, [ids, asOf, String(knownAt)]);

/** Of which country the figures are, of which metric (any, where none is given), and from which day on. */
export interface FiguresAsked {
  readonly country: string;
  readonly metric?: string | undefined;
  readonly from?: string | undefined;
}

/** The figures that are claimed by a day, the newest first; at most so many. */
export async function figuresOn(
  { runner }: Snapshot,
  { country, metric, from }: FiguresAsked,
  { asOf, knownAt }: Clocks,
  limit: number,
): Promise<string[]> {
  const rows = (await runner.query(
    `select id from count where country = $1 and ($2::text is null or metric = $2) and valid_from <= $3 and valid_to > $3
     and valid_from >= $6 and known_from <= $4 and known_to > $4 order by valid_from desc, id limit $5`,
    [country, metric ?? null, asOf, String(knownAt), limit, from ?? BEGINNING],
  )) as { id: string }[];
  return rows.map(({ id }) => id);
}

/** What is listed under a name on a day, whatever the authority and the programme and however the name is capitalised. */
export const targetsNamed = (
  snapshot: Snapshot,
  { target, authority }: { target: string; authority: string | undefined },
  { asOf, knownAt }: Clocks,
): Promise<Versioned<Slice>[]> =>
  rowsWhere(
    snapshot,
    'sanction',
    `lower(target) = lower($1) and ${at(2, 3)} and ($4::text is null or authority = $4)
     order by authority, id limit 100`,
    [target, asOf, String(knownAt), authority ?? null],
  );

/** The groups that were freed or detained on a day, as known then. */
export const groupsOn = (
  snapshot: Snapshot,
  { country, day }: { country: string; day: string },
  knownAt: Instant,
): Promise<Versioned<Slice>[]> =>
  rowsWhere(snapshot, 'release', `country = $1 and valid_from = $2::date and ${knownAs(3)} order by id limit 100`, [
    country,
    day,
    String(knownAt),
  ]);

/** What one authority's lists hold under these names, whatever the programme: row ids by name. */
export async function listedAs(
  { runner }: Snapshot,
  { authority, names }: { authority: string; names: readonly string[] },
  knownAt: Instant,
): Promise<Map<string, string[]>> {
  const rows = (await runner.query(
    `select distinct target, id from sanction where target = any($1::text[]) and authority = $2
     and known_from <= $3 and known_to > $3 order by id`,
    [names, authority, String(knownAt)],
  )) as { target: string; id: string }[];
  const ids = new Map<string, string[]>();
  for (const { target, id } of rows) ids.set(target, [...(ids.get(target) ?? []), id]);
  return ids;
}
