import { setTimeout as pause } from 'node:timers/promises';
import type { Draft } from '#log';
import { openHouse, type Home, type House } from '../../house.js';
import { backlog } from '../data/backlog.js';
import { median, ratio, Rounds, type Finding, type Measured } from '../findings.js';
import { BareTables } from '../yardsticks/tables.js';
import { batchesOf } from './batches.js';

/** In so many events the code of a fresh process is compiled and its connections are open. */
const WARM_UP = 10_000;
/** A round: small enough to be made and written while the projector is halted, before its group misses it. */
const ROUND = 20_000;
/** Rounds that tell what an event costs at a size. */
const PROBES = 3;
const FLAT = 1.3;

/**
 * The projector, from a backlog, with everything it keeps: halted while a round's events are appended, then let go.
 * After each round the rows that it wrote are written once more by `unnest` and by COPY.
 * @param sizes numbers of events in the tables at which an event's cost is compared
 */
export async function measureProjector(home: Home, events: number, sizes: readonly number[]): Promise<Measured> {
  const house = await openHouse(home, ['projector']);
  try {
    const tables = await BareTables.open(house.databaseUrl);
    try {
      return await inRounds(house, tables, { events, sizes });
    } finally {
      await tables.close();
    }
  } catch (error) {
    throw new Error(`The projector could not be measured; it said: ${house.output()}`, { cause: error });
  } finally {
    await house.close();
  }
}

async function inRounds(
  house: House,
  tables: BareTables,
  { events, sizes }: { events: number; sizes: readonly number[] },
): Promise<Measured> {
  const source = backlog(house.ledger.source);
  const warmUp = Math.min(WARM_UP, Math.ceil(events / 5));
  const round = Math.min(ROUND, Math.ceil((events - warmUp) / 2));
  const [ours, unnest, copy] = [new Rounds(), new Rounds(), new Rounds()];
  const costs: { readonly before: number; readonly micros: number }[] = [];
  await project(house, tables, take(source, warmUp));
  for (let before = warmUp; before < events; before += round) {
    const mark = await tables.mark();
    const { seconds, batches } = await project(house, tables, take(source, round));
    const rows = await tables.rowsSince(mark);
    ours.add(round, seconds);
    costs.push({ before, micros: (seconds * 1e6) / round });
    unnest.add(round, await tables.unnest(rows, batches));
    copy.add(round, await tables.copy(rows, batches));
  }
  const at = sizes.map((size) => costAt(costs, size)).filter((cost) => cost !== undefined);
  return [
    { name: 'projector', says: 'projector, from a backlog, everything kept', value: ours.perSecond, unit: 'events/s' },
    { name: 'unnest', says: 'bare unnest of the same rows', value: unnest.perSecond, unit: 'events/s' },
    { name: 'copy', says: 'bare COPY of the same rows', value: copy.perSecond, unit: 'events/s' },
    ratio('projectorToUnnest', 'projector / bare unnest', [ours.perSecond, unnest.perSecond], { least: 0.5 }),
    ratio('projectorToCopy', 'projector / bare COPY', [ours.perSecond, copy.perSecond]),
    ...at,
    ...flatness(at),
  ];
}

function costAt(costs: readonly { before: number; micros: number }[], size: number): Finding | undefined {
  const probes = costs.filter(({ before }) => before >= size).slice(0, PROBES);
  if (probes.length < PROBES) return undefined;
  return {
    name: `costAt${size}`,
    says: `an event's cost with ${size.toLocaleString('en')} in the tables`,
    value: median(probes.map(({ micros }) => micros)),
    unit: 'µs',
  };
}

function flatness(costs: readonly Finding[]): Finding[] {
  const [first, last] = [costs[0], costs.at(-1)];
  if (!first || !last || first === last) return [];
  return [ratio('costGrowth', `${last.says} / with the fewest`, [last.value, first.value], { most: FLAT })];
}

function take(source: Generator<Draft>, count: number): Draft[] {
  return Array.from({ length: count }, () => source.next().value as Draft);
}

/** Appends the events while the projector is halted, lets it go, and waits until all are projected. */
async function project(
  house: House,
  tables: BareTables,
  drafts: readonly Draft[],
): Promise<{ seconds: number; batches: number }> {
  const { child, url } = house.program('projector');
  const batchesBefore = await batchesOf(url, 'project');
  child.kill('SIGSTOP');
  try {
    for (let at = 0; at < drafts.length; at += 4000)
      await house.ledger.log.append('events', drafts.slice(at, at + 4000));
  } finally {
    child.kill('SIGCONT');
  }
  const began = performance.now();
  const ends = await house.ledger.log.ends('events');
  for (;;) {
    const reached = await tables.projected();
    if (reached.every((next, partition) => next >= ends[partition]!)) break;
    if (child.exitCode !== null) throw new Error(`The projector ended with ${child.exitCode}.`);
    await pause(10);
  }
  const seconds = (performance.now() - began) / 1000;
  return { seconds, batches: Math.max(1, (await batchesOf(url, 'project')) - batchesBefore) };
}
