import { systemClock } from '#domain';
import type { Draft } from '#log';
import { kafkaBrokers, openHouse, type Home, type House } from '../../house.js';
import { backlog } from '../data/backlog.js';
import { median, ratio, Rounds, type Finding, type Measured } from '../findings.js';
import { catchUp } from '../halted.js';
import { MemoryWatch } from '../memory.js';
import { KafkaYardsticks } from '../yardsticks/kafka.js';
import { BareTables } from '../yardsticks/tables.js';
import { batchesOf } from './batches.js';

/** In so many events the code of a fresh process is compiled and its connections are open. */
const WARM_UP = 10_000;
/** A round: small enough to be made and written while the projector is halted, before its group misses it. */
const ROUND = 20_000;
/** Rounds that tell what an event costs at a size. */
const PROBES = 3;
const FLAT = 1.3;
/** What the projector remembers is full by then, and what it holds beyond that would show. */
const STEADY_EVENTS = 150_000;

/**
 * The projector, from a backlog, with everything it keeps: halted while a round's events are appended, then let go.
 * After each round the rows that it wrote are written once more by `unnest` and by COPY, and on
 * Kafka the same records go through the client by itself and through Nest's own transport.
 * @param sizes numbers of events in the tables at which an event's cost is compared
 */
export async function measureProjector(home: Home, events: number, sizes: readonly number[]): Promise<Measured> {
  const house = await openHouse(home, ['projector']);
  const closing: (() => Promise<void>)[] = [];
  try {
    const tables = await BareTables.open(house.databaseUrl);
    closing.push(() => tables.close());
    const { topicPrefix: prefix, databaseUrl } = house;
    const kafka = prefix === undefined ? undefined : await KafkaYardsticks.open(kafkaBrokers!, prefix, databaseUrl);
    if (kafka) closing.push(() => kafka.close());
    return await inRounds({ house, tables, kafka }, events, sizes);
  } catch (error) {
    throw new Error(`The projector could not be measured; it said: ${house.output()}`, { cause: error });
  } finally {
    for (const close of closing.reverse()) await close();
    await house.close();
  }
}

interface Bench {
  readonly house: House;
  readonly tables: BareTables;
  readonly kafka: KafkaYardsticks | undefined;
}

async function inRounds(bench: Bench, events: number, sizes: readonly number[]): Promise<Measured> {
  const { house, tables, kafka } = bench;
  const source = backlog(house.ledger.source);
  const warmUp = Math.min(WARM_UP, Math.ceil(events / 5));
  const round = Math.min(ROUND, Math.ceil((events - warmUp) / 2));
  const [ours, unnest, copy] = [new Rounds(), new Rounds(), new Rounds()];
  const costs: Cost[] = [];
  await project(bench, take(source, warmUp));
  const memory = new MemoryWatch('projector', house.program('projector'));
  for (let before = warmUp; before < events; before += round) {
    const drafts = take(source, round);
    const mark = await tables.mark();
    const { seconds, batches } = await project(bench, drafts);
    const rows = await tables.rowsSince(mark);
    ours.add(round, seconds);
    costs.push({ before, micros: (seconds * 1e6) / round });
    unnest.add(round, await tables.unnest(rows, batches));
    copy.add(round, await tables.copy(rows, batches));
    const stamp = systemClock();
    await kafka?.round(drafts.map(({ key, print }) => ({ key, value: Buffer.from(print(stamp)) })));
  }
  const at = sizes.map((size) => costAt(costs, size)).filter((cost) => cost !== undefined);
  return [
    ratio('projectorToUnnest', 'projector / bare unnest of the same rows', [ours.perSecond, unnest.perSecond], {
      least: 0.5,
    }),
    ratio('projectorToCopy', 'projector / bare COPY of the same rows', [ours.perSecond, copy.perSecond]),
    { name: 'projector', says: 'projector, from a backlog, everything kept', value: ours.perSecond, unit: 'events/s' },
    { name: 'unnest', says: 'bare unnest of the same rows', value: unnest.perSecond, unit: 'events/s' },
    { name: 'copy', says: 'bare COPY of the same rows', value: copy.perSecond, unit: 'events/s' },
    ...(kafka?.findings(ours.perSecond) ?? []),
    ...at,
    ...growth(at),
    ...memory.stop(events >= STEADY_EVENTS),
  ];
}

interface Cost {
  readonly before: number;
  readonly micros: number;
}

function costAt(costs: readonly Cost[], size: number): Finding | undefined {
  const probes = costs.filter(({ before }) => before >= size).slice(0, PROBES);
  if (probes.length < PROBES) return undefined;
  return {
    name: `costAt${size}`,
    says: `an event's cost with ${size.toLocaleString('en')} in the tables`,
    value: median(probes.map(({ micros }) => micros)),
    unit: 'µs',
  };
}

function growth(costs: readonly Finding[]): Finding[] {
  const [first, last] = [costs[0], costs.at(-1)];
  if (!first || !last || first === last) return [];
  return [ratio('costGrowth', `${last.says} / with the fewest`, [last.value, first.value], { most: FLAT })];
}

function take(source: Generator<Draft>, count: number): Draft[] {
  return Array.from({ length: count }, () => source.next().value as Draft);
}

/** @returns seconds until all of them are projected, and in how many batches they were */
async function project(
  { house, tables }: Bench,
  drafts: readonly Draft[],
): Promise<{ seconds: number; batches: number }> {
  const program = house.program('projector');
  const before = await batchesOf(program.url, 'project');
  const seconds = await catchUp(house.ledger, program, ['events', drafts], async (ends) => {
    const reached = await tables.projected();
    return ends.every((end, partition) => reached[partition]! >= end);
  });
  return { seconds, batches: Math.max(1, (await batchesOf(program.url, 'project')) - before) };
}
