import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import type { ClientBase } from 'pg';
import { QueryFailedError, type QueryRunner } from 'typeorm';

/** A value of a row: what is text already, numbers, instants, bytes, or nothing. */
export type Cell = string | number | bigint | boolean | Uint8Array | null | undefined;

const CHUNK_UNITS = 64 * 1024;
const ESCAPED = /[\\\n\r\t]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** COPY's text format (PostgreSQL, COPY, "Text Format"). */
export function printCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '\\N';
  if (typeof cell === 'string') return cell.replace(ESCAPED, (char) => ESCAPES[char]!);
  if (cell instanceof Uint8Array) {
    return `\\\\x${Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength).toString('hex')}`;
  }
  return String(cell);
}

/**
 * Writes rows by COPY, the fastest way in that there is.
 * @throws QueryFailedError where PostgreSQL refuses them, as every other statement does
 */
export async function copyRows(
  runner: QueryRunner,
  { table, columns }: { readonly table: string; readonly columns: readonly string[] },
  rows: Iterable<readonly Cell[]>,
): Promise<void> {
  const names = columns.map((column) => `"${column}"`).join(', ');
  const statement = `copy "${table}" (${names}) from stdin`;
  const client = (await runner.connect()) as ClientBase;
  try {
    await pipeline(Readable.from(chunksOf(rows)), client.query(copyFrom(statement)));
  } catch (error) {
    throw new QueryFailedError(statement, [], error as Error);
  }
}

function* chunksOf(rows: Iterable<readonly Cell[]>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    for (const [at, cell] of row.entries()) chunk += at === 0 ? printCell(cell) : `\t${printCell(cell)}`;
    chunk += '\n';
    if (chunk.length < CHUNK_UNITS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
