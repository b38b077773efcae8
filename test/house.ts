import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openLedger, type Ledger } from '#register';
import { createDatabase, databaseAvailable } from './setup/database.js';

/**
 * A house of real processes, as an operator would run it: each service by itself on a database of its own, with its log
 * in Postgres or in Kafka, behind the gateway. Tests send signals to these processes, not to stand-ins.
 */
export type Home = 'postgres' | 'kafka';
export type Service = 'ingest' | 'recorder' | 'projector' | 'query' | 'audit' | 'gateway';
const SERVICES: readonly Service[] = ['ingest', 'recorder', 'projector', 'query', 'audit', 'gateway'];

export const kafkaBrokers = process.env.TEST_KAFKA_BROKERS;

/** The homes that can be opened here; the others say so and are skipped. */
export const describeHomes = (title: string, tests: (home: Home) => void): void => {
  for (const home of ['postgres', 'kafka'] as const) {
    const here = databaseAvailable() && (home === 'postgres' || kafkaBrokers);
    const describeHome = here ? describe : describe.skip;
    describeHome(`${title}, with its log in ${home === 'postgres' ? 'Postgres' : 'Kafka'}`, () => {
      tests(home);
    });
  }
};

export interface Program {
  readonly child: ChildProcess;
  readonly url: string;
  /** What it has printed. */
  readonly output: () => string;
}

export interface House {
  /** The gateway's address. */
  readonly url: string;
  readonly databaseUrl: string;
  /** Before the names of its topics; undefined when its log is in Postgres. */
  readonly topicPrefix: string | undefined;
  /** The folder of its trees and keys. */
  readonly tlog: string;
  /** The ledger, opened beside the services: for reading the log and for writing to the inbox as a stranger would. */
  readonly ledger: Ledger;
  /** The inbox as Kafka knows it, for a producer of his own who has never heard of us. */
  readonly inboxTopic: string;
  program(service: Service): Program;
  /** Starts another process of a service, on the same port when the former one is gone. Resolves when it is ready. */
  start(service: Service, options?: { second?: boolean }): Promise<Program>;
  /** kill -9, at once. */
  kill(program: Program): Promise<void>;
  /** Makes the log forget how far a group has read, as Kafka does with one that stood empty for a week. */
  forget(group: string, topic: string): Promise<void>;
  /** Everything that its processes have printed, for the one who has to find out what went wrong. */
  output(): string;
  close(): Promise<void>;
}

const main = (service: Service): string[] => {
  const app = service === 'gateway' ? 'clemency' : service;
  const path = join(import.meta.dirname, '..', 'dist', 'apps', app, 'src', 'main.js');
  return service === 'gateway' ? [path, 'gateway'] : [path];
};

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** @param services those that are started at once; the others wait for `start` */
export async function openHouse(home: Home, services: readonly Service[] = SERVICES): Promise<House> {
  const database = await createDatabase();
  const tlog = await mkdtemp(join(tmpdir(), 'clemency-tlog-'));
  const prefix = `test-${randomBytes(5).toString('hex')}.`;
  const kafka =
    home === 'kafka' ? { brokers: kafkaBrokers!.split(','), prefix, replication: 'single' as const } : undefined;
  const ledger = await openLedger({ databaseUrl: database.url, name: 'test', kafka });
  const ports = new Map<Service, number>();
  for (const service of SERVICES) ports.set(service, await freePort());
  const urls = Object.fromEntries(
    [...ports].map(([name, port]) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${port}`]),
  );
  const environment = {
    ...process.env,
    NODE_OPTIONS: '',
    LEDGER: 'test',
    LOG_LEVEL: 'warn',
    DATABASE_URL: database.url,
    ...(database.queryUrl ? { QUERY_DATABASE_URL: database.queryUrl } : {}),
    KAFKA_BROKERS: kafka ? kafkaBrokers! : '',
    KAFKA_TOPIC_PREFIX: prefix,
    TLOG_DIR: tlog,
    ...urls,
  };
  const programs = new Map<Service, Program>();
  const all: Program[] = [];
  const start = async (service: Service, { second = false } = {}): Promise<Program> => {
    const port = second ? await freePort() : ports.get(service)!;
    const program = launch(service, { ...environment, PORT: String(port) }, port);
    all.push(program);
    if (!second) programs.set(service, program);
    await untilReady(service, program);
    return program;
  };
  const kill = async ({ child }: Program): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  const close = async (): Promise<void> => {
    await Promise.all(all.map(kill));
    await ledger.close();
    if (kafka) await deleteTopics(kafka.brokers, prefix);
    await database.drop();
    await rm(tlog, { recursive: true, force: true });
  };
  try {
    // The projector makes the tables that others read, and the gateway is ready when all of them are.
    for (const [first, ...others] of [['projector'], ['ingest', 'recorder', 'query', 'audit'], ['gateway']] as const) {
      await Promise.all([first, ...others].filter((name) => services.includes(name)).map((name) => start(name)));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url: urls.GATEWAY_URL!,
    databaseUrl: database.url,
    topicPrefix: kafka?.prefix,
    tlog,
    ledger,
    inboxTopic: `${prefix}inbox`,
    program: (service) => programs.get(service)!,
    start,
    kill,
    forget: (group, topic) =>
      kafka ? deleteGroup(kafka.brokers, `${prefix}${group}.${topic}`) : deletePositions(database.url, group, topic),
    output: () => all.map(({ url, output }) => `--- ${url}\n${output()}`).join('\n'),
    close,
  };
}

function launch(service: Service, env: NodeJS.ProcessEnv, port: number): Program {
  const child = spawn(process.execPath, main(service), { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  return { child, url: `http://127.0.0.1:${port}`, output: () => chunks.join('') };
}

async function untilReady(service: Service, { child, url, output }: Program): Promise<void> {
  let word = 'no answer';
  for (const until = Date.now() + 60_000; Date.now() < until; await pause(100)) {
    if (child.exitCode !== null) throw new Error(`${service} ended with ${child.exitCode}: ${output()}`);
    try {
      const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(4000) });
      if (answer.ok) return;
      word = await answer.text();
    } catch (error) {
      word = String(error);
    }
  }
  throw new Error(`${service} was not ready in time (${word}): ${output()}`);
}

async function deleteGroup(brokers: string[], groupId: string): Promise<void> {
  const { Kafka, logLevel } = await import('kafkajs');
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.deleteGroups([groupId]);
  await admin.disconnect();
}

async function deletePositions(url: string, group: string, topic: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query('delete from log.position where group_name = $1 and topic = $2', [group, topic]);
  await client.end();
}

export async function deleteTopics(brokers: string[], prefix: string): Promise<void> {
  const { Kafka, logLevel } = await import('kafkajs');
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
}
