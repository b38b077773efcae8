import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { Refusal } from '#process';
import type { About, Format } from './formats/format.js';
import { FORMATS, formatOf, formatOfMediaType } from './formats/formats.js';
import { fetchWhole } from './web.js';

/** What `clemency ingest` was told of reports that do not say it themselves. */
export interface Told {
  readonly about: About;
  /** The address of a folder's files: each adds its name to it. */
  readonly uriBase?: string | undefined;
  readonly titleFromName?: boolean | undefined;
  readonly publishedFromMtime?: boolean | undefined;
}

/** One stretch of bytes to be sent, in one format. */
export interface Source {
  readonly name: string;
  readonly format: Format;
  readonly about: About;
  /** Null for a stream, which can be read only once. */
  readonly file: { readonly path: string; readonly bytes: number; readonly modifiedMs: number } | null;
  /** @param from a byte offset; 0 for a stream */
  open(from: number): AsyncIterable<Buffer>;
}

export interface Sources {
  /** In name order. */
  readonly list: readonly Source[];
  /** Files of a folder that are in no known format, by their endings. */
  readonly passedOver: number;
}

const READ_BYTES = 256 * 1024;

/**
 * @param given a file, a folder, an http(s) address, or `-` for standard input
 * @throws Refusal for what is not there, holds nothing that is read here, or is in no known format
 */
export async function sourcesOf(given: string, formatName: string | undefined, told: Told): Promise<Sources> {
  const forced = formatName === undefined ? undefined : formatNamed(formatName);
  if (given === '-') return { list: [streamOf('standard input', process.stdin, forced, told)], passedOver: 0 };
  if (/^https?:\/\//i.test(given)) {
    const { bytes, mediaType } = await fetchWhole(given);
    const format = forced ?? formatOf(new URL(given).pathname) ?? formatOfMediaType(mediaType);
    if (format) return { list: [streamOf(given, Readable.from([bytes]), format, told)], passedOver: 0 };
    throw new Refusal(`${given} is ${mediaType || 'of no media type'}: say with --format how reports stand in it.`);
  }
  const path = resolve(given);
  const found = await look(path);
  if (found.isDirectory()) return folderOf(path, forced, told);
  if (!found.isFile()) {
    return { list: [streamOf(given, createReadStream(path), forced, told)], passedOver: 0 };
  }
  const format = forced ?? formatOf(path);
  if (!format) throw new Refusal(`${given} ends in none of ${ENDINGS}: say with --format how reports stand in it.`);
  return { list: [fileOf({ path, name: basename(path), format }, found, told)], passedOver: 0 };
}

const ENDINGS = FORMATS.flatMap(({ endings }) => endings).join(', ');

function formatNamed(name: string): Format {
  const format = FORMATS.find((one) => one.name === name);
  if (format) return format;
  throw new Refusal(`--format ${name} is not known: it is ${FORMATS.map((one) => one.name).join(', ')}.`);
}

async function folderOf(folder: string, forced: Format | undefined, told: Told): Promise<Sources> {
  if (told.about.title !== undefined || told.about.uri !== undefined) {
    throw new Refusal('--title and --uri name one report, and this is a folder: use --title-from-name and --uri-base.');
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  const list: Source[] = [];
  for (const path of paths.sort(byBytes)) {
    const format = forced ?? formatOf(path);
    const found = format && (await look(path));
    if (found?.isFile()) list.push(fileOf({ path, name: relative(folder, path), format: format! }, found, told));
  }
  if (list.length === 0) {
    throw new Refusal(
      `${folder} holds no file that ends in ${ENDINGS}: say with --format how reports stand in others.`,
    );
  }
  return { list, passedOver: paths.length - list.length };
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

async function look(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new Refusal(`There is no file or folder ${path}.`);
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new Refusal(`${path} can't be read (${code}).`, { cause: error });
}

function fileOf(
  { path, name, format }: { path: string; name: string; format: Format },
  { size, mtime, mtimeMs }: { size: number; mtime: Date; mtimeMs: number },
  told: Told,
): Source {
  const about = {
    ...told.about,
    ...(told.uriBase === undefined ? {} : { uri: uriUnder(told.uriBase, name) }),
    ...(told.titleFromName ? { title: basename(name).replace(/\.[^.]+$/, '') } : {}),
    ...(told.publishedFromMtime ? { publishedAt: mtime.toISOString() } : {}),
  };
  const file = { path, bytes: size, modifiedMs: mtimeMs };
  return { name, format, about, file, open: (from) => bytesOf(path, from) };
}

const uriUnder = (base: string, name: string): string =>
  `${base.replace(/\/+$/, '')}/${name.split(sep).map(encodeURIComponent).join('/')}`;

async function* bytesOf(path: string, start: number): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { start, highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function streamOf(name: string, bytes: AsyncIterable<Buffer>, forced: Format | undefined, told: Told): Source {
  return { name, format: forced ?? FORMATS[0]!, about: told.about, file: null, open: () => bytes };
}

const HEAD_BYTES = 64 * 1024;

/**
 * Tells a file from another, and from itself once it was changed: its name, size, time of change and first 64 KiB.
 * @returns SHA-256 in hex; undefined for a stream
 */
export async function fingerprintOf({ name, file }: Source): Promise<string | undefined> {
  if (file === null) return undefined;
  const handle = await open(file.path).catch((error: unknown) => {
    throw unreadable(file.path, error);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const hash = createHash('sha256').update(JSON.stringify([name, file.bytes, file.modifiedMs]));
    return hash.update(buffer.subarray(0, bytesRead)).digest('hex');
  } finally {
    await handle.close();
  }
}
