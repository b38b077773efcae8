import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { end, identify, type ProcessIdentity } from '../embedded/index.js';

/** What is remembered of a process of ours. `started` is missing if we were killed while we asked for it. */
type Remembered = Pick<ProcessIdentity, 'pid' | 'command'> & Partial<ProcessIdentity>;

/**
 * Remembers a process that was just started, so that the next start can end it should we be killed.
 * @param folder where the pid files are
 * @param argv the program and its arguments
 */
export async function remember(folder: string, name: string, pid: number, argv: readonly string[]): Promise<void> {
  // Written in the same turn of the event loop as the start: only a kill between two instructions could come between.
  mkdirSync(folder, { recursive: true });
  write(folder, name, { pid, command: argv.join(' ') });
  const who = await identify(pid);
  if (who) write(folder, name, who);
}

const write = (folder: string, name: string, what: Remembered): void =>
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(what));

export const forget = (folder: string, name: string): void => rmSync(join(folder, `${name}.json`), { force: true });

/**
 * Ends what a killed supervisor left running. A pid alone proves nothing, since the system gives it out again: a process
 * is ended only if its command line, and its start where that is known, are those of the one that we started.
 * @param order names, first to end first
 * @returns the names of those that were still there
 */
export async function endLeftovers(folder: string, order: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const names = (await filesIn(folder)).map((file) => file.slice(0, -'.json'.length));
  for (const name of names.sort((a, b) => order.indexOf(a) - order.indexOf(b))) {
    const remembered = await read(join(folder, `${name}.json`));
    const now = remembered && (await identify(remembered.pid));
    if (now && isSame(remembered, now) && (await end(now))) found.push(name);
    forget(folder, name);
  }
  return found;
}

const isSame = (remembered: Remembered, now: ProcessIdentity): boolean =>
  now.command === remembered.command && now.started === (remembered.started ?? now.started);

async function filesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A file that was cut off says nothing of any process. */
async function read(file: string): Promise<Remembered | undefined> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text) as Remembered;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
