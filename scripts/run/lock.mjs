import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const WAIT_MS_MAX = 15 * 60_000;

/**
 * Runs `work` while no other process does the like. Each contender writes a file named by its pid, then looks at the
 * others': of two, at least the later one sees the other, withdraws and waits. A dead process's file counts for nothing,
 * so one that was killed locks nobody out.
 * @param {string} folder where the contenders' files are
 * @param {() => Promise<void>} work
 */
export async function alone(folder, work) {
  const own = String(process.pid);
  mkdirSync(folder, { recursive: true });
  for (const deadline = Date.now() + WAIT_MS_MAX; ;) {
    writeFileSync(join(folder, own), '');
    const other = readdirSync(folder).find((name) => name !== own && lives(folder, name));
    if (other === undefined) break;
    rmSync(join(folder, own), { force: true });
    if (Date.now() > deadline)
      throw new Error(`Process ${other} has been building for long; end it, or delete ${folder}.`);
    await sleep(100 + Math.random() * 200);
  }
  try {
    await work();
  } finally {
    rmSync(join(folder, own), { force: true });
  }
}

function lives(folder, name) {
  try {
    return process.kill(Number(name), 0);
  } catch (error) {
    if (error.code === 'EPERM') return true;
    rmSync(join(folder, name), { force: true });
    return false;
  }
}
