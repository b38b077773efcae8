import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ArchivedPage, ArchivedRecord, LogContents } from '#log';
import { Trouble } from '../embedded/index.js';

/**
 * A backup is one tar file: HEAD first (which ledger, and how far its log went), then the log as parts of lines, gzipped,
 * MANIFEST last (the SHA-256 of every other entry). It is written in one go and read in one go, and a file without its
 * end is known to be cut off. docs/operations.md shows how to read one with tar, gzip and jq alone.
 */
export const HEAD = 'clemency-backup.json';
export const MANIFEST = 'manifest.json';
/** Another number is another layout. Format 1 had no keys of the signer in it, and is read as well. */
export const FORMAT = 2;
const READ = [1, FORMAT] as const;

const count = z.string().regex(/^\d+$/).transform(BigInt);
const head = z.object({
  format: z.literal(READ),
  /** The release that wrote it, for people. */
  clemency: z.string(),
  begun: z.string(),
  ledger: z.object({ id: z.uuid(), name: z.string(), partitions: z.int().min(1), born: z.iso.datetime() }),
  ends: z.record(z.string(), z.array(count)),
  positions: z.array(z.object({ group: z.string(), topic: z.string(), partition: z.int(), next: count })),
});
export type Head = LogContents & Omit<z.infer<typeof head>, 'format' | keyof LogContents>;

const manifest = z.object({
  entries: z.array(z.object({ name: z.string(), sha256: z.string(), records: z.int().optional() })),
});
export type Manifest = z.infer<typeof manifest>;

const line = z.object({
  offset: count,
  key: z.string(),
  stamped: z.string(),
  /** The value, where its bytes are UTF-8, as those of all records that we write are. */
  value: z.string().optional(),
  base64: z.base64().optional(),
});

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** bigint as decimal text: a number would be rounded beyond 2^53 by whoever reads it. */
export const printJson = (value: unknown): Buffer =>
  Buffer.from(`${JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))}\n`);

/** @throws Trouble for a format that this release does not read, and for what is no head */
export function parseHead(bytes: Buffer, file: string): Head {
  const value = parseJson(bytes) as { format?: unknown; clemency?: unknown } | undefined;
  const format = value?.format;
  if (typeof format === 'number' && !READ.some((known) => known === format)) {
    throw new Trouble(
      `The backup ${file} was made by Clemency ${String(value?.clemency)} in format ${format} and this Clemency reads format ${READ.join(' and ')}: restore it with a Clemency that reads format ${format}.`,
    );
  }
  const parsed = head.safeParse(value);
  if (parsed.success) return parsed.data;
  throw notABackup(file);
}

export function parseManifest(bytes: Buffer): Manifest | undefined {
  return manifest.safeParse(parseJson(bytes)).data;
}

export const notABackup = (file: string): Trouble => new Trouble(`${file} is no backup of Clemency.`);

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const PART = /^records\/([a-z-]+)\/(\d+)\/\d+\.ndjson\.gz$/;

/** Named by the first offset in it, so that a listing shows the order. */
export const partName = ({ topic, partition, records }: ArchivedPage): string =>
  `records/${topic}/${partition}/${String(records[0]!.offset).padStart(12, '0')}.ndjson.gz`;

export const isPart = (name: string): boolean => PART.test(name);

export function printPart({ records }: ArchivedPage): Buffer {
  return Buffer.concat(
    records.map(({ offset, key, stamped, value }) => {
      const bytes = isUtf8(value) ? { value: value.toString() } : { base64: value.toString('base64') };
      return printJson({ offset, key, stamped, ...bytes });
    }),
  );
}

export function parsePart(name: string, text: Buffer): ArchivedPage {
  const [, topic = '', partition = ''] = PART.exec(name) ?? [];
  const lines = text.toString().trimEnd().split('\n');
  return { topic, partition: Number(partition), records: lines.map(parseLine) };
}

function parseLine(text: string): ArchivedRecord {
  const { offset, key, stamped, value, base64 } = line.parse(JSON.parse(text));
  return {
    offset,
    key,
    stamped,
    value: value === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(value),
  };
}
