import type { DataSource } from 'typeorm';

interface Part {
  readonly of: string;
  readonly text: string;
}

const COLUMNS = `
  select c.oid::regclass::text collate "C" as of,
    format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' else '' end,
      coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as text
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relkind = 'r' and c.relnamespace = any($1::regnamespace[])
  order by 1, a.attnum`;

// Newer servers list "not null" among the constraints; the columns say it already.
const CONSTRAINTS = `
  select conrelid::regclass::text collate "C" as of,
    format('  constraint %I %s', conname, pg_get_constraintdef(oid)) as text
  from pg_constraint where connamespace = any($1::regnamespace[]) and contype in ('p', 'u', 'f', 'c')
  order by 1, contype desc, conname`;

const INDEXES = `
  select i.indrelid::regclass::text collate "C" as of, pg_get_indexdef(i.indexrelid) collate "C" as text
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where c.relnamespace = any($1::regnamespace[])
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
  order by 1, 2`;

/** What others than the owner may do. */
const GRANTS = `
  select grantor.of collate "C", format('grant %s on %s to %s', lower(acl.privilege_type), grantor.kind || grantor.of,
    case when acl.grantee = 0 then 'public' else acl.grantee::regrole::text end) as text
  from (
    select oid::regnamespace::text as of, 'schema ' as kind, nspowner as owner, nspacl as acl from pg_namespace
    where oid = any($1::regnamespace[])
    union all
    select oid::regclass::text, '', relowner, relacl from pg_class
    where relnamespace = any($1::regnamespace[]) and relkind in ('r', 'v', 'S', 'm')
  ) grantor, aclexplode(grantor.acl) acl
  where acl.grantee <> grantor.owner
  order by grantor.kind desc, 1, 2`;

/**
 * The tables of these schemas as SQL, in one order on every server: columns, constraints, indexes and what is granted.
 * A person reads it to see what a migration comes to; a test compares it.
 */
export async function schemaOf(source: DataSource, schemas: readonly string[]): Promise<string> {
  const runner = source.createQueryRunner();
  try {
    // Without a search path every name is written in full.
    await runner.query(`select set_config('search_path', '', false)`);
    const ask = async (text: string): Promise<Part[]> => (await runner.query(text, [schemas])) as Part[];
    const [columns, constraints] = [await ask(COLUMNS), await ask(CONSTRAINTS)];
    const [indexes, grants] = [await ask(INDEXES), await ask(GRANTS)];
    const tables = [...new Set(columns.map(({ of }) => of))];
    const linesOf = (parts: readonly Part[], table: string) =>
      parts.filter(({ of }) => of === table).map(({ text }) => text);
    return [
      ...schemas.map((schema) => `create schema ${schema};`),
      ...tables.map((table) => {
        const body = [...linesOf(columns, table), ...linesOf(constraints, table)].join(',\n');
        const after = linesOf(indexes, table).map((text) => `\n${text};`);
        return `\ncreate table ${table} (\n${body}\n);${after.join('')}`;
      }),
      '',
      ...grants.map(({ text }) => `${text};`),
      '',
    ].join('\n');
  } finally {
    await runner.query('reset search_path');
    await runner.release();
  }
}
