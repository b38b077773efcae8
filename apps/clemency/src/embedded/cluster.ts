import { randomBytes } from 'node:crypto';
import { chown, lstat, mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { runAs } from './command.js';
import type { ServerUser } from './command.js';
import { Trouble, tellsOfFullDisk } from './trouble.js';

export const SUPERUSER = 'clemency';

/** Random, made once with the data folder, kept in a file that only we can read. */
export interface Passwords {
  readonly superuser: string;
  readonly query: string;
}

export const clusterFolder = (folder: string): string => join(folder, 'postgres');

export const hasCluster = (folder: string): Promise<boolean> => exists(join(clusterFolder(folder), 'PG_VERSION'));

/**
 * Makes the cluster in `folder`/postgres unless it is there. It is made beside and moved into place when whole, so a
 * process killed in the middle leaves nothing that looks like a cluster.
 * @throws Trouble for a full disk, or a cluster whose passwords are gone
 */
export async function ensureCluster(folder: string, binaries: Binaries, user: ServerUser): Promise<Passwords> {
  const cluster = clusterFolder(folder);
  const isThere = await hasCluster(folder);
  const passwords = await readPasswords(folder);
  if (isThere && passwords) return passwords;
  if (isThere) {
    throw new Trouble(
      `The data folder ${folder} has a database but its passwords are gone: put back ${passwordFile(folder)}, or set CLEMENCY_DATA to another folder.`,
    );
  }
  await clearUnfinished(folder);
  const fresh = passwords ?? (await writePasswords(folder));
  const unfinished = join(folder, `postgres.new-${randomBytes(4).toString('hex')}`);
  await mkdir(unfinished, { mode: 0o700 });
  await giveTo(user, unfinished);
  try {
    await initialise({ unfinished, binaries, user, password: fresh.superuser });
    await rename(unfinished, cluster);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
  return fresh;
}

interface Initialisation {
  readonly unfinished: string;
  readonly binaries: Binaries;
  readonly user: ServerUser;
  readonly password: string;
}

/**
 * Postgres' own locale `C.UTF-8` knows the letters of all scripts, so that lower-casing Cyrillic works, and sorts by
 * code point, the same on every machine. Where the system has that locale too it is used for the character classes.
 */
async function initialise(what: Initialisation): Promise<void> {
  const first = await initdb(what, 'C.UTF-8');
  if (first.code === 0) return;
  const last = /invalid locale/i.test(first.output) ? await initdb(what, 'C') : first;
  if (last.code === 0) return;
  if (tellsOfFullDisk(last.output)) throw diskFull(what.unfinished, last.output);
  throw new Trouble(`PostgreSQL could not make its data folder ${what.unfinished}: ${lastLine(last.output)}`);
}

async function initdb({ unfinished, binaries, user, password }: Initialisation, characters: string) {
  const pwfile = `${unfinished}.pw`;
  await writeFile(pwfile, `${password}\n`, { mode: 0o600 });
  try {
    await giveTo(user, pwfile);
    return await runAs(user, unfinished, binaries.initdb, [
      `--pgdata=${unfinished}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${pwfile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      `--lc-ctype=${characters}`,
      '--data-checksums',
    ]);
  } finally {
    await rm(pwfile, { force: true });
  }
}

async function giveTo(user: ServerUser, path: string): Promise<void> {
  const { uid, gid } = user.ids;
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}

async function clearUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith('postgres.new-')) await rm(join(folder, name), { recursive: true, force: true });
  }
}

export const passwordFile = (folder: string): string => join(folder, 'postgres.passwords.json');

export async function readPasswords(folder: string): Promise<Passwords | undefined> {
  if (!(await exists(passwordFile(folder)))) return undefined;
  return JSON.parse(await readFile(passwordFile(folder), 'utf8')) as Passwords;
}

async function writePasswords(folder: string): Promise<Passwords> {
  const random = (): string => randomBytes(24).toString('base64url');
  const passwords = { superuser: random(), query: random() };
  const file = await open(`${passwordFile(folder)}.new`, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(passwords)}\n`);
    // On the disk before the cluster that can only be opened with them.
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${passwordFile(folder)}.new`, passwordFile(folder));
  return passwords;
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

export const diskFull = (place: string, output: string): Trouble =>
  new Trouble(`The disk is full: PostgreSQL has no room in ${place}; free some space and start again.`, {
    cause: new Error(output),
  });

/** The last fault that a program of Postgres told of, without its dressing. */
export const lastFault = (output: string): string | undefined =>
  output
    .split('\n')
    .filter((line) => /FATAL|PANIC|error:/i.test(line))
    .at(-1)
    ?.replace(/^.*?(FATAL|PANIC|error):\s*/i, '')
    .trim();

/** The last fault, or else what it said last. */
export const lastLine = (output: string): string =>
  lastFault(output) ?? (output.trim().split('\n').at(-1)?.trim() || 'it said nothing');
