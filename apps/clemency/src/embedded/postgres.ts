import { join } from 'node:path';
import { findBinaries } from './binaries.js';
import { SUPERUSER, clusterFolder, ensureCluster } from './cluster.js';
import { DATABASE, QUERY_USER, prepareServer, urlOf } from './roles.js';
import { assertReachable, serverUser } from './server-user.js';
import { startServer } from './server.js';
import { withTrouble } from './trouble.js';
import { clearUnfinished } from './unfinished.js';

export interface EmbeddedPostgres {
  /** As superuser, database `clemency`. */
  readonly url: string;
  /** As `clemency_query`, who may only read what was granted to `clemency_reader`. */
  readonly queryUrl: string;
  /** Ends the server in order. Safe to call twice. */
  stop(): Promise<void>;
  /** Settles when the server has ended, by `stop` or by itself, and says how; never rejects. */
  readonly exited: Promise<string>;
}

/**
 * Starts a real PostgreSQL server on the data of `folder`, making them when they are missing. The server listens on the
 * loopback alone, at a free port that is another one at each start, in a process group of its own: it ends by `stop`,
 * and one that outlived a killed process is stopped by the next start.
 * @param folder absolute path of a data folder that the caller owns (`openDataFolder`)
 * @throws Trouble for all that a person can mend: full disk, closed folders, no programs for this machine
 */
export async function startPostgres(folder: string): Promise<EmbeddedPostgres> {
  return withTrouble(`The data folder ${folder}`, async () => {
    await clearUnfinished(folder);
    const binaries = await findBinaries();
    const user = await serverUser(clusterFolder(folder));
    await assertReachable(user, [folder, join(binaries.postgres, '..')]);
    const passwords = await ensureCluster(folder, binaries, user);
    const server = await startServer({ folder, binaries, user });
    const address = { port: server.port, passwords };
    try {
      await prepareServer(address);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return {
      url: urlOf(address, SUPERUSER, DATABASE),
      queryUrl: urlOf(address, QUERY_USER, DATABASE),
      stop: () => server.stop(),
      exited: server.exited,
    };
  });
}
