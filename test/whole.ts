import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openLedger, type Ledger } from '#register';
import { Client, type Answer } from './client.js';
import { deleteTopics, freePort, kafkaBrokers, type Home } from './house.js';
import { createDatabase, databaseAvailable } from './setup/database.js';

/** The whole house in one process, as `npm start` runs it, on a test database; its log there too, or in Kafka. */
export interface Whole {
  readonly url: string;
  readonly databaseUrl: string;
  /** Where its ledger is, for commands that work on it themselves. */
  readonly settings: Readonly<Record<string, string>>;
  readonly kafka: { readonly brokers: string[]; readonly prefix: string; readonly replication: 'single' } | undefined;
  readonly pid: number;
  readonly client: Client;
  /** How many records `reports` has: what was refused must not have added one. */
  stored(): Promise<number>;
  close(): Promise<void>;
}

export const describeWithDatabase = databaseAvailable() ? describe : describe.skip;

const MAIN = join(import.meta.dirname, '..', 'dist', 'apps', 'clemency', 'src', 'main.js');

/** Starts a process and tells what it printed; whoever calls it waits for what it expects. */
export function startMain(environment: Record<string, string>) {
  const env = { ...process.env, NODE_OPTIONS: '', KAFKA_BROKERS: '', LOG_LEVEL: 'warn', ...environment };
  const child = spawn(process.execPath, [MAIN, 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  return { child, ended, output: () => chunks.join('') };
}

export async function openWhole(environment: Record<string, string> = {}, home: Home = 'postgres'): Promise<Whole> {
  const prefix = `whole-${randomBytes(5).toString('hex')}.`;
  const kafka =
    home === 'kafka' ? { brokers: kafkaBrokers!.split(','), prefix, replication: 'single' as const } : undefined;
  const [database, tlog] = [await createDatabase(), await mkdtemp(join(tmpdir(), 'clemency-tlog-'))];
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    DATABASE_URL: database.url,
    ...(kafka ? { KAFKA_BROKERS: kafkaBrokers!, KAFKA_TOPIC_PREFIX: prefix } : {}),
  };
  const main = startMain({
    ...settings,
    QUERY_DATABASE_URL: database.queryUrl ?? '',
    PORT: String(port),
    TLOG_DIR: tlog,
    ...environment,
  });
  const close = async (): Promise<void> => {
    main.child.kill('SIGTERM');
    await main.ended;
    if (kafka) await deleteTopics(kafka.brokers, prefix);
    await database.drop();
    await rm(tlog, { recursive: true, force: true });
  };
  for (const until = Date.now() + 60_000; ; await pause(100)) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) break;
    if (main.child.exitCode !== null || Date.now() > until) {
      await close();
      throw new Error(`The house is not ready: ${main.output()}`);
    }
  }
  const client = new Client(url);
  const stored = async (): Promise<number> => {
    const { topics } = await client.read<{ topics: Record<string, string[]> }>('/v1/audit/state');
    return topics.reports!.reduce((sum, end) => sum + Number(end), 0);
  };
  return { url, databaseUrl: database.url, settings, kafka, pid: main.child.pid!, client, stored, close };
}

/** The whole house with its ledger opened beside it: for reading the log and for writing to the inbox as a stranger would. */
export interface WithLedger extends Whole {
  readonly ledger: Ledger;
  /** The inbox as Kafka knows it. */
  readonly inboxTopic: string;
}

export async function openWithLedger(home: Home): Promise<WithLedger> {
  const whole = await openWhole({}, home);
  const { databaseUrl, kafka } = whole;
  const ledger = await openLedger({ databaseUrl, name: 'clemency', kafka });
  const close = async (): Promise<void> => {
    await ledger.close();
    await whole.close();
  };
  return { ...whole, ledger, inboxTopic: `${kafka?.prefix ?? ''}inbox`, close };
}

export interface Sent {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}
export interface ToSend {
  readonly method?: string;
  /** As it stands: no part of it is normalised or escaped. */
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** Sends what `fetch` would put right first. */
export async function send(url: string, { method = 'GET', path, headers = {}, body }: ToSend): Promise<Sent> {
  const { hostname, port } = new URL(url);
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const sent = request({ hostname, port, method, path, headers: { ...length, ...headers } });
  // Before the answer this rejects the wait for it; after it, it tells only that the rest of the body was not wanted.
  sent.on('error', () => sent.destroy());
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode!, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') };
}

/** Writes bytes to a bare connection and gives back all that comes until it is closed, or for a second. */
export async function sendBytes(url: string, bytes: string | Uint8Array): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.write(bytes);
  await Promise.race([once(socket, 'close'), pause(1000)]);
  socket.destroy();
  return Buffer.concat(chunks).toString('utf8');
}

export interface ProblemDocument {
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** Fails unless the answer is a whole problem document (RFC 9457), which it gives back. */
export function problemOf(answer: Answer<unknown> | Sent): ProblemDocument {
  const isSent = 'text' in answer;
  const mediaType = isSent ? answer.headers['content-type'] : answer.headers.get('content-type');
  expect(mediaType).toMatch(/^application\/problem\+json/);
  const problem = (isSent ? JSON.parse(answer.text) : answer.body) as ProblemDocument;
  expect(problem).toMatchObject({ type: 'about:blank', status: answer.status });
  expect(problem.title).toMatch(/\S/);
  expect(problem.detail).toMatch(/\S/);
  return problem;
}

/** A report of its own for every call, so that no test meets another's. */
let reports = 0;
export const reportOf = (more: Record<string, unknown> = {}): Record<string, unknown> => {
  reports += 1;
  return {
    source: { id: `desk-${process.pid}`, name: 'A desk', kind: 'newsroom' },
    uri: `https://desk.example/${reports}`,
    lang: 'en',
    publishedAt: '2025-12-13T15:00:00Z',
    body: `Nothing of note happened, for the ${reports}th time.`,
    ...more,
  };
};

/** A structured claim that a figure was reported; `more` replaces fields of its data. */
export const countOf = (more: Record<string, unknown> = {}, country = 'BY'): Record<string, unknown> => ({
  type: 'CountClaimed',
  data: {
    country,
    metric: 'released',
    count: { value: 430, qualifier: 'at_least' },
    window: { from: '2024-07' },
    population: 'political prisoners',
    occurred: '2025-12-13',
    ...more,
  },
});
