import type { DataSource, QueryRunner } from 'typeorm';
import { sha256Hex, type Instant } from '#domain';
import { FOREVER } from '../engine/model.js';
import { MODELS } from '../models.js';
import { reaches, vectorsOf, type Vectors } from './generations.js';

/** How many rows are in a generation's tables, and the digest of each table's. */
export interface Digests {
  readonly rows: number;
  readonly digests: Readonly<Record<string, string>>;
  /** Of all tables: SHA-256 of the lines `table digest`. */
  readonly digest: string;
  /** Subjects of `events` that wait. */
  readonly parked: readonly string[];
}

/** The tables that follow from the log, and what tells their rows apart. */
export const COMPARED: Readonly<Record<string, readonly string[]>> = {
  report: ['report_id'],
  event: ['event_id'],
  basis: ['id', 'event_id', 'known_from'],
  mention: ['event_id', 'spelling'],
  parked_event: ['partition', 'offset'],
  ...Object.fromEntries(Object.keys(MODELS).map((name) => [name, ['id', 'valid_from', 'known_from']])),
};

/** Whatever takes statements. */
export interface Asked {
  query(text: string, values?: unknown[]): Promise<unknown>;
}

export const namesOf = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ');

/**
 * The rows of a table as they were when all that was known up to an instant was projected, and nothing after: rows begin
 * at known times, end at known times, and are never changed otherwise.
 */
export async function rowsAt(
  runner: Asked,
  generation: string,
  { table, upTo }: { table: string; upTo: Instant | undefined },
): Promise<{ statement: string; columns: readonly string[] }> {
  const columns = (await runner.query(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
     order by attnum`,
    [`${generation}."${table}"`],
  )) as { name: string }[];
  const cut = ({ name }: { name: string }): string => {
    if (upTo === undefined) return `"${name}"`;
    if (name === 'known_to') return `case when known_to > ${upTo} then ${FOREVER} else known_to end as known_to`;
    // A review that came before what it is about has found its unit later, and the table doesn't say when.
    if (table === 'event' && name === 'unit') return 'case when of_event is null then unit end as unit';
    return `"${name}"`;
  };
  const since = columns.some(({ name }) => name === 'known_from') ? 'known_from' : 'known';
  const until = upTo === undefined ? '' : ` where ${since} <= ${upTo}`;
  const statement = `select ${columns.map(cut).join(', ')} from ${generation}."${table}"${until}`;
  return { statement, columns: columns.map(({ name }) => name) };
}

/**
 * The SHA-256 of each table: of the SHA-256 of each row as PostgreSQL prints it, in the order of keys. No column depends
 * on when or in which batches the rows were written, so two generations that fold the same events have the same digests.
 * @param runner in a transaction that sees one snapshot
 */
export async function digestsOf(runner: Asked, generation: string, upTo?: Instant): Promise<Digests> {
  const digests: Record<string, string> = {};
  let rows = 0;
  for (const [table, key] of Object.entries(COMPARED)) {
    const { statement } = await rowsAt(runner, generation, { table, upTo });
    const [row] = (await runner.query(
      `select count(*) as rows, encode(sha256(coalesce(
         string_agg(sha256(convert_to(t::text, 'UTF8')), ''::bytea order by ${namesOf(key)}), ''::bytea)), 'hex') as digest
       from (${statement}) t`,
    )) as { rows: string; digest: string }[];
    digests[table] = row!.digest;
    rows += Number(row!.rows);
  }
  const until = upTo === undefined ? '' : ` where since <= ${upTo}`;
  const parked = (await runner.query(
    `select subject from ${generation}.parked_subject${until} order by subject collate "C"`,
  )) as { subject: string }[];
  const lines = Object.entries(digests).map(([table, digest]) => `${table} ${digest}\n`);
  return { rows, digests, digest: sha256Hex(lines.join('')), parked: parked.map(({ subject }) => subject) };
}

/** How long two generations are waited for until they stand at one place, and the pause between two looks. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 50;

/**
 * Reads two generations in one snapshot in which both are projected to the same place. The writers of the first are held
 * for the moment in which the other one catches up, and while the snapshot is taken; readers are not.
 * @param catchUp brings the second to where the first stands
 * @throws Error when they don't stand at one place in time
 */
export async function atOneVector<Result>(
  source: DataSource,
  {
    one,
    other,
    catchUp,
  }: {
    one: string;
    other: string;
    catchUp(ends: Vectors): Promise<void>;
  },
  work: (runner: QueryRunner) => Promise<Result>,
): Promise<Result> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause()) {
    // First without holding anybody, so that little is left to do.
    await catchUp(await vectorsOf(source, one));
    const [holder, reader] = [source.createQueryRunner(), source.createQueryRunner()];
    try {
      await holder.startTransaction();
      await holder.query(`lock table ${one}.position in share mode`);
      const ends = await vectorsOf(holder, one);
      await catchUp(ends);
      await holder.query(`lock table ${other}.position in share mode`);
      const there = await vectorsOf(holder, other);
      if (!reaches(ends, there) || !reaches(there, ends)) {
        await holder.rollbackTransaction();
        continue;
      }
      await reader.startTransaction('REPEATABLE READ');
      await reader.query('select 1');
      await holder.rollbackTransaction();
      const result = await work(reader);
      await reader.commitTransaction();
      return result;
    } finally {
      for (const runner of [holder, reader]) {
        if (runner.isTransactionActive) await runner.rollbackTransaction();
        await runner.release();
      }
    }
  }
  throw new Error(`${one} and ${other} did not stand at one place within ${PATIENCE_MS / 1000} s.`);
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
