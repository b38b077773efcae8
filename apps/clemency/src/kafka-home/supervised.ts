import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Trouble, signal } from '../embedded/index.js';
import { forget, remember } from './leftovers.js';
import type { LogView } from './log-view.js';

const RESTARTS_MAX = 5;
const RESTART_WINDOW_MS = 60_000;
const FIRST_PAUSE_MS = 250;
const STOP_MS_MAX = 30_000;

export interface Program {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Surroundings {
  readonly view: LogView;
  /** Where pid files are. */
  readonly folder: string;
  /** Called once for a program that can't be kept running. */
  readonly fatal: (trouble: Trouble) => void;
}

/**
 * A program that is kept running: when it ends by itself it is started again, each time after a longer pause, and
 * given up after five restarts within a minute. It has a process group of its own, so Ctrl-C in a terminal reaches only
 * us, and we stop the programs in order.
 */
export class Supervised {
  private child: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();
  private stopping = false;
  private readonly abort = new AbortController();
  private readonly deaths: number[] = [];

  constructor(
    private readonly program: Program,
    private readonly around: Surroundings,
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  async start(): Promise<void> {
    const [command = '', ...args] = this.program.argv;
    const env = { ...this.program.env };
    const child = spawn(command, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    this.child = child;
    this.around.view.follow(this.program.name, child.stdout);
    this.around.view.follow(this.program.name, child.stderr);
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, name) => {
        resolve();
        this.onEnd(name ?? `exit code ${code}`);
      });
      child.once('error', (error) => {
        // Without a pid it never began, and no exit will be told.
        if (child.pid !== undefined) return;
        resolve();
        this.onEnd(error.message);
      });
    });
    if (child.pid !== undefined) await remember(this.around.folder, this.program.name, child.pid, this.program.argv);
  }

  /** Ends it in order; by force when it has not ended half a minute later. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.abort.abort();
    const pid = this.child?.pid;
    if (pid !== undefined && this.child?.exitCode === null && this.child.signalCode === null) {
      signal(pid, 'SIGTERM');
      const force = setTimeout(() => {
        this.around.view.say(this.program.name, `did not end within ${STOP_MS_MAX / 1000} s and is ended by force`);
        signal(pid, 'SIGKILL');
      }, STOP_MS_MAX);
      await this.ended;
      clearTimeout(force);
    }
    forget(this.around.folder, this.program.name);
  }

  private onEnd(how: string): void {
    if (this.stopping) return;
    const now = performance.now();
    this.deaths.push(now);
    const recent = this.deaths.filter((death) => now - death < RESTART_WINDOW_MS).length;
    if (recent > RESTARTS_MAX) {
      this.stopping = true;
      const { name } = this.program;
      this.around.fatal(
        new Trouble(`${name} ended ${recent} times within a minute (last: ${how}): see its lines above.`),
      );
      return;
    }
    const pauseMs = FIRST_PAUSE_MS * 2 ** (recent - 1);
    this.around.view.say(this.program.name, `ended (${how}); it is started again in ${pauseMs} ms`);
    void this.startAgain(pauseMs);
  }

  private async startAgain(pauseMs: number): Promise<void> {
    try {
      await sleep(pauseMs, undefined, { signal: this.abort.signal });
      await this.start();
    } catch (error) {
      // The pause was ended because we stop.
      if (this.abort.signal.aborted) return;
      this.around.fatal(new Trouble(`${this.program.name} can't be started again: ${String(error)}`, { cause: error }));
    }
  }
}
