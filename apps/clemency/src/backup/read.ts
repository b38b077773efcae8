import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { ArchivedPage } from '#log';
import { Trouble } from '../embedded/index.js';
import { digestOf, HEAD, isPart, MANIFEST, notABackup, parseHead, parseManifest, parsePart } from './format.js';
import type { Head, Manifest } from './format.js';
import { signingPath, type SigningFile } from './signing.js';

const expand = promisify(gunzip);

/** A part holds one page of the log: at most 8 MiB of values, or one record, whose escapes may take six times that. */
const ENTRY_BYTES_MAX = 64 * 1024 * 1024;
const PART_BYTES_MAX = 256 * 1024 * 1024;

/** A backup that was found whole. */
export interface Checked {
  readonly head: Head;
  readonly records: number;
  /** Of a backup of format 1 none. */
  readonly signing: readonly SigningFile[];
}

/**
 * Reads a backup from its beginning to its end without making anything of it, so that a bad one is refused before there
 * is half of a ledger.
 * @throws Trouble, one sentence, when it is cut off, altered, of another format, or no backup at all
 */
export async function checkBackup(file: string): Promise<Checked> {
  const found = new Map<string, string>();
  let head: Head | undefined;
  let manifest: Manifest | undefined;
  const signing: SigningFile[] = [];
  for await (const { name, bytes } of entriesOf(file)) {
    if (head === undefined && name !== HEAD) throw notABackup(file);
    if (name === MANIFEST) manifest = parseManifest(bytes) ?? refuse(file, MANIFEST);
    else found.set(name, digestOf(bytes));
    const path = signingPath(name);
    if (path !== undefined) signing.push({ path, bytes });
    head ??= parseHead(bytes, file);
  }
  if (head === undefined) throw notABackup(file);
  if (manifest === undefined) throw cutOff(file);
  for (const { name, sha256 } of manifest.entries) if (found.get(name) !== sha256) refuse(file, name);
  const parts = manifest.entries.filter(({ name }) => isPart(name));
  // Something that the manifest does not name was put in, or a part's name says nothing.
  const known = 1 + parts.length + signing.length;
  if (found.size !== manifest.entries.length || known !== manifest.entries.length) refuse(file, MANIFEST);
  const records = parts.reduce((sum, part) => sum + (part.records ?? 0), 0);
  const expected = Object.values(head.ends).flat();
  if (BigInt(records) !== expected.reduce((sum, end) => sum + end, 0n)) refuse(file, MANIFEST);
  return { head, records, signing };
}

/** The log in a backup that `checkBackup` has found whole, page by page in order. */
export async function* pagesOf(file: string): AsyncGenerator<ArchivedPage> {
  const next = new Map<string, bigint>();
  for await (const { name, bytes } of entriesOf(file)) {
    if (!isPart(name)) continue;
    const page = parsePart(name, await expand(bytes, { maxOutputLength: PART_BYTES_MAX }));
    const place = `${page.topic}/${page.partition}`;
    for (const { offset } of page.records) {
      if (offset !== (next.get(place) ?? 0n)) refuse(file, name);
      next.set(place, offset + 1n);
    }
    yield page;
  }
}

async function* entriesOf(file: string): AsyncGenerator<{ name: string; bytes: Buffer }> {
  await refuseAbsent(file);
  const source = createReadStream(file);
  const entries = extract();
  source.once('error', (error) => entries.destroy(error)).pipe(entries);
  try {
    for await (const entry of entries) {
      const { name, size = 0 } = entry.header;
      if (size > ENTRY_BYTES_MAX) refuse(file, name);
      const chunks: Buffer[] = [];
      for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
      yield { name, bytes: Buffer.concat(chunks) };
    }
  } catch (error) {
    throw asRefusal(error, file);
  } finally {
    source.destroy();
  }
}

/** What the tar reader says of a file that is none, or that ends in the middle. */
function asRefusal(error: unknown, file: string): unknown {
  const message = error instanceof Error ? error.message : '';
  if (/Unexpected end of data/.test(message)) return cutOff(file);
  if (/Invalid tar header/.test(message)) return new Trouble(`The backup ${file} was altered, or is none: ${message}`);
  return error;
}

async function refuseAbsent(file: string): Promise<void> {
  try {
    if ((await stat(file)).isFile()) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Trouble(`There is no backup ${file}.`, { cause: error });
  }
  throw new Trouble(`${file} is no file: a backup is one.`);
}

const cutOff = (file: string): Trouble =>
  new Trouble(`The backup ${file} is cut off, its end is missing: copy it again, or take another one.`);

function refuse(file: string, name: string): never {
  throw new Trouble(
    `The backup ${file} was altered or damaged: ${name} is not what was written. Copy it again, or take another one.`,
  );
}
