import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { runAs, type ServerUser } from './command.js';
import { Trouble } from './trouble.js';

const run = promisify(execFile);

const OURSELVES: ServerUser = { name: 'this user', ids: {} };

/**
 * Whoever owns the cluster already; for a new one, as root, `postgres` if there is such a user, else `nobody`.
 * @param cluster the cluster's folder, which need not exist yet
 * @throws Trouble when we are root and neither user exists
 */
export async function serverUser(cluster: string): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return OURSELVES;
  const owner = await ownerOf(cluster);
  if (owner) return owner;
  for (const name of ['postgres', 'nobody']) {
    const ids = await idsOf(name);
    if (ids) return { name, ids };
  }
  throw new Trouble(
    'PostgreSQL refuses to run as root, and there is neither a user `postgres` nor a user `nobody` here: start Clemency as an ordinary user.',
  );
}

async function ownerOf(cluster: string): Promise<ServerUser | undefined> {
  try {
    const { uid, gid } = await stat(cluster);
    return uid === 0 ? undefined : { name: `user ${uid}`, ids: { uid, gid } };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function idsOf(name: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch (error) {
    // The exit code is how id says that it knows no such user.
    if (typeof (error as { code?: unknown }).code === 'number') return undefined;
    throw error;
  }
}

/** Prints the first of the folders given that can't be passed through, or nothing. */
const FIRST_CLOSED = 'for folder; do [ -x "$folder" ] || { printf %s "$folder"; exit; }; done';

/**
 * Programs and data must be within that user's reach; a closed folder above them (such as /root) is the usual obstacle.
 * @param paths absolute paths of files or folders
 * @throws Trouble naming the folder that is closed
 */
export async function assertReachable(user: ServerUser, paths: readonly string[]): Promise<void> {
  if (user.ids.uid === undefined) return;
  const folders = [...new Set(paths.flatMap(withParents))];
  const { code, output } = await runAs(user, '/', '/bin/sh', ['-c', FIRST_CLOSED, 'sh', ...folders]);
  if (code === 0 && output === '') return;
  throw new Trouble(
    `PostgreSQL runs as ${user.name} here, because it refuses to run as root, and ${output.trim()} is closed to ${user.name}: open it (chmod o+x), move Clemency and its data elsewhere, or start Clemency as an ordinary user.`,
  );
}

const withParents = (path: string): string[] => {
  const parent = dirname(path);
  return parent === path ? [path] : [...withParents(parent), path];
};
