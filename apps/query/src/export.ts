import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { DataSource } from 'typeorm';
import {
  countOfList,
  MODELS,
  openSnapshot,
  rowsOfList,
  type Clocks,
  type ModelName,
  type OpenSnapshot,
} from '#read-models';
import { Problem } from '#service';
import { cursorOf } from './changes.js';
import { clocksOf, isEnding, metaOf } from './clocks.js';
import { presentAll } from './presentation.js';

export const FORMATS = ['json', 'ndjson', 'csv'] as const;
export type Format = (typeof FORMATS)[number];
export const MEDIA_TYPES = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const;

/** Each keeps a connection of the pool for as long as its reader takes: the others are for everybody else. */
const EXPORTS_MAX = 3;
/** Whoever takes longer is cut off: the database keeps for him what has been replaced since he began. */
const EXPORT_MS_MAX = 15 * 60_000;

/** The list to be exported, and at which clocks; those that are not asked for are now. */
export interface Exported {
  readonly model: ModelName;
  readonly where: Readonly<Record<string, string | undefined>>;
  readonly asked: { readonly asOf?: string | undefined; readonly knownAt?: Clocks['knownAt'] | undefined };
  readonly format: Exclude<Format, 'json'>;
  readonly explain: boolean;
}

export interface Export {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

/** What the format is: `format` says it, else what the client accepts, first of all JSON. */
export function formatOf(given: Format | undefined, accept = ''): Format {
  if (given) return given;
  const wanted = accept.split(',').map((part) => part.split(';')[0]!.trim());
  const first = wanted.find(
    (type) => type === 'application/json' || type === MEDIA_TYPES.ndjson || type === MEDIA_TYPES.csv,
  );
  if (first === MEDIA_TYPES.ndjson) return 'ndjson';
  return first === MEDIA_TYPES.csv ? 'csv' : 'json';
}

const open = new WeakMap<DataSource, number>();
const add = (source: DataSource, more: number): number => {
  const sum = (open.get(source) ?? 0) + more;
  open.set(source, sum);
  return sum;
};

/** A whole list, all of one snapshot, row by row as its reader takes it. */
export const exportList = (source: DataSource, exported: Exported): Promise<Export> =>
  exportLines(source, async (opened) => {
    const { snapshot } = opened;
    const at = clocksOf(snapshot, exported.asked);
    const meta = {
      ...metaOf(snapshot, at),
      rows: await countOfList(snapshot, exported.model, { ...at, where: exported.where }),
      changesSince: await cursorOf(snapshot),
    };
    const lines = exported.format === 'csv' ? csvOf : ndjsonOf;
    return { headers: headersOf(meta), lines: lines({ opened, exported, at, meta }) };
  });

/**
 * Lines of one snapshot, as their reader takes them.
 * @throws Problem 503 while as many are under way as may be
 */
export async function exportLines(
  source: DataSource,
  prepare: (opened: OpenSnapshot) => Promise<{ headers: Export['headers']; lines: AsyncGenerator<string> }>,
): Promise<Export> {
  if (add(source, 1) > EXPORTS_MAX) {
    add(source, -1);
    throw new Problem(503, `${EXPORTS_MAX} exports are under way; ask again when one is done.`, { retryAfterS: 5 });
  }
  let opened: OpenSnapshot | undefined;
  const close = async (): Promise<void> => {
    try {
      await opened?.close();
    } finally {
      add(source, -1);
    }
  };
  try {
    opened = await openSnapshot(source);
    const { headers, lines } = await prepare(opened);
    const body = Readable.from(bounded(source, lines), { highWaterMark: 1 });
    // However it ends: all is read, the reader is gone, or something broke. What then can't be rolled back is a
    // connection that broke, and the reader has been told by the break in his list.
    body.once('close', () => void close().catch(() => undefined));
    return { headers, body };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Work {
  readonly opened: OpenSnapshot;
  readonly exported: Exported;
  readonly at: Clocks;
  readonly meta: Readonly<Record<string, string | number>>;
}

async function* itemsOf({
  opened,
  exported: { model, where, explain },
  at,
}: Work): AsyncGenerator<Record<string, unknown>[]> {
  for await (const rows of rowsOfList(opened.snapshot, model, { ...at, where }))
    yield await presentAll(opened.snapshot, rows, at.knownAt, {
      model,
      asOf: at.asOf,
      whole: false,
      explain,
    });
}

/** A line that says of what the list is, a line for each row, and a line that only a whole list ends with. */
async function* ndjsonOf(work: Work): AsyncGenerator<string> {
  yield `${JSON.stringify({ meta: work.meta })}\n`;
  for await (const items of itemsOf(work)) yield items.map((item) => `${JSON.stringify(item)}\n`).join('');
  yield `${JSON.stringify({ end: { rows: work.meta['rows'] } })}\n`;
}

/** What a spreadsheet would take for a formula is given an apostrophe before it (OWASP, CSV injection). */
export const CSV = { escape_formulas: true, record_delimiter: 'windows', cast: { boolean: String } } as const;

/** RFC 4180: a header, and a line for each row with its own columns, on how much it rests, and the events' ids. */
async function* csvOf(work: Work): AsyncGenerator<string> {
  const columns = csvColumnsOf(work.exported.model);
  yield stringify([columns], CSV);
  for await (const items of itemsOf(work))
    yield stringify(
      items.map((item) => cellsOf(item, columns)),
      CSV,
    );
}

const HIDDEN = new Set(['id', 'keys', 'unit', 'subject', 'certain', 'validFrom', 'validTo', 'knownFrom', 'knownTo']);
const csvColumnsOf = (model: ModelName): string[] => [
  'id',
  ...Object.keys(MODELS[model].table.options.columns).filter((name) => !HIDDEN.has(name)),
  ...['certain', 'validFrom', 'validTo', 'knownFrom', 'subject', 'events'],
];

function cellsOf(item: Record<string, unknown>, columns: readonly string[]): unknown[] {
  const { from, to } = item['valid'] as { from: string | null; to: string | null };
  const flat: Record<string, unknown> = { ...item, validFrom: from, validTo: to };
  return columns.map((name) => cellOf(flat[name]));
}

function cellOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.join('; ');
  // A target is shown with its kind and identifiers; its name is the column.
  return typeof value === 'object' && value !== null && 'name' in value ? value.name : value;
}

/** Ends a list that is not taken in time, or that the process has no time for any more: it breaks off, and so it shows. */
async function* bounded(source: DataSource, lines: AsyncGenerator<string>): AsyncGenerator<string> {
  const until = Date.now() + EXPORT_MS_MAX;
  for await (const line of lines) {
    if (isEnding(source)) throw new Error('The house is being stopped, and an export with it.');
    if (Date.now() > until) throw new Error(`An export was not taken within ${EXPORT_MS_MAX / 1000} s.`);
    yield line;
  }
}

/** `clemency-rows` says beforehand how many rows there are, so that whoever has kept fewer knows. */
export const headersOf = (meta: Work['meta']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(meta).map(([name, value]) => [
      `clemency-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      String(value),
    ]),
  );
