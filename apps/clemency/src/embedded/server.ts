import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { clusterFolder, diskFull, lastFault, lastLine } from './cluster.js';
import { environment } from './command.js';
import { readPidFile, stopOrphan, stopServer } from './orphan.js';
import type { ServerUser } from './command.js';
import { Trouble, tellsOfFullDisk } from './trouble.js';

/** After a kill the old server's last processes may hold the folder for some seconds more. */
const RETRY_MS_MAX = 15_000;
/** Recovery of a long write-ahead log takes its time; only silence for longer than this is a fault. */
const READY_MS_MAX = 180_000;
const LOG_BYTES_MAX = 10 * 1024 * 1024;

/** Durable first (fsync and synchronous_commit stay on), then small enough for a laptop. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  effective_cache_size: '1GB',
  maintenance_work_mem: '128MB',
  wal_buffers: '16MB',
  max_wal_size: '1GB',
  checkpoint_completion_target: '0.9',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
};

export interface Server {
  readonly port: number;
  stop(): Promise<void>;
  /** Settles when the server has ended, by `stop` or by itself; says in words how. */
  readonly exited: Promise<string>;
}

export interface ServerPlace {
  readonly folder: string;
  readonly binaries: Binaries;
  readonly user: ServerUser;
}

/**
 * Starts the server on a free port of the loopback, after stopping one that a killed process left behind.
 * @throws Trouble with the server's own last word when it can't start
 */
export async function startServer(place: ServerPlace): Promise<Server> {
  const cluster = clusterFolder(place.folder);
  for (const deadline = Date.now() + RETRY_MS_MAX; ; await sleep(200)) {
    await stopOrphan(cluster, place.binaries, place.user);
    const attempt = await attemptStart(place, await freePort());
    if ('port' in attempt) return attempt;
    if (tellsOfFullDisk(attempt.output)) throw diskFull(place.folder, attempt.output);
    const passes = /already exists|still in use|already in use|another server/i.test(attempt.output);
    if (!passes || Date.now() > deadline) {
      throw new Trouble(
        `PostgreSQL did not start in ${cluster}: ${lastLine(attempt.output)} (its log is ${logFile(place.folder)}).`,
      );
    }
  }
}

const logFile = (folder: string): string => join(folder, 'postgres.log');

async function attemptStart(place: ServerPlace, port: number): Promise<Server | { readonly output: string }> {
  const cluster = clusterFolder(place.folder);
  const logBegin = await rotateLog(place.folder);
  const child = await spawnServer(place, port);
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, name) => resolve(name ? `ended by ${name}` : `exited with code ${code}`));
  });
  const failed = new Promise<void>((resolve) => child.once('error', () => resolve()));
  const isReady = await Promise.race([untilReady(cluster, child), exited.then(() => false), failed.then(() => false)]);
  if (!isReady) {
    const output = await logSince(place.folder, logBegin);
    return { output: output.trim() === '' ? await silentEnd(exited, failed) : output };
  }
  const stop = async (): Promise<void> => {
    // Its end is waited for now, maybe by a process that has nothing else to do any more.
    child.ref();
    if (child.exitCode === null && child.signalCode === null) await stopServer(cluster, place.binaries, place.user);
    await exited;
  };
  return { port, stop, exited: exited.then((how) => withFault(how, place.folder, logBegin)) };
}

const logSince = async (folder: string, begin: number): Promise<string> =>
  (await readFile(logFile(folder))).subarray(begin).toString();

/** An end with a reason, such as a full disk, is told with it. */
async function withFault(how: string, folder: string, logBegin: number): Promise<string> {
  // Its data folder may be gone as a whole, and with it the log.
  const fault = await logSince(folder, logBegin).then(lastFault, () => undefined);
  return how === 'exited with code 0' || fault === undefined ? how : `${how}: ${fault}`;
}

const silentEnd = (exited: Promise<string>, failed: Promise<void>): Promise<string> =>
  Promise.race([exited, failed.then(() => 'the program could not be run')]);

/** A child of ours, so that its end is told at once, but in a process group and session of its own. */
async function spawnServer({ folder, binaries, user }: ServerPlace, port: number): Promise<ChildProcess> {
  const cluster = clusterFolder(folder);
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await open(logFile(folder), 'a', 0o600);
  try {
    const child = spawn(binaries.postgres, ['-D', cluster, '-p', String(port), ...settings], {
      ...user.ids,
      cwd: cluster,
      env: environment(),
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    // The server must not keep a process alive that has nothing else to do.
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** Ready is what the server itself writes into its pid file when it takes connections. */
async function untilReady(cluster: string, child: ChildProcess): Promise<boolean> {
  for (const deadline = Date.now() + READY_MS_MAX; Date.now() < deadline; await sleep(20)) {
    const found = await readPidFile(cluster);
    if (found?.pid === child.pid && found?.isReady) return true;
    if (child.exitCode !== null || child.signalCode !== null) return false;
  }
  child.kill('SIGQUIT');
  return false;
}

async function rotateLog(folder: string): Promise<number> {
  try {
    const { size } = await stat(logFile(folder));
    if (size < LOG_BYTES_MAX) return size;
    await rename(logFile(folder), `${logFile(folder)}.1`);
    return 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** Another program may take it before the server does; then the start is tried again with another one. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
