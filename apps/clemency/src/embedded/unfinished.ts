import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findBinaries } from './binaries.js';
import { clusterFolder, hasCluster } from './cluster.js';
import { stopOrphan } from './orphan.js';
import { serverUser } from './server-user.js';

/** How a data folder's parts are called while a restore makes them; what the name ends in is new each time. */
export const UNFINISHED = 'restored.new-';

/**
 * Removes what a restore that was killed has left in a data folder, and stops the server that it may have left running.
 * Whoever calls owns the folder.
 */
export async function clearUnfinished(path: string): Promise<void> {
  for (const name of await readdir(path)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const left = join(path, name);
    if (await hasCluster(left)) {
      const cluster = clusterFolder(left);
      await stopOrphan(cluster, await findBinaries(), await serverUser(cluster));
    }
    await rm(left, { recursive: true, force: true });
  }
}
