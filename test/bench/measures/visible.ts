import { setTimeout as pause } from 'node:timers/promises';
import { openHouse, type Home, type House } from '../../house.js';
import { proseReport } from '../data/prose.js';
import { structuredReport } from '../data/reports.js';
import { quantile, type Measured } from '../findings.js';
import { MemoryWatch } from '../memory.js';
import { expectStatus, Sender } from '../sender.js';

const FLOOD = 600;
const SECONDS = 20;
const P99_MS_MOST = 250;
const CONNECTIONS = 64;

/** Half of them stories to be read, half of them structured. */
const reportText = (number: number): string =>
  JSON.stringify((number % 2 === 0 ? proseReport(number) : structuredReport(number)).report);

/**
 * The whole house: how many reports a second go all the way from the door to an answer, and then, at half of that, how
 * long one takes from the beginning of its POST to the answer of a read with its position as `after`. Sent by the
 * clock, whether or not the one before is answered: so waiting is measured too.
 */
export async function measureVisible(home: Home, effort: number): Promise<Measured> {
  const house = await openHouse(home);
  const sender = new Sender(house.url, CONNECTIONS);
  try {
    const watches = (['query', 'audit', 'gateway'] as const).map((name) => new MemoryWatch(name, house.program(name)));
    const reports = Math.max(20, Math.ceil(FLOOD * effort));
    await flood(house, sender, 0, reports);
    const perSecond = await flood(house, sender, reports, reports);
    const millis = await atLoad(sender, perSecond / 2, { first: 2 * reports, seconds: Math.max(2, SECONDS * effort) });
    return [
      {
        name: 'visibleP99Ms',
        says: 'from POST to visible, 99 of 100, at half load',
        value: quantile(millis, 0.99),
        unit: 'ms',
        aim: { most: P99_MS_MOST },
      },
      { name: 'throughHouse', says: 'through the whole house, half prose', value: perSecond, unit: 'reports/s' },
      {
        name: 'visibleP50Ms',
        says: 'from POST to visible, median, at half load',
        value: quantile(millis, 0.5),
        unit: 'ms',
      },
      ...watches.flatMap((watch) => watch.stop(false)),
    ];
  } catch (error) {
    throw new Error(`The whole house could not be measured; it said: ${house.output()}`, { cause: error });
  } finally {
    sender.close();
    await house.close();
  }
}

/** All at once, as lines. @returns reports a second until the last is visible */
async function flood(house: House, sender: Sender, first: number, reports: number): Promise<number> {
  const texts = Array.from({ length: reports }, (_, at) => reportText(first + at));
  const began = performance.now();
  const positions: string[] = [];
  for (let at = 0; at < texts.length; at += 100) {
    const reply = await sender.post('/v1/reports', texts.slice(at, at + 100).join('\n'), 'application/x-ndjson');
    positions.push((JSON.parse(expectStatus(reply, 207).text) as { position: string }).position);
  }
  for (const position of positions) expectStatus(await sender.get(pathAfter(position)), 200);
  return reports / ((performance.now() - began) / 1000);
}

const pathAfter = (position: string): string => `/v1/counts?country=BY&limit=1&wait=60000&after=${position}`;

/** @returns milliseconds of each report */
async function atLoad(
  sender: Sender,
  perSecond: number,
  { first, seconds }: { first: number; seconds: number },
): Promise<number[]> {
  const began = performance.now();
  const count = Math.max(10, Math.round(perSecond * seconds));
  const visible: Promise<number>[] = [];
  for (let at = 0; at < count; at += 1) {
    const text = reportText(first + at);
    await pause(Math.max(0, began + (at * 1000) / perSecond - performance.now()));
    visible.push(one(sender, text));
  }
  return Promise.all(visible);
}

async function one(sender: Sender, text: string): Promise<number> {
  const began = performance.now();
  const reply = expectStatus(await sender.post('/v1/reports', text), 202);
  const { position } = JSON.parse(reply.text) as { position: string };
  expectStatus(await sender.get(pathAfter(position)), 200);
  return performance.now() - began;
}
