import type { QueryRunner } from 'typeorm';
import { MODELS } from '../models.js';

/** Tables that a build fills by COPY. The others are small, or need their keys while they are filled. */
const COPIED = ['event', 'basis', ...Object.keys(MODELS)];

/**
 * Takes keys and indexes off the tables that COPY is to fill: an index made of rows that are there costs a part of one
 * that is kept with every row.
 * @returns the statements that make them again, to be run in this order with the same search path
 */
export async function stripTables(runner: QueryRunner, generation: string): Promise<string[]> {
  const constraints = (await runner.query(
    `select conrelid::regclass::text as of, quote_ident(conname) as name, pg_get_constraintdef(oid) as text,
       contype = 'f' as is_foreign
     from pg_constraint where connamespace = $1::regnamespace and contype in ('p', 'u', 'f')
       and (conrelid::regclass::text = any($2) or confrelid::regclass::text = any($2))
     order by contype = 'f', conname`,
    [generation, COPIED.map((table) => quoted(table))],
  )) as { of: string; name: string; text: string; is_foreign: boolean }[];
  const indexes = (await runner.query(
    `select indexdef as text, quote_ident(indexname) as name from pg_indexes
     where schemaname = $1 and tablename = any($2)
       and not exists (select from pg_constraint where conindid = (quote_ident(schemaname) || '.' || quote_ident(indexname))::regclass)
     order by indexname`,
    [generation, COPIED],
  )) as { text: string; name: string }[];
  for (const { of, name } of [...constraints].reverse())
    await runner.query(`alter table ${of} drop constraint ${name}`);
  for (const { name } of indexes) await runner.query(`drop index ${name}`);
  const add = (foreign: boolean): string[] =>
    constraints
      .filter((one) => one.is_foreign === foreign)
      .map(({ of, name, text }) => `alter table ${of} add constraint ${name} ${text}`);
  return [...add(false), ...indexes.map(({ text }) => text), ...add(true)];
}

/** As `regclass` prints a name that the search path finds. */
const quoted = (table: string): string => (/^[a-z_]+$/.test(table) ? table : `"${table}"`);
