import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Holder {
  readonly process: ChildProcess;
  /** What it printed: does it hold the folder, and if not, why not. */
  readonly said: { readonly holds: boolean; readonly url?: string; readonly sentence?: string };
  /** kill -9, and until the kernel has cleaned up after it. */
  kill(): Promise<void>;
}

/** Starts another process that opens the folder, and perhaps Postgres in it. Needs a built `dist`. */
export async function hold(folder: string, what: 'folder' | 'postgres', env = process.env): Promise<Holder> {
  const script = join(import.meta.dirname, 'hold.mjs');
  const child = spawn(process.execPath, [script, folder, what], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    once(lines, 'line'),
    ended.then(() => ['{"holds":false,"sentence":"it crashed"}']),
  ]);
  return {
    process: child,
    said: JSON.parse(String(first[0])) as Holder['said'],
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export const freshFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'clemency-test-'));
