import { setTimeout as sleep } from 'node:timers/promises';
import { Trouble } from '../embedded/index.js';

/** In the order in which they are stopped: what takes work in ends before what does the work. */
export const SERVICES = ['ingest', 'recorder', 'projector', 'query', 'audit'] as const;
export type Service = (typeof SERVICES)[number];
export const GATEWAY = 'gateway';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the services find the log and the tables. */
export interface Backing {
  readonly brokers: string;
  readonly databaseUrl: string;
  readonly queryDatabaseUrl: string;
}

/** A service listens on the loopback alone; the gateway is the one door. */
export const serviceEnvironment = (env: Environment, backing: Backing, port: number): Environment => ({
  ...env,
  HOST: '127.0.0.1',
  PORT: String(port),
  KAFKA_BROKERS: backing.brokers,
  DATABASE_URL: backing.databaseUrl,
  QUERY_DATABASE_URL: backing.queryDatabaseUrl,
  LEDGER: env.LEDGER || 'clemency',
});

export const gatewayEnvironment = (env: Environment, ports: ReadonlyMap<Service, number>): Environment => ({
  ...env,
  ...Object.fromEntries([...ports].map(([name, port]) => [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${port}`])),
});

const READY_MS_MAX = 120_000;

/**
 * Waits until /readyz answers 200.
 * @param url of the service
 * @param aborted tells to give up early
 * @throws Trouble with its last word
 */
export async function untilReady(name: string, url: string, aborted: AbortSignal): Promise<void> {
  let word = 'no answer yet';
  for (const deadline = Date.now() + READY_MS_MAX; Date.now() < deadline; await sleep(150)) {
    aborted.throwIfAborted();
    try {
      const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) });
      const text = await answer.text();
      if (answer.ok) return;
      word = `${answer.status} ${text.slice(0, 500)}`;
    } catch (error) {
      // Not listening yet is the usual case; the last word is told if it never does.
      word = lastWordOf(error);
    }
  }
  throw new Trouble(`${name} was not ready within ${READY_MS_MAX / 1000} s; its last word: ${word.trim()}`);
}

/** fetch says only that it failed; why is in the cause. */
function lastWordOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
