import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { pack as packTar, type Header, type Pack } from 'tar-stream';
import type { ArchivedPage } from '#log';
import { Trouble } from '../embedded/index.js';
import {
  digestOf,
  FORMAT,
  HEAD,
  MANIFEST,
  partName,
  printJson,
  printPart,
  type Head,
  type Manifest,
} from './format.js';
import { signingName, type SigningFile } from './signing.js';

const compress = promisify(gzip);

/** Where JSON is compressed, a higher level costs several times the time for a tenth of the size. */
const LEVEL = 3;

export interface Written {
  readonly file: string;
  readonly records: number;
  readonly bytes: number;
}

/** What a backup holds beside its head. */
export interface Contents {
  readonly signing: readonly SigningFile[];
  readonly pages: AsyncIterable<ArchivedPage>;
}

/**
 * Where a backup will lie: in `target` itself, or, where that is a folder, in a file named after the ledger and the time.
 * @throws Trouble when something is there already
 */
export async function placeFor(target: string, { ledger, begun }: Head): Promise<string> {
  const path = resolve(target);
  const kind = await kindOf(path);
  const file = kind === 'folder' ? join(path, `${ledger.name}-${begun.replace(/[:.]/g, '-')}.tar`) : path;
  if (kind !== undefined && (kind === 'file' || (await kindOf(file)) !== undefined)) {
    throw new Trouble(`${file} is there already and nothing is overwritten: name another file, or a folder.`);
  }
  if ((await kindOf(dirname(file))) !== 'folder') throw new Trouble(`The folder ${dirname(file)} is not there.`);
  return file;
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Writes a backup, on the disk when this resolves. Until it is whole its name ends in `.part`, so that whoever finds a
 * file finds all of it. Holds one page of the log in memory at a time.
 * @param onRecords is told how many records each part held
 */
export async function writeBackup(
  file: string,
  head: Head,
  contents: Contents,
  onRecords: (count: number) => void,
): Promise<Written> {
  const part = `${file}.part`;
  const pack = packTar();
  // Reports may endanger somebody: only the one who made the backup may read it, until he says otherwise.
  const written = pipeline(pack, createWriteStream(part, { mode: 0o600 }));
  try {
    const [records] = await Promise.race([
      Promise.all([packAll(pack, head, contents, onRecords), written]),
      failed(written),
    ]);
    await makeDurable(part);
    await rename(part, file);
    await makeDurable(dirname(file));
    return { file, records, bytes: (await stat(file)).size };
  } catch (error) {
    pack.destroy();
    await written.catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}

/** A stream that can't be written to stops the packing, which would else wait for it for ever. */
const failed = (written: Promise<void>): Promise<never> =>
  new Promise((_, reject) => {
    written.catch(reject);
  });

async function packAll(
  pack: Pack,
  head: Head,
  { signing, pages }: Contents,
  onRecords: (count: number) => void,
): Promise<number> {
  const entries: Manifest['entries'] = [];
  const mtime = new Date(head.begun);
  const add = async (name: string, bytes: Buffer, records?: number): Promise<void> => {
    await addEntry(pack, { name, mtime, mode: 0o600 }, bytes);
    entries.push({ name, sha256: digestOf(bytes), ...(records === undefined ? {} : { records }) });
  };
  await add(HEAD, printJson({ format: FORMAT, ...head }));
  for (const one of signing) await add(signingName(one), one.bytes);
  let total = 0;
  for await (const page of pages) {
    await add(partName(page), await compress(printPart(page), { level: LEVEL }), page.records.length);
    total += page.records.length;
    onRecords(page.records.length);
  }
  await addEntry(pack, { name: MANIFEST, mtime, mode: 0o600 }, printJson({ entries }));
  pack.finalize();
  return total;
}

function addEntry(pack: Pack, header: Pick<Header, 'name' | 'mtime' | 'mode'>, bytes: Buffer): Promise<void> {
  return new Promise((done, reject) => {
    pack.entry(header, bytes, (error) => {
      if (error) reject(error);
      else done();
    });
  });
}

async function makeDurable(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Not every system lets a folder be synced; its files are, by themselves.
    if (!['EISDIR', 'EPERM', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle.close();
  }
}
