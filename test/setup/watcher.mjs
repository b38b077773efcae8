// Watches a house from outside, in a process of its own, so that a busy test does not look like a slow house. Told in
// its arguments the process and the address; when its standard input closes, prints one JSON line: the most memory that
// the process had (resident set, MiB) and how long /healthz took (milliseconds).
import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const [pid, url] = process.argv.slice(2);
const seen = { memoryMibMax: 0, latenciesMs: [], failures: [] };
let isOver = false;
process.stdin.resume().once('end', () => (isOver = true));

while (!isOver) {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', pid], { encoding: 'utf8' });
  seen.memoryMibMax = Math.max(seen.memoryMibMax, Number(stdout) / 1024);
  const asked = performance.now();
  try {
    const { status } = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(10_000) });
    if (status !== 200) seen.failures.push(String(status));
  } catch (error) {
    seen.failures.push(String(error.cause ?? error));
  }
  seen.latenciesMs.push(performance.now() - asked);
  await pause(50);
}
process.stdout.write(`${JSON.stringify(seen)}\n`);
