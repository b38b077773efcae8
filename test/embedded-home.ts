import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type ReportAnswer } from './client.js';
import { freePort } from './house.js';

/** The embedded home as one person runs it: one process, a database of its own in a folder, signals from a terminal. */
export const MAIN = join(import.meta.dirname, '..', 'dist', 'apps', 'clemency', 'src', 'main.js');

export interface Running {
  readonly child: ChildProcess;
  readonly client: Client;
  readonly output: () => string;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

/** A folder for one test: houses with their data in it, and commands about them. `clean` ends and removes all. */
export class Workplace {
  private readonly running: Running[] = [];
  private constructor(readonly folder: string) {}

  static async open(): Promise<Workplace> {
    const folder = await mkdtemp(join(tmpdir(), 'clemency-embedded-'));
    await chmod(folder, 0o711);
    return new Workplace(folder);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Starts a house whose data are in the folder `data`; whoever calls waits for what he expects of it. */
  async start(data = 'data', environment: Record<string, string> = {}, args = ['start']): Promise<Running> {
    const port = environment.PORT ?? String(await freePort());
    const env = this.environment({ CLEMENCY_DATA: this.path(data), PORT: port, ...environment });
    const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
    const one = { child, client: new Client(`http://127.0.0.1:${port}`), output: () => chunks.join(''), ended };
    this.running.push(one);
    return one;
  }

  async startReady(data = 'data', environment: Record<string, string> = {}): Promise<Running> {
    const house = await this.start(data, environment);
    await untilReady(house);
    return house;
  }

  /** Runs `clemency` with these arguments to its end. */
  async run(args: readonly string[], environment: Record<string, string> = {}): Promise<Said> {
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: this.environment({ CLEMENCY_DATA: this.path('data'), ...environment }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out, errors };
  }

  /** Processes whose command line names the folder: servers that outlived their house, say. */
  processes(): string[] {
    const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
    return stdout.split('\n').filter((line) => line.includes(this.folder) && !line.includes('ps -eo'));
  }

  async clean(): Promise<void> {
    for (const { child, ended } of this.running.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private environment(own: Record<string, string>): NodeJS.ProcessEnv {
    return { ...process.env, NODE_OPTIONS: '', DATABASE_URL: '', KAFKA_BROKERS: '', ...own };
  }
}

export async function untilReady({ client, output, child }: Running): Promise<void> {
  for (const until = Date.now() + 60_000; ; await pause(100)) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${output()}`);
    const answer = await client.get('/readyz').catch(() => undefined);
    if (answer?.status === 200) return;
    if (Date.now() > until) throw new Error(`It was not ready in time: ${output()}`);
  }
}

/** Stops it as a supervisor does, in order. */
export async function stop({ child, ended }: Running): Promise<void> {
  child.kill('SIGTERM');
  if ((await ended) !== 0) throw new Error('It did not stop in order.');
}

/** How a request of a sender ended: a status, or the code with which the connection did. */
export type Outcome = number | string;

export interface Senders {
  /** Report id to position, of each 202 so far. */
  readonly accepted: ReadonlyMap<string, string>;
  /** How many requests ended how. */
  readonly outcomes: ReadonlyMap<Outcome, number>;
  /** Sends no more and waits for the answers to what is under way. */
  end(): Promise<void>;
}

/** How long a stop in order may take, in milliseconds. */
export const STOP_MS_MAX = 10_000;

/**
 * How a request may end while the house ends: with an answer, with 503 (nothing of it is promised), with a connection
 * that is closed before an answer, or with none at all. Codes are those of Node and of its fetch.
 */
export const CLEAN: readonly Outcome[] = [202, 503, 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/**
 * Sends different reports as fast as they are answered, on several connections, until told to end.
 * @param options `from` is where they begin to count, so that others may have come before
 */
export function startSenders(client: Client, { connections = 16, from = 0 } = {}): Senders {
  const accepted = new Map<string, string>();
  const outcomes = new Map<Outcome, number>();
  let [ending, number] = [false, from];
  const sender = async (): Promise<void> => {
    while (!ending) {
      const outcome = await send(client, (number += 1), accepted);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (outcome !== 202) await pause(20);
    }
  };
  const senders = Promise.all(Array.from({ length: connections }, sender));
  const end = async (): Promise<void> => {
    ending = true;
    await senders;
  };
  return { accepted, outcomes, end };
}

/** Until so many reports were accepted. */
export async function underWay(senders: Senders, count: number): Promise<void> {
  for (const until = Date.now() + 30_000; senders.accepted.size < count && Date.now() < until;) await pause(20);
  expect(senders.accepted.size).toBeGreaterThanOrEqual(count);
}

async function send(client: Client, number: number, accepted: Map<string, string>): Promise<Outcome> {
  try {
    const { status, body } = await client.post<{ reportId: string; position: string }>('/v1/reports', reportOf(number));
    if (status === 202) accepted.set(body.reportId, body.position);
    return status;
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    return cause?.code ?? String(error);
  }
}

const NAMES = ['Ales Bialiatski', 'Maria Kolesnikova', 'Viktar Babaryka'];

/** A report of its own for each number: prose about a few people, so that subjects are shared. */
export const reportOf = (number: number) => ({
  source: { id: `feed-${number % 5}`, name: `Feed ${number % 5}`, kind: 'news_agency' },
  uri: `https://feed.example/${number}`,
  lang: 'en',
  publishedAt: '2025-12-13T12:00:00Z',
  body: `Belarus released ${NAMES[number % 3]} on Saturday. President Lukashenko pardoned ${number + 2} prisoners on December 13.`,
});

/** Every one of these reports is there, read, with as many events as its receipt counts. */
export async function expectAllThere(client: Client, accepted: ReadonlyMap<string, string>): Promise<void> {
  for (const [reportId, position] of accepted) {
    const { receipt, events } = await client.read<ReportAnswer>(`/v1/reports/${reportId}`, position);
    expect([reportId, receipt?.data.events]).toEqual([reportId, events.length]);
  }
}
