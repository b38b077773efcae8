import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { secondsOf } from '../findings.js';

interface Column {
  readonly name: string;
  readonly type: string;
}
interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** The column that says when a row came: known times of later events are later. */
  readonly since: string;
}
type Row = readonly (string | Buffer | null)[];
type Cut = ReadonlyMap<Table, readonly Row[]>;

const BYTEA = 17;
/** Everything as Postgres writes it, except bytes: so nothing is lost on the way, and nothing is parsed for nothing. */
const types = {
  getTypeParser: (oid: number) => (text: string) => (oid === BYTEA ? Buffer.from(text.slice(2), 'hex') : text),
};

/**
 * The same rows as the projector writes, without what makes them: into tables with the same indexes, in as large
 * transactions, over one connection, by `unnest` and by COPY.
 */
export class BareTables {
  private constructor(
    private readonly client: pg.Client,
    private readonly generation: string,
    private readonly tables: readonly Table[],
  ) {}

  static async open(url: string): Promise<BareTables> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const { rows } = await client.query<{ generation: string }>('select generation from read.pointer');
      const { generation } = rows[0]!;
      const tables = await tablesOf(client, generation);
      for (const schema of ['by_unnest', 'by_copy']) {
        await client.query(`create schema ${schema}`);
        for (const { name } of tables)
          await client.query(`create table ${schema}."${name}" (like ${generation}."${name}" including all)`);
      }
      return new BareTables(client, generation, tables);
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  /** How many events are projected, of all partitions together. */
  async projected(): Promise<bigint[]> {
    const { rows } = await this.client.query<{ next_offset: string }>(
      `select next_offset from ${this.generation}.position where topic = 'events' order by partition`,
    );
    return rows.map((row) => BigInt(row.next_offset));
  }

  /** The latest known time: rows that come after have a later one. */
  async mark(): Promise<string> {
    const { rows } = await this.client.query<{ mark: string }>(
      `select coalesce(max(known), 0) as mark from ${this.generation}.position where topic = 'events'`,
    );
    return rows[0]!.mark;
  }

  async rowsSince(mark: string): Promise<Map<Table, Row[]>> {
    const found = new Map<Table, Row[]>();
    for (const table of this.tables) {
      const text = `select ${namesOf(table)} from ${this.generation}."${table.name}" where ${table.since} > $1 order by ${table.since}`;
      const { rows } = await this.client.query<(string | Buffer | null)[]>({
        text,
        values: [mark],
        rowMode: 'array',
        types,
      });
      found.set(table, rows);
    }
    return found;
  }

  /** So that the same rows can be written once more. */
  async empty(): Promise<void> {
    const names = this.tables.flatMap(({ name }) => ['by_unnest', 'by_copy'].map((schema) => `${schema}."${name}"`));
    await this.client.query(`truncate ${names.join(', ')}`);
  }

  /** @returns seconds */
  unnest(rows: Cut, batches: number): Promise<number> {
    return this.write(rows, batches, async ({ name, columns }, part) => {
      // Arrays of arrays would be taken apart whole, so an array travels as its text.
      const isArray = (type: string): boolean => type.endsWith('[]');
      const arrays = columns.map(({ type }, at) => `$${at + 1}::${isArray(type) ? 'text' : type}[]`).join(', ');
      const values = columns.map(({ type }, at) => `c${at}${isArray(type) ? `::${type}` : ''}`).join(', ');
      const names = columns.map((_, at) => `c${at}`).join(', ');
      await this.client.query(
        `insert into by_unnest."${name}" (${namesOf({ columns })}) select ${values} from unnest(${arrays}) as t (${names})`,
        columns.map((_, at) => part.map((row) => row[at])),
      );
    });
  }

  /** @returns seconds */
  copy(rows: Cut, batches: number): Promise<number> {
    return this.write(rows, batches, async (table, part) => {
      const stream = this.client.query(copyFrom(`copy by_copy."${table.name}" (${namesOf(table)}) from stdin`));
      await pipeline(Readable.from([part.map(lineOf).join('')]), stream);
    });
  }

  private write(
    rows: Cut,
    batches: number,
    insert: (table: Table, part: readonly Row[]) => Promise<void>,
  ): Promise<number> {
    return secondsOf(async () => {
      for (let batch = 0; batch < batches; batch += 1) {
        await this.client.query('begin');
        for (const [table, all] of rows) {
          const at = (edge: number): number => Math.floor((all.length * edge) / batches);
          const part = all.slice(at(batch), at(batch + 1));
          if (part.length > 0) await insert(table, part);
        }
        await this.client.query('commit');
      }
    });
  }

  close(): Promise<void> {
    return this.client.end();
  }
}

const namesOf = ({ columns }: Pick<Table, 'columns'>): string => columns.map(({ name }) => `"${name}"`).join(', ');

/** The text format of COPY (PostgreSQL's manual, under COPY). */
const lineOf = (row: Row): string =>
  `${row
    .map((value) => {
      if (value === null) return '\\N';
      if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
      return value.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character]!);
    })
    .join('\t')}\n`;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Tables that grow with events: those whose rows have a known time and are no bookkeeping. */
async function tablesOf(client: pg.Client, generation: string): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; column: string; type: string }>(
    `select relname as name, attname as column, format_type(atttypid, atttypmod) as type
     from pg_attribute join pg_class on pg_class.oid = attrelid
     where relnamespace = $1::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped
       and attgenerated = '' and attidentity = ''
     order by relname, attnum`,
    [generation],
  );
  return [...new Set(rows.map(({ name }) => name))].flatMap((name) => {
    const all = rows.filter((row) => row.name === name);
    const has = (column: string): boolean => all.some((one) => one.column === column);
    const since = has('known_from') ? 'known_from' : 'known';
    if (!has(since) || /^(position|report|parked_.*)$/.test(name)) return [];
    return [{ name, since, columns: all.map(({ column, type }) => ({ name: column, type })) }];
  });
}
