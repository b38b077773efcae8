import { setTimeout as pause } from 'node:timers/promises';
import type { Draft, Topic } from '#log';
import type { House, Program } from '../house.js';

/** How much goes into the log at once: about what the log itself takes together. */
const APPEND = 4000;

/**
 * A backlog, caught up: the process is halted while the records are appended, then let go. Halted for a few seconds
 * only, so that its group does not give its partitions away.
 * @returns seconds from letting go until `isDone`
 */
export async function catchUp(
  { log }: House['ledger'],
  { child, output }: Program,
  [topic, drafts]: readonly [Topic, readonly Draft[]],
  isDone: (ends: readonly bigint[]) => Promise<boolean>,
): Promise<number> {
  child.kill('SIGSTOP');
  try {
    for (let at = 0; at < drafts.length; at += APPEND) await log.append(topic, drafts.slice(at, at + APPEND));
  } finally {
    child.kill('SIGCONT');
  }
  const began = performance.now();
  const ends = await log.ends(topic);
  while (!(await isDone(ends))) {
    if (child.exitCode !== null) throw new Error(`The process ended with ${child.exitCode}: ${output()}`);
    await pause(10);
  }
  return (performance.now() - began) / 1000;
}
