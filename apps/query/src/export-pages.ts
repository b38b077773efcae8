import { StreamableFile } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import type { DataSource } from 'typeorm';
import type { Clocks, Snapshot } from '#read-models';
import { cursorOf } from './changes.js';
import { clocksOf, metaOf, read } from './clocks.js';
import { CSV, exportLines, headersOf, MEDIA_TYPES, type Exported } from './export.js';

/** A list that is no read model's: how many it has, and its pages one after the other, all of one snapshot. */
export interface Paged {
  readonly columns: readonly string[];
  count(snapshot: Snapshot, at: Clocks): Promise<number>;
  pages(snapshot: Snapshot, at: Clocks): AsyncGenerator<readonly Record<string, unknown>[]>;
}

export interface Reply {
  header(name: string, value: string): unknown;
}

type Asked = Exported['asked'] & { readonly after?: string | undefined; readonly wait?: number | undefined };

/**
 * The whole list as NDJSON or CSV, in the form that lists of read models have (docs/operations.md).
 * @throws Problem 503 while as many exports are under way as may be
 */
export async function exportPages(
  source: DataSource,
  paged: Paged,
  { format, asked }: { format: Exported['format']; asked: Asked },
  reply: Reply,
): Promise<StreamableFile> {
  if (asked.after !== undefined) await read(source, asked, () => Promise.resolve());
  const { headers, body } = await exportLines(source, async ({ snapshot }) => {
    const at = clocksOf(snapshot, asked);
    const meta = {
      ...metaOf(snapshot, at),
      rows: await paged.count(snapshot, at),
      changesSince: await cursorOf(snapshot),
    };
    const pages = paged.pages(snapshot, at);
    const lines = format === 'csv' ? csvOf(paged.columns, pages) : ndjsonOf(meta, pages);
    return { headers: headersOf(meta), lines };
  });
  for (const [name, value] of Object.entries(headers)) reply.header(name, value);
  return new StreamableFile(body, { type: `${MEDIA_TYPES[format]}; charset=utf-8` });
}

type Pages = ReturnType<Paged['pages']>;

async function* ndjsonOf(meta: Readonly<Record<string, string | number>>, pages: Pages): AsyncGenerator<string> {
  yield `${JSON.stringify({ meta })}\n`;
  for await (const items of pages) yield items.map((item) => `${JSON.stringify(item)}\n`).join('');
  yield `${JSON.stringify({ end: { rows: meta['rows'] } })}\n`;
}

async function* csvOf(columns: readonly string[], pages: Pages): AsyncGenerator<string> {
  yield stringify([columns], CSV);
  // What is no plain value, such as the data of an event, is one cell of JSON.
  const cellOf = (value: unknown): unknown =>
    typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  for await (const items of pages)
    yield stringify(
      items.map((item) => columns.map((name) => cellOf(item[name]))),
      CSV,
    );
}
