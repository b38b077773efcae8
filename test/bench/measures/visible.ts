import { setTimeout as pause } from 'node:timers/promises';
import { openHouse, type Home } from '../../house.js';
import { proseReport } from '../data/prose.js';
import { structuredReport } from '../data/reports.js';
import { quantile, type Measured } from '../findings.js';
import { MemoryWatch } from '../memory.js';
import { expectStatus, inTurn, Sender } from '../sender.js';

const FLOOD = 600;
const SECONDS = 20;
const P99_MS_MOST = 250;
const CONNECTIONS = 256;
/** As many as one desk has, and each waits for its own before it sends the next. */
const CALLERS = 24;
const CALLERS_SECONDS = 6;
/** What is not visible after so many times a minute has been lost. */
const WAITS_MOST = 3;

/** Half of them stories to be read, half of them structured. */
const reportText = (number: number): string =>
  JSON.stringify((number % 2 === 0 ? proseReport(number) : structuredReport(number)).report);

/**
 * The whole house: how many reports a second go all the way from the door to an answer, sent as lines and by callers who
 * each wait for their own; and then, at half of the lesser, how long one takes from the beginning of its POST to the
 * answer of a read with its position as `after`. Sent by the clock, whether or not the one before is answered: so
 * waiting is measured too.
 */
export async function measureVisible(home: Home, effort: number): Promise<Measured> {
  const house = await openHouse(home);
  const sender = new Sender(house.url, CONNECTIONS);
  try {
    const watches = (['query', 'audit', 'gateway'] as const).map((name) => new MemoryWatch(name, house.program(name)));
    const reports = Math.max(20, Math.ceil(FLOOD * effort));
    await flood(sender, 0, reports);
    const asLines = await flood(sender, reports, reports);
    let number = 2 * reports;
    const called = await inTurn(CALLERS, Math.max(1, CALLERS_SECONDS * effort), () => one(sender, (number += 1)));
    const byCallers = called.calls / called.seconds;
    const load = Math.min(asLines, byCallers) / 2;
    const millis = await atLoad(sender, load, { first: number + 1, seconds: Math.max(2, SECONDS * effort) });
    return [
      {
        name: 'visibleP99Ms',
        says: 'from POST to visible, 99 of 100, at half load',
        value: quantile(millis, 0.99),
        unit: 'ms',
        aim: { most: P99_MS_MOST },
      },
      {
        name: 'visibleP50Ms',
        says: 'from POST to visible, median, at half load',
        value: quantile(millis, 0.5),
        unit: 'ms',
      },
      { name: 'houseLines', says: 'through the whole house, half prose, as lines', value: asLines, unit: 'reports/s' },
      { name: 'houseCallers', says: `the same, ${CALLERS} callers who wait`, value: byCallers, unit: 'reports/s' },
      { name: 'halfLoad', says: 'half load', value: load, unit: 'reports/s' },
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
async function flood(sender: Sender, first: number, reports: number): Promise<number> {
  const texts = Array.from({ length: reports }, (_, at) => reportText(first + at));
  const began = performance.now();
  const positions: string[] = [];
  for (let at = 0; at < texts.length; at += 100) {
    const reply = await sender.post('/v1/reports', texts.slice(at, at + 100).join('\n'), 'application/x-ndjson');
    positions.push((JSON.parse(expectStatus(reply, 207).text) as { position: string }).position);
  }
  for (const position of positions) await untilVisible(sender, position);
  return reports / ((performance.now() - began) / 1000);
}

async function untilVisible(sender: Sender, position: string): Promise<void> {
  const path = `/v1/counts?country=BY&limit=1&wait=60000&after=${position}`;
  for (let waits = 1; ; waits += 1) {
    const reply = await sender.get(path);
    if (reply.status === 504 && waits < WAITS_MOST) continue;
    expectStatus(reply, 200);
    return;
  }
}

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
    await pause(Math.max(0, began + (at * 1000) / perSecond - performance.now()));
    visible.push(one(sender, first + at));
  }
  return Promise.all(visible);
}

async function one(sender: Sender, number: number): Promise<number> {
  const text = reportText(number);
  const began = performance.now();
  const reply = expectStatus(await sender.post('/v1/reports', text), 202);
  await untilVisible(sender, (JSON.parse(reply.text) as { position: string }).position);
  return performance.now() - began;
}
