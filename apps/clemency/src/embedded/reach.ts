import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterFolder, hasCluster, readPasswords, SUPERUSER } from './cluster.js';
import { openDataFolder } from './data-folder.js';
import { isServed, readPidFile } from './orphan.js';
import { FolderInUse } from './owner.js';
import { startPostgres } from './postgres.js';
import { DATABASE, urlOf } from './roles.js';
import { Trouble, withTrouble } from './trouble.js';

export interface ReachedDatabase {
  /** As superuser, database `clemency`. */
  readonly url: string;
  readonly isRunning: boolean;
  /** Leaves everything as it was found: a house that runs goes on, a database that was started for this is stopped. */
  release(): Promise<void>;
}

/** A house that was started a moment ago may still be recovering its database. */
const READY_MS_MAX = 60_000;

/**
 * Reaches the database of a data folder, whether its house runs or not. Whoever can read the folder's password file is
 * its owner; where the server listens is said in its pid file, and the server is believed to be ours only because it
 * knows the password (SCRAM proves it to both sides).
 * @throws Trouble when there is no database, or the folder can't be used
 */
export async function reachDatabase(folder: string): Promise<ReachedDatabase> {
  const path = resolve(folder);
  return withTrouble(`The data folder ${path}`, async () => {
    if (!(await hasCluster(path))) {
      const inKafka = join(path, 'kafka-home');
      const where = (await hasCluster(inKafka))
        ? `that of start:kafka is in ${inKafka}: give it with --data.`
        : 'set CLEMENCY_DATA or --data to the one that does.';
      throw new Trouble(`The data folder ${path} holds no ledger: ${where}`);
    }
    try {
      const owned = await openDataFolder(path);
      return await startFor(owned.path, () => owned.release());
    } catch (error) {
      if (!(error instanceof FolderInUse)) throw error;
      return reachRunning(await realpath(path), error);
    }
  });
}

/**
 * Whoever does not say which ledger he means, means the one whose house runs.
 * @param folder that nobody has named
 * @throws Trouble when its own house is stopped and that of `start:kafka` in it runs
 */
export async function refuseDoubt(folder: string): Promise<void> {
  const own = resolve(folder);
  const inKafka = join(own, 'kafka-home');
  if (!(await hasCluster(own)) || !(await isServed(clusterFolder(inKafka)))) return;
  if (await isServed(clusterFolder(own))) return;
  throw new Trouble(
    `Two ledgers are here: that of ${own}, whose house is stopped, and that of start:kafka in ${inKafka}, which runs. Say with --data which one is meant.`,
  );
}

async function startFor(path: string, giveUp: () => Promise<void>): Promise<ReachedDatabase> {
  try {
    const server = await startPostgres(path);
    const release = async (): Promise<void> => {
      await server.stop();
      await giveUp();
    };
    return { url: server.url, isRunning: false, release };
  } catch (error) {
    await giveUp();
    throw error;
  }
}

async function reachRunning(path: string, inUse: FolderInUse): Promise<ReachedDatabase> {
  const passwords = await readPasswords(path);
  if (!passwords) throw inUse;
  for (const deadline = Date.now() + READY_MS_MAX; Date.now() < deadline; await sleep(100)) {
    const found = await readPidFile(clusterFolder(path));
    if (!found?.isReady) continue;
    const url = urlOf({ port: found.port, passwords }, SUPERUSER, DATABASE);
    return { url, isRunning: true, release: () => Promise.resolve() };
  }
  throw inUse;
}
