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
      const inKafka = kafkaHomeIn(path);
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

/** Where in a data folder that of `start:kafka` lies: a ledger keeps its log where it was born. */
export const kafkaHomeIn = (folder: string): string => join(folder, 'kafka-home');

/**
 * The data folder that a command is about: one that is named, else that of the configuration.
 * @throws Trouble where none is named, the house of the configured one is stopped and that of `start:kafka` in it runs:
 *   what is asked is hardly about the stopped one then
 */
export async function folderMeant(named: string | undefined, configured: string): Promise<string> {
  if (named !== undefined) return named;
  const own = resolve(configured);
  const inKafka = kafkaHomeIn(own);
  const isInDoubt =
    (await hasCluster(own)) && (await isServed(clusterFolder(inKafka))) && !(await isServed(clusterFolder(own)));
  if (!isInDoubt) return configured;
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
