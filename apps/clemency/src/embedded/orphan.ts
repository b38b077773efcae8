import { readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { runAs } from './command.js';
import { identify } from './processes.js';
import type { ServerUser } from './command.js';
import { Trouble } from './trouble.js';

/** What `postmaster.pid` says, as far as it is written yet. */
export interface PidFile {
  readonly pid: number;
  readonly folder: string;
  /** NaN as long as it is not written. */
  readonly port: number;
  readonly isReady: boolean;
}

/** Lines of the file in the order of Postgres' own miscadmin.h: pid, folder, start, port, ..., status (the eighth). */
export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  try {
    const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
    const pid = Number(lines[0]);
    if (!(pid > 0)) return undefined;
    return { pid, folder: lines[1] ?? '', port: Number(lines[3] || NaN), isReady: lines[7]?.trim() === 'ready' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Stops the server that a killed process of ours left running in this cluster. Whoever calls owns the data folder, so
 * a server found here is nobody's. A pid file may outlive its server (after a power cut, say) and its number may belong
 * to another program by now: that one is left alone, and the file removed, since Postgres would take it at its word.
 * @throws Trouble when the server can't be stopped
 */
export async function stopOrphan(cluster: string, binaries: Binaries, user: ServerUser): Promise<void> {
  const found = await readPidFile(cluster);
  if (!found) return;
  if (!(await isServerOf(cluster, found))) {
    await rm(join(cluster, 'postmaster.pid'), { force: true });
    return;
  }
  await stopServer(cluster, binaries, user);
}

/** Whether a server of this cluster runs. */
export async function isServed(cluster: string): Promise<boolean> {
  const found = await readPidFile(cluster);
  return found !== undefined && isServerOf(cluster, found);
}

async function isServerOf(cluster: string, { pid, folder }: PidFile): Promise<boolean> {
  const who = await identify(pid);
  if (!who || !/postgres/i.test(who.command)) return false;
  const [ours, its] = [await realpath(cluster), await realpath(folder).catch(() => folder)];
  return ours === its && who.command.includes('-D');
}

/**
 * Stops the server in order (`fast`: sessions end, a checkpoint is written), or, when that takes too long, so that the
 * next start recovers from the write-ahead log. Nothing that was committed is lost either way.
 * @throws Trouble when it outlives even that
 */
export async function stopServer(cluster: string, binaries: Binaries, user: ServerUser): Promise<void> {
  let output = '';
  for (const [mode, seconds] of [
    ['fast', '30'],
    ['immediate', '10'],
  ] as const) {
    const args = ['stop', '-D', cluster, '-m', mode, '-w', '-t', seconds];
    const outcome = await runAs(user, cluster, binaries.pgCtl, args);
    if (outcome.code === 0 || !(await readPidFile(cluster))) return;
    output = outcome.output;
  }
  throw new Trouble(`PostgreSQL in ${cluster} can't be stopped: ${output.trim().split('\n').at(-1) ?? ''}`);
}
