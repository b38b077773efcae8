import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { clusterFolder, passwordFile } from './cluster.js';
import { openDataFolder } from './data-folder.js';
import { startPostgres } from './postgres.js';
import { Trouble, withTrouble } from './trouble.js';
import { clearUnfinished, UNFINISHED } from './unfinished.js';

/** What a start that was given up leaves behind, the home beside, and the signer's folder, which whoever fills looks at. */
const NO_DATA = /^(owner|format\.json(\.new)?|postgres\.passwords\.json(\.new)?|postgres\.log(\.1)?|kafka-home|tlog)$/;

/**
 * Makes a data folder whose database `fill` has filled, whole or not at all: it is made inside, under another name, and
 * moved into place last, so a process killed in the middle leaves nothing that a start could take for a ledger.
 * @param folder absent, or without data
 * @param fill is given the database's URL, as superuser
 * @throws Trouble when the folder holds data or is in use
 */
export async function makeDataFolder(folder: string, fill: (url: string) => Promise<void>): Promise<void> {
  const path = resolve(folder);
  await withTrouble(`The data folder ${path}`, async () => {
    await refuseData(path);
    const owned = await openDataFolder(path);
    try {
      await refuseData(path);
      await clearUnfinished(path);
      await makeInside(path, fill);
    } finally {
      await owned.release();
    }
  });
}

async function makeInside(path: string, fill: (url: string) => Promise<void>): Promise<void> {
  const beside = join(path, `${UNFINISHED}${randomBytes(4).toString('hex')}`);
  // The database's user, who is another one when we are root, must be able to pass through.
  await mkdir(beside, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  try {
    const server = await startPostgres(beside);
    try {
      await fill(server.url);
    } finally {
      await server.stop();
    }
    // The cluster last: a folder with passwords and no cluster is an empty one.
    await rename(passwordFile(beside), passwordFile(path));
    await rename(clusterFolder(beside), clusterFolder(path));
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

async function refuseData(path: string): Promise<void> {
  const data = (await namesIn(path)).filter((name) => !NO_DATA.test(name) && !name.includes('.new-'));
  if (data.length === 0) return;
  throw new Trouble(
    `The folder ${path} already holds data (${data.sort().slice(0, 3).join(', ')}) and nothing is overwritten: restore into a new folder with --data or CLEMENCY_DATA, or move that one away.`,
  );
}

async function namesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
