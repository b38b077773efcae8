import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Trouble } from '../embedded/index.js';

/**
 * What of a signer's folder can't be made again from the log: whose it is, and its keys. Trees, tiles and the list of
 * checkpoints are made again from the topics `events` and `checkpoints`, as far as they lead to what was signed.
 */
export interface SigningFile {
  /** Within the folder. */
  readonly path: string;
  readonly bytes: Buffer;
}

const FOLDER = 'tlog/';
const PATHS = /^(ledger\.json|keys\/\d{4}\.(key|pub))$/;

/** Its name in a backup. */
export const signingName = ({ path }: SigningFile): string => `${FOLDER}${path}`;

/** @returns the path within the folder; undefined for what is none of these files */
export function signingPath(name: string): string | undefined {
  const path = name.startsWith(FOLDER) ? name.slice(FOLDER.length) : '';
  return PATHS.test(path) ? path : undefined;
}

/** @param folder TLOG_DIR; where nothing was signed yet there is nothing in it */
export async function signingFilesIn(folder: string): Promise<SigningFile[]> {
  const paths = ['ledger.json', ...(await namesIn(join(folder, 'keys'))).map((name) => `keys/${name}`)];
  const there = [];
  for (const path of paths.filter((one) => PATHS.test(one)).sort()) {
    const bytes = await unlessAbsent(readFile(join(folder, path)));
    if (bytes) there.push({ path, bytes });
  }
  return there;
}

/**
 * Puts the files of a backup into a signer's folder. A folder that holds this ledger's own is left as it is: it may know
 * of checkpoints that are newer than the backup.
 * @throws Trouble when the folder holds something else
 */
export async function restoreSigning(folder: string, files: readonly SigningFile[]): Promise<void> {
  const there = await namesIn(folder);
  if (files.length === 0) return;
  const own = await unlessAbsent(readFile(join(folder, 'ledger.json')));
  const theirs = files.find(({ path }) => path === 'ledger.json')?.bytes;
  if (own && theirs && ledgerOf(own) === ledgerOf(theirs)) return;
  if (there.length > 0) {
    throw new Trouble(
      `${folder} holds checkpoints or something else, and not of the ledger in the backup: name another folder with TLOG_DIR, or move that one away.`,
    );
  }
  // Beside it, and then at once: a folder of keys without the ledger that they are of is nobody's.
  const beside = `${folder}.new-${randomBytes(4).toString('hex')}`;
  try {
    for (const { path, bytes } of files) {
      await writeDurably(join(beside, path), bytes, path.endsWith('.key') ? 0o600 : 0o644);
    }
    await mkdir(dirname(folder), { recursive: true });
    await rename(beside, folder);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

const ledgerOf = (bytes: Buffer): unknown => (JSON.parse(bytes.toString()) as { ledger?: unknown }).ledger;

async function writeDurably(path: string, bytes: Buffer, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const namesIn = async (folder: string): Promise<string[]> => (await unlessAbsent(readdir(folder))) ?? [];

async function unlessAbsent<Read>(reading: Promise<Read>): Promise<Read | undefined> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
