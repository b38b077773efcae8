import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { writePosition } from '#domain';
import { Client } from './client.js';
import { expectAllThere, startSenders, Workplace, type Outcome, type Running, type Senders } from './embedded-home.js';
import { describeHomes, openHouse, type Service } from './house.js';

/** How long a stop in order may take, in milliseconds. */
const STOP_MS_MAX = 10_000;

/**
 * How a request may end while the house ends: with an answer, with 503 (nothing of it is promised), with a connection
 * that is closed before an answer, or with none at all. Codes are those of Node and of its fetch.
 */
const CLEAN: readonly Outcome[] = [202, 503, 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

async function underWay(senders: Senders, count: number): Promise<void> {
  for (const until = Date.now() + 30_000; senders.accepted.size < count && Date.now() < until;) await pause(20);
  expect(senders.accepted.size).toBeGreaterThanOrEqual(count);
}

/** Two requests that alone would take a minute: a read that waits for a report that nobody sent, and half of a POST. */
function slowRequests(client: Client): Promise<Outcome>[] {
  const position = writePosition([randomUUID()]);
  const waiting = client.get(`/v1/prisoners?after=${position}&wait=60000`).then(
    ({ status }) => status,
    (error: unknown) => (error as { cause?: { code?: string } }).cause?.code ?? String(error),
  );
  const { hostname, port } = new URL(client.url);
  const half = request({ hostname, port, method: 'POST', path: '/v1/reports', headers: HALF });
  const ended = new Promise<Outcome>((resolve) => {
    half.once('response', (answer) => {
      resolve(answer.statusCode ?? 'no status');
    });
    half.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
  });
  half.write('{"source": ');
  return [waiting, ended];
}
const HALF = { 'content-type': 'application/json', 'content-length': '1000' };

describe('An embedded home that is stopped while reports come at full speed', () => {
  let place: Workplace;
  let house: Running;
  let senders: Senders;
  beforeAll(async () => {
    place = await Workplace.open();
    house = await place.startReady();
  }, 60_000);
  afterAll(async () => {
    await place.clean();
    await senders?.end();
  }, 60_000);

  // Each time it is started again, which the next one then stops.
  it.each<[string, readonly NodeJS.Signals[]]>([
    ['SIGTERM', ['SIGTERM']],
    ['SIGINT twice within a second', ['SIGINT', 'SIGINT']],
  ])(
    'given %s, then it ends within ten seconds, leaves no process, and has every accepted report when it starts again',
    async (_, signals) => {
      senders = startSenders(house.client, { from: 20_000 * signals.length });
      await underWay(senders, 100);
      const slow = slowRequests(house.client);
      await pause(200);
      const begun = performance.now();
      for (const [at, name] of signals.entries()) {
        if (at > 0) await pause(150);
        house.child.kill(name);
      }
      expect(await house.ended).toBe(0);
      const tookMs = performance.now() - begun;
      await senders.end();
      expect(CLEAN).toEqual(expect.arrayContaining(await Promise.all(slow)));

      expect(house.output().split('\n').slice(0, 1).join()).toMatch(/^Clemency is up/);
      expect(house.output()).not.toMatch(/error|Error|"level":50/);
      expect(place.processes()).toEqual([]);
      expect([...senders.outcomes.keys()].filter((outcome) => !CLEAN.includes(outcome))).toEqual([]);
      expect(tookMs).toBeLessThan(STOP_MS_MAX);
      house = await place.startReady();
      await expectAllThere(house.client, senders.accepted);
      expect(await house.client.read('/v1/audit/rebuild')).toMatchObject({ identical: true });
    },
    120_000,
  );
});

const SERVICES: readonly Service[] = ['ingest', 'recorder', 'projector', 'query', 'audit', 'gateway'];

describeHomes('A house of services that is stopped as a whole while reports come at full speed', (home) => {
  it('given SIGTERM to all at once, then each ends within ten seconds with exit code 0, and every accepted report is there when they start again', async () => {
    const house = await openHouse(home);
    let senders: Senders | undefined;
    try {
      const client = new Client(house.url);
      senders = startSenders(client);
      await underWay(senders, 100);
      const begun = performance.now();
      const ends = SERVICES.map(async (service) => {
        const { child } = house.program(service);
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
        return { service, end: code ?? signal, isQuick: performance.now() - begun < STOP_MS_MAX };
      });
      expect(await Promise.all(ends)).toEqual(SERVICES.map((service) => ({ service, end: 0, isQuick: true })));
      await senders.end();
      // The gateway may outlive ingest by a moment, and says so: 502 and 503 promise nothing.
      const clean = [...CLEAN, 502];
      expect([...senders.outcomes.keys()].filter((outcome) => !clean.includes(outcome))).toEqual([]);

      await house.start('projector');
      for (const service of SERVICES.filter((name) => name !== 'projector')) await house.start(service);
      await expectAllThere(client, senders.accepted);
      expect(await client.read('/v1/audit/rebuild')).toMatchObject({ identical: true });
    } finally {
      await house.close();
      await senders?.end();
    }
  }, 180_000);
});
