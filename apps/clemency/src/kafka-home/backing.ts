import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Trouble, identify, startPostgres } from '../embedded/index.js';
import type { Backing, Environment } from './services.js';

/** What was started for this home, or is somebody else's and only used. */
export interface StartedBacking extends Backing {
  /** In order: the broker, then Postgres. What is somebody else's goes on. */
  stop(): Promise<void>;
}

interface Broker {
  readonly brokers: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

export interface BackingOptions {
  /** Absolute path of a data folder that we own. */
  readonly folder: string;
  readonly log: (name: string, line: string) => void;
  /** Called when the broker or Postgres ends by itself. */
  readonly fatal: (trouble: Trouble) => void;
}

const WATCH_MS = 2000;

/**
 * Starts a broker and Postgres in the data folder, each unless the environment names one.
 * @throws Trouble when one can't be started, or only one of the two database addresses is given
 */
export async function startBacking(env: Environment, options: BackingOptions): Promise<StartedBacking> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let next = stops.pop(); next; next = stops.pop()) await next();
  };
  try {
    const database = await databaseOf(env, options, stops);
    const brokers = env.KAFKA_BROKERS || (await startOwnBroker(options, stops));
    return { brokers, ...database, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function databaseOf(env: Environment, { folder, fatal }: BackingOptions, stops: (() => Promise<void>)[]) {
  const { DATABASE_URL: given, QUERY_DATABASE_URL: givenForQuery } = env;
  if (given && givenForQuery) return { databaseUrl: given, queryDatabaseUrl: givenForQuery };
  if (given || givenForQuery) {
    throw new Trouble('Set both DATABASE_URL and QUERY_DATABASE_URL (a login that may only read), or neither.');
  }
  const server = await startPostgres(folder);
  let stopping = false;
  stops.push(() => {
    stopping = true;
    return server.stop();
  });
  void server.exited.then((how) => {
    if (!stopping)
      fatal(new Trouble(`PostgreSQL ended by itself (${how}): its log is ${join(folder, 'postgres.log')}.`));
  });
  return { databaseUrl: server.url, queryDatabaseUrl: server.queryUrl };
}

async function startOwnBroker({ folder, log, fatal }: BackingOptions, stops: (() => Promise<void>)[]): Promise<string> {
  const broker = await openBroker(join(folder, 'kafka'), (line) => log('kafka', line));
  const { pid } = broker;
  const watch = setInterval(() => void watchBroker(), WATCH_MS).unref();
  const watchBroker = async (): Promise<void> => {
    if (pid === undefined || (await identify(pid))) return;
    clearInterval(watch);
    fatal(new Trouble(`Kafka ended by itself: its log is ${join(folder, 'kafka', 'broker.log')}.`));
  };
  stops.push(() => {
    clearInterval(watch);
    return broker.stop();
  });
  return broker.brokers;
}

async function openBroker(folder: string, log: (line: string) => void): Promise<Broker> {
  const script = pathToFileURL(join(projectRoot(), 'scripts', 'kafka', 'broker.mjs')).href;
  const { startBroker } = (await import(script)) as {
    startBroker: (options: { folder: string; log: (line: string) => void }) => Promise<Broker>;
  };
  try {
    return await startBroker({ folder, log });
  } catch (error) {
    // It speaks in sentences for people.
    throw new Trouble(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Where package.json is: another number of steps up from the sources than from what was built. */
function projectRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    if (dirname(folder) === folder) throw new Error(`No package.json above ${import.meta.dirname}.`);
    folder = dirname(folder);
  }
  return folder;
}
