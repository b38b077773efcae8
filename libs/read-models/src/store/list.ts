import type { Instant } from '#domain';
import type { Slice, Versioned } from '../engine/model.js';
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
const ORDER: Record<ModelName, { column: string; descending: boolean }> = {
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
