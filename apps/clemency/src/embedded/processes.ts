import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A process as it is told from another one that was given the same number later: by its command line and by when it
 * began. `started` is comparable only with one of the same machine and boot.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly command: string;
  readonly started: string;
}

/** @returns undefined when there is no such process, or only a dead one that nobody has buried yet */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  if (process.platform === 'linux') return identifyInProc(pid);
  return process.platform === 'win32' ? identifyOnWindows(pid) : identifyWithPs(pid);
}

async function identifyInProc(pid: number): Promise<ProcessIdentity | undefined> {
  try {
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Field 22 of proc(5), counted after the name, which is in brackets and may itself hold spaces and brackets.
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return command === '' ? undefined : { pid, command, started };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return undefined;
    throw error;
  }
}

async function identifyWithPs(pid: number): Promise<ProcessIdentity | undefined> {
  const output = await outputOf('ps', ['-ww', '-p', String(pid), '-o', 'lstart=,command=']);
  // "Mon Nov 24 15:35:08 2025 command": lstart is always 24 characters.
  const command = output.slice(24).trim();
  return command === '' ? undefined : { pid, command, started: output.slice(0, 24) };
}

async function identifyOnWindows(pid: number): Promise<ProcessIdentity | undefined> {
  const query = `Get-CimInstance Win32_Process -Filter "ProcessId=${pid}" | ForEach-Object { $_.CreationDate.Ticks; $_.CommandLine }`;
  const [started = '', ...command] = (await outputOf('powershell', ['-NoProfile', '-Command', query])).split(/\r?\n/);
  return started === '' ? undefined : { pid, command: command.join(' ').trim(), started };
}

async function outputOf(program: string, args: string[]): Promise<string> {
  try {
    return (await run(program, args)).stdout.trim();
  } catch (error) {
    // Exit code 1 is how ps says that there is no such process; a number means that the program itself did run.
    if (typeof (error as { code?: unknown }).code === 'number') return '';
    throw error;
  }
}

/** Sends a signal. A process that has ended by itself in the meantime is what was wanted. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Ends a process if it is still the one that is meant: SIGTERM, then SIGKILL when it has not gone within `withinMs`.
 * @returns whether it was there
 */
export async function end(who: ProcessIdentity, withinMs = 10_000): Promise<boolean> {
  if (!(await isStill(who))) return false;
  signal(who.pid, 'SIGTERM');
  for (const deadline = Date.now() + withinMs; Date.now() < deadline;) {
    if (!(await isStill(who))) return true;
    await sleep(50);
  }
  signal(who.pid, 'SIGKILL');
  while (await isStill(who)) await sleep(50);
  return true;
}

async function isStill(who: ProcessIdentity): Promise<boolean> {
  const now = await identify(who.pid);
  return now?.started === who.started && now.command === who.command;
}
