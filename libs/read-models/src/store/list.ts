import type { Instant } from '#domain';
import { BEGINNING, type Slice, type Versioned } from '../engine/model.js';
import { MODELS, type AnyModel, type ModelName } from '../models.js';
import type { Snapshot } from './reader.js';

/** The two clocks of a question: the state on a day, as known at an instant. */
export interface Clocks {
  /** A day, YYYY-MM-DD: the state at its end, UTC. */
  readonly asOf: string;
  readonly knownAt: Instant;
}

export interface ListOptions extends Clocks {
  readonly limit: number;
  /** Equality on columns of the model; a property that is undefined asks nothing. */
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

const AT = 'row.validFrom <= :asOf and row.validTo > :asOf and row.knownFrom <= :knownAt and row.knownTo > :knownAt';

/** One page of a read model, at two clocks. */
export async function list({ runner }: Snapshot, name: ModelName, options: ListOptions): Promise<Page> {
  const { asOf, knownAt, limit, where, after } = options;
  const { column, descending } = ORDER[name];
  const query = runner.manager
    .getRepository((MODELS[name] as unknown as AnyModel).table)
    .createQueryBuilder('row')
    .where(AT, { asOf, knownAt: String(knownAt) })
    .orderBy(`row.${column}`, descending ? 'DESC' : 'ASC')
    .addOrderBy('row.id', 'ASC')
    .limit(limit + 1);
  for (const [property, value] of Object.entries(where)) {
    if (value !== undefined) query.andWhere(`row.${property} = :${property}`, { [property]: value });
  }
  if (after) {
    const beyond = descending ? '<' : '>';
    query.andWhere(`(row.${column} ${beyond} :sort or (row.${column} = :sort and row.id > :id))`, after);
  }
  const rows = await query.getMany();
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  if (!last) return { rows };
  return { rows: rows.slice(0, limit), next: { sort: String((last as never)[column]), id: last.id } };
}

/** Every span of one thing, in order of days, as known at an instant; empty where nothing was known of it. */
export async function spansOf(
  { runner }: Snapshot,
  name: ModelName,
  id: string,
  knownAt: Instant,
): Promise<Versioned<Slice>[]> {
  return runner.manager
    .getRepository((MODELS[name] as unknown as AnyModel).table)
    .createQueryBuilder('row')
    .where('row.id = :id and row.knownFrom <= :knownAt and row.knownTo > :knownAt', { id, knownAt: String(knownAt) })
    .orderBy('row.validFrom', 'ASC')
    .getMany();
}

/** The spans of these things that hold the day of the question, as known then; what had not come about is left out. */
export async function rowsOn(
  { runner }: Snapshot,
  name: ModelName,
  ids: readonly string[],
  { asOf, knownAt }: Clocks,
): Promise<Versioned<Slice>[]> {
  return runner.manager
    .getRepository((MODELS[name] as unknown as AnyModel).table)
    .createQueryBuilder('row')
    .where('row.id = any(:ids)', { ids })
    .andWhere(AT, { asOf, knownAt: String(knownAt) })
    .getMany();
}

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
export async function targetsNamed(
  { runner }: Snapshot,
  { target, authority }: { target: string; authority: string | undefined },
  { asOf, knownAt }: Clocks,
): Promise<Versioned<Slice>[]> {
  const query = runner.manager
    .getRepository((MODELS.sanction as unknown as AnyModel).table)
    .createQueryBuilder('row')
    .where('lower(row.target) = lower(:target)', { target })
    .andWhere(AT, { asOf, knownAt: String(knownAt) });
  if (authority !== undefined) query.andWhere('row.authority = :authority', { authority });
  return query.orderBy('row.authority').addOrderBy('row.id').limit(100).getMany();
}

/** The groups that were freed or detained on a day, as known then. */
export async function groupsOn(
  { runner }: Snapshot,
  { country, day }: { country: string; day: string },
  knownAt: Instant,
): Promise<Versioned<Slice>[]> {
  return runner.manager
    .getRepository((MODELS.release as unknown as AnyModel).table)
    .createQueryBuilder('row')
    .where('row.country = :country and row.validFrom = :day', { country, day })
    .andWhere('row.knownFrom <= :knownAt and row.knownTo > :knownAt', { knownAt: String(knownAt) })
    .orderBy('row.id')
    .limit(100)
    .getMany();
}

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
