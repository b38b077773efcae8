import type { QueryRunner } from 'typeorm';
import type { Slice, Versioned } from '../engine/model.js';
import type { Basis, Closing } from '../engine/versions.js';
import { FOREVER } from '../engine/model.js';
import type { AnyModel } from '../models.js';

interface Column {
  readonly property: string;
  readonly name: string;
  readonly type: string;
}

/** Table, columns and types of a model, from its entity: the writer and the queries share one description. */
export function columnsOf(model: AnyModel): Column[] {
  return Object.entries(model.table.options.columns).map(([property, column]) => ({
    property,
    name: column?.name ?? property,
    type: String(column?.type),
  }));
}

/** All columns of a model under the names of their properties, as text that `asRow` reads. */
export const propertiesOf = (model: AnyModel): string =>
  columnsOf(model)
    // Dates as text, as an entity has them: the driver would make local midnights of them.
    .map(({ property, name, type }) => (type === 'date' ? `"${name}"::text` : `"${name}"`) + ` as "${property}"`)
    .join(', ');

/** A row as the driver gives it, which leaves bigint to be text. */
export const asRow = (row: object): Versioned<Slice> => {
  const { knownFrom, knownTo } = row as { knownFrom: string; knownTo: string };
  return { ...(row as Versioned<Slice>), knownFrom: BigInt(knownFrom), knownTo: BigInt(knownTo) };
};

/** Inserts row versions, one statement whatever their number. */
export async function insertVersions(
  runner: QueryRunner,
  model: AnyModel,
  rows: readonly Versioned<Slice>[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = columnsOf(model);
  const names = columns.map(({ name }) => `"${name}"`).join(', ');
  const arrays = columns.map(({ type }, at) => `$${at + 1}::${type}[]`).join(', ');
  await runner.query(
    `insert into "${model.name}" (${names}) select * from unnest(${arrays})`,
    columns.map((column) => rows.map((row) => valueOf(column, row))),
  );
}

function valueOf({ property }: Column, row: Versioned<Slice>): unknown {
  const value = (row as unknown as Record<string, unknown>)[property];
  return typeof value === 'bigint' ? String(value) : value;
}

/** Ends the known range of rows that are no longer so, one statement whatever their number. */
export async function closeVersions(runner: QueryRunner, model: AnyModel, closing: readonly Closing[]): Promise<void> {
  if (closing.length === 0) return;
  await runner.query(
    `update "${model.name}" as row set known_to = closing.known_to
     from unnest($1::uuid[], $2::date[], $3::bigint[]) as closing (id, valid_from, known_to)
     where row.id = closing.id and row.valid_from = closing.valid_from and row.known_to = ${FOREVER}`,
    [
      closing.map(({ id }) => id),
      closing.map(({ validFrom }) => validFrom),
      closing.map(({ knownTo }) => String(knownTo)),
    ],
  );
}

/** Says of events that rows rest on them, one statement whatever their number. */
export async function insertBases(runner: QueryRunner, bases: readonly Basis[]): Promise<void> {
  if (bases.length === 0) return;
  await runner.query(
    `insert into basis (id, event_id, confirmed, known_from, known_to, priority, claim_type, claim_country)
     select * from unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::bigint[], $5::bigint[], $6::smallint[], $7::text[], $8::text[])`,
    [
      bases.map(({ id }) => id),
      bases.map(({ event }) => event),
      bases.map(({ confirmed }) => confirmed),
      bases.map(({ knownFrom }) => String(knownFrom)),
      bases.map(({ knownTo }) => String(knownTo)),
      bases.map(({ priority }) => priority),
      bases.map(({ type }) => type),
      bases.map(({ country }) => country),
    ],
  );
}

/** Ends that rows rest on events, one statement whatever their number. */
export async function closeBases(
  runner: QueryRunner,
  parted: readonly Pick<Basis, 'id' | 'event' | 'knownTo'>[],
): Promise<void> {
  if (parted.length === 0) return;
  await runner.query(
    `update basis set known_to = parted.known_to
     from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as parted (id, event_id, known_to)
     where basis.id = parted.id and basis.event_id = parted.event_id and basis.known_to = ${FOREVER}`,
    [parted.map(({ id }) => id), parted.map(({ event }) => event), parted.map(({ knownTo }) => String(knownTo))],
  );
}
