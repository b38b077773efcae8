import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const MAIN = join(import.meta.dirname, '..', 'dist', 'apps', 'clemency', 'src', 'main.js');

export interface Ended {
  readonly code: number | NodeJS.Signals;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A command at work, as somebody at a shell has it. */
export interface Working {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts `clemency` with these arguments; nothing of our own environment tells it where a house is. */
export function command(
  args: readonly string[],
  environment: Record<string, string> = {},
  input: string | Uint8Array = '',
): Working {
  const clean = { NODE_OPTIONS: '', DATABASE_URL: '', KAFKA_BROKERS: '', API_KEYS: '', CLEMENCY_KEY: '' };
  const env = { ...process.env, ...clean, ...environment };
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const [out, told]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => told.push(chunk));
  // A command that reads no input ends before it has taken it.
  child.stdin.on('error', () => child.stdin.destroy());
  child.stdin.end(input);
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: (code ?? signal) as number | NodeJS.Signals,
    stdout: Buffer.concat(out),
    stderr: Buffer.concat(told).toString(),
  }));
  return { child, ended };
}

/** Runs it to its end. */
export const clemency = (...given: Parameters<typeof command>): Promise<Ended> => command(...given).ended;

/** Waits until it is so, and asks often, since some things do not stay so. */
export async function until(met: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await met()); await pause(20)) {
    if (Date.now() > end) throw new Error('It did not come to that in a minute.');
  }
}
