import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { writePosition } from '#domain';
import type { Client } from './client.js';
import { CLEAN, expectAllThere, startSenders, STOP_MS_MAX, underWay, Workplace } from './embedded-home.js';
import type { Outcome, Running, Senders } from './embedded-home.js';

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
