import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { describeWithDatabase, openWhole, problemOf, reportOf, type Sent, type Whole } from './whole.js';

const MIB = 1024 * 1024;
/** How much more memory than at rest the house may take, whatever is sent to it. */
const GROWTH_MIB_MAX = 512;
/** The disk stands still until so many were refused, but not for ever. */
const REFUSALS = 20;
const STALL_MS_MAX = 20_000;

interface Seen {
  readonly memoryMibMax: number;
  readonly latenciesMs: number[];
  readonly failures: readonly string[];
}

/** Looks at the house until it is told to say what it saw. */
function watch({ pid, url }: Whole): { stop(): Promise<Seen> } {
  const script = join(import.meta.dirname, 'setup', 'watcher.mjs');
  const child = spawn(process.execPath, [script, String(pid), url], { stdio: ['pipe', 'pipe', 'inherit'] });
  return {
    stop: async () => {
      child.stdin.end();
      const seen = JSON.parse((await child.stdout.toArray()).join('')) as Seen;
      seen.latenciesMs.sort((a, b) => a - b);
      return seen;
    },
  };
}

/**
 * A disk that is as slow as we like: whoever holds the counters of a topic in a transaction of his own makes every
 * append to it wait, as a disk does that does not answer.
 */
async function stall(databaseUrl: string): Promise<() => Promise<void>> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query('BEGIN');
  await client.query("SELECT 1 FROM log.counter WHERE topic = 'reports' FOR UPDATE");
  return async () => {
    await client.query('COMMIT');
    await client.end();
  };
}

const NDJSON = 'application/x-ndjson';
let lines = 0;
/** A report in another language than is read: what is measured is the way in. Put together by hand, to be quick. */
const lineOf = (bytes: number): string => {
  lines += 1;
  return `{"source":{"id":"many","name":"Many","kind":"newsroom"},"uri":"https://many.example/${lines}","lang":"fr","body":"${'mot '.repeat(bytes / 4)}"}`;
};
const linesOf = (count: number, bytes: number): string => Array.from({ length: count }, () => lineOf(bytes)).join('\n');

interface Load {
  readonly accepted: Set<string>;
  readonly refused: Sent[];
  stop(): Promise<void>;
}

/** Senders on connections of their own, who send the next as soon as the last is answered, whatever was the answer. */
function load(url: string, plan: { senders: number; body: () => string; mediaType: string }): Load {
  const { senders, mediaType } = plan;
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const accepted = new Set<string>();
  const refused: Sent[] = [];
  let isOver = false;
  const one = async (): Promise<void> => {
    const body = plan.body();
    const headers = { 'content-type': mediaType, 'content-length': String(Buffer.byteLength(body)) };
    const { hostname, port } = new URL(url);
    const sent = request({ hostname, port, agent, method: 'POST', path: '/v1/reports', headers });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const text = Buffer.concat((await response.toArray()) as Buffer[]).toString();
    const status = response.statusCode!;
    if (status !== 202 && status !== 207) refused.push({ status, headers: response.headers, text });
    else for (const [, id] of text.matchAll(/"reportId":"([^"]+)"/g)) accepted.add(id!);
  };
  const all = Array.from({ length: senders }, async () => {
    while (!isOver) await one();
  });
  return {
    accepted,
    refused,
    stop: async () => {
      isOver = true;
      await Promise.all(all);
      agent.destroy();
    },
  };
}

describeWithDatabase('A house whose disk is slower than its senders', () => {
  let house: Whole;
  let atRest: Seen;
  const accepted = new Set<string>();
  beforeAll(async () => {
    house = await openWhole();
    const watching = watch(house);
    await pause(500);
    atRest = await watching.stop();
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  const growing = (seen: Seen): number => seen.memoryMibMax - atRest.memoryMibMax;

  it.each<[string, number, () => string, string]>([
    ['lines of a mebibyte each', 20, () => linesOf(7, MIB), NDJSON],
    ['thousands of lines a request', 20, () => linesOf(1000, 6000), NDJSON],
    ['single reports on two hundred connections', 200, () => lineOf(MIB), 'application/json'],
  ])(
    'given senders of %s, then they are told to come later before memory grows, and what was taken is there when the disk is back',
    async (_, senders, body, mediaType) => {
      const resume = await stall(house.databaseUrl);
      const watching = watch(house);
      const sending = load(house.url, { senders, body, mediaType });
      const until = Date.now() + STALL_MS_MAX;
      while (sending.refused.length < REFUSALS && Date.now() < until) await pause(100);
      await pause(1000);
      await resume();
      await sending.stop();
      const seen = await watching.stop();

      expect(sending.refused.length).toBeGreaterThanOrEqual(REFUSALS);
      for (const answer of sending.refused) {
        expect(problemOf(answer).status).toBe(503);
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      }
      expect(growing(seen)).toBeLessThan(GROWTH_MIB_MAX);
      expect(seen.failures).toEqual([]);
      expect(seen.latenciesMs[Math.floor(seen.latenciesMs.length / 2)]).toBeLessThan(500);

      for (const id of sending.accepted) accepted.add(id);
      expect(await storedReports(house.databaseUrl)).toEqual([...accepted].sort());
      const { reportId } = await house.client.report(reportOf());
      accepted.add(reportId);
    },
    90_000,
  );
});

/** The ids of all reports that the log has. */
async function storedReports(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rows } = await client.query<{ key: string }>(
    `SELECT key FROM log.record
     WHERE topic = 'reports' AND position('"type":"ReportReceived"'::bytea IN value) > 0 ORDER BY key`,
  );
  await client.end();
  return rows.map(({ key }) => key);
}
