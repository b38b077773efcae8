import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import type { Slice, Versioned } from './model.js';

/** Microseconds as Postgres' bigint, which the driver gives as text. */
const instant = { type: 'bigint', transformer: { from: (text: string) => BigInt(text), to: String } } as const;

/** What every read model's table has beside its own columns: both clocks, and where the row comes from. */
const shared: Record<keyof Versioned<Slice>, EntitySchemaColumnOptions> = {
  id: { type: 'uuid', primary: true },
  validFrom: { name: 'valid_from', type: 'date', primary: true },
  knownFrom: { ...instant, name: 'known_from', primary: true },
  validTo: { name: 'valid_to', type: 'date' },
  knownTo: { ...instant, name: 'known_to' },
  certain: { type: 'boolean' },
  unit: { type: 'text' },
  subject: { type: 'text' },
};

/**
 * A read model's table as TypeORM knows it; the tables themselves are made by the SQL beside the migrations. The
 * schema is left open: a request sets it to the generation that it reads.
 */
export const tableOf = <Content extends Slice>(
  name: string,
  own: Record<Exclude<keyof Content, keyof Slice>, EntitySchemaColumnOptions>,
): EntitySchema<Versioned<Content>> =>
  new EntitySchema<Versioned<Content>>({
    name,
    tableName: name,
    columns: { ...shared, ...own },
  });
