import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const KEEPER = fileURLToPath(new URL('keeper.mjs', import.meta.url));

/**
 * Starts PostgreSQL, a Kafka broker or both, in a process that outlives nobody: they stop when this process ends,
 * however it ends.
 * @param {('postgres' | 'kafka')[]} wanted
 * @returns {Promise<{ variables: Record<string, string>, stop(): Promise<void> }>} `variables` say where they are
 */
export async function keepServers(wanted) {
  const keeper = spawn(process.execPath, [KEEPER, ...wanted], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(keeper, 'exit');
  const stop = async () => {
    keeper.stdin.end();
    await ended;
  };
  // An interrupted run has no teardown; without this the servers would still be stopping when it has ended.
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.once(name, () => void stop().then(() => process.exit(code)));
  }
  const [line] = await Promise.race([
    once(createInterface({ input: keeper.stdout }), 'line'),
    ended.then(() => ['{"trouble":"the process that keeps them ended; `npm run build` makes what it needs"}']),
  ]);
  const { trouble, ...variables } = JSON.parse(line);
  if (trouble) throw new Error(`The servers did not start: ${trouble}`);
  return { variables, stop };
}
