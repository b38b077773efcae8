import { existsSync, readFileSync } from 'node:fs';

/** The kernel's clock ticks, as /proc has them on every Linux of today (proc(5), sysconf _SC_CLK_TCK). */
const TICKS_PER_SECOND = 100;

/**
 * Seconds that a process has had a processor, all its threads together. Others who use the machine change this figure
 * less than they change the time on the clock. Undefined where there is no /proc.
 */
export function processorSeconds(pid: number): number | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  // The second field is the program's name in parentheses and may hold anything; what follows it is numbers.
  const text = readFileSync(file, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  return (user + system) / TICKS_PER_SECOND;
}
