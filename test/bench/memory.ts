import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Program } from '../house.js';
import { median, type Finding } from './findings.js';

const SAMPLE_MS = 100;
/** Memory that grows with what has passed through would double from one quarter to the next; what breathes does not. */
const GROWTH_MOST = 1.2;

/** Watches the resident memory of a service's process while it works. */
export class MemoryWatch {
  private readonly samples: number[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly service: string,
    private readonly program: Program,
  ) {
    this.timer = setInterval(() => {
      this.sample();
    }, SAMPLE_MS);
    // A measure that fails does not stop it, and must end all the same.
    this.timer.unref();
  }

  /** @param isSteady whether the work was long and even enough to say that memory does not grow */
  stop(isSteady: boolean): Finding[] {
    clearInterval(this.timer);
    this.sample();
    const { service, samples } = this;
    const peak = peakOf(this.program.child.pid!) ?? Math.max(...samples);
    const found = [
      { name: `${service}PeakMiB`, says: `memory of ${service}, at its peak`, value: peak, unit: 'MiB' },
      { name: `${service}EndMiB`, says: `memory of ${service}, at the end`, value: samples.at(-1)!, unit: 'MiB' },
    ];
    if (!isSteady) return found;
    const quarter = (number: number): number =>
      median(samples.slice(Math.floor((samples.length * (number - 1)) / 4), Math.ceil((samples.length * number) / 4)));
    return [
      ...found,
      {
        name: `${service}MemoryGrowth`,
        says: `memory of ${service}, last quarter / the one before`,
        value: quarter(4) / quarter(3),
        unit: 'x',
        aim: { most: GROWTH_MOST },
      },
    ];
  }

  private sample(): void {
    const resident = residentOf(this.program.child.pid!);
    if (resident !== undefined) this.samples.push(resident);
  }
}

/** In MiB; undefined once the process has ended. */
function residentOf(pid: number): number | undefined {
  if (existsSync('/proc/self/status')) return statusOf(pid, 'VmRSS');
  const kibibytes = Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout);
  return kibibytes > 0 ? kibibytes / 1024 : undefined;
}

/** The kernel's own high-water mark, which misses nothing between two samples; undefined where there is none. */
const peakOf = (pid: number): number | undefined => statusOf(pid, 'VmHWM');

function statusOf(pid: number, field: string): number | undefined {
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readStatus(pid))?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
}

function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch (error) {
    // The process may end between any look and the next; ESRCH is its end in the middle of reading.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
