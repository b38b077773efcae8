import { systemClock } from '#domain';
import type { Draft } from '#log';
import { kafkaBrokers, openHouse, type Home, type House } from '../../house.js';
import { backlog } from '../data/backlog.js';
import { ratio, Rounds, type Measured } from '../findings.js';
import { catchUp } from '../halted.js';
import { MemoryWatch } from '../memory.js';
import { processorSeconds } from '../processor.js';
import { KafkaYardsticks } from '../yardsticks/kafka.js';
import { BareTables } from '../yardsticks/tables.js';
import { batchesOf } from './batches.js';
import { Costs } from './cost.js';

/** In so many events the code of a fresh process is compiled and its connections are open. */
const WARM_UP = 10_000;
/** A round: small enough to be made and written while the projector is halted, before its group misses it. */
const ROUND = 20_000;
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
  const costs = [
    new Costs('cost', "an event's time in the projector"),
    new Costs('processor', "an event's time on the projector's processor"),
    new Costs('unnestCost', "an event's time in bare unnest"),
  ] as const;
  await project(bench, take(source, warmUp));
  const memory = new MemoryWatch('projector', house.program('projector'));
  for (let before = warmUp; before < events; before += round) {
    const drafts = take(source, round);
    const mark = await tables.mark();
    const { seconds, processor, batches } = await project(bench, drafts);
    const rows = await tables.rowsSince(mark);
    const bare = await tables.unnest(rows, batches);
    ours.add(round, seconds);
    unnest.add(round, bare);
    copy.add(round, await tables.copy(rows, batches));
    costs[0].add(before, round, seconds);
    if (processor !== undefined) costs[1].add(before, round, processor);
    costs[2].add(before, round, bare);
    const stamp = systemClock();
    await kafka?.round(drafts.map(({ key, print }) => ({ key, value: Buffer.from(print(stamp)) })));
  }
  return [
    ratio('projectorToUnnest', 'projector / bare unnest of the same rows', [ours.perSecond, unnest.perSecond], {
      least: 0.5,
    }),
    ratio('projectorToCopy', 'projector / bare COPY of the same rows', [ours.perSecond, copy.perSecond]),
    { name: 'projector', says: 'projector, from a backlog, everything kept', value: ours.perSecond, unit: 'events/s' },
    { name: 'unnest', says: 'bare unnest of the same rows', value: unnest.perSecond, unit: 'events/s' },
    { name: 'copy', says: 'bare COPY of the same rows', value: copy.perSecond, unit: 'events/s' },
    ...(kafka?.findings(ours.perSecond) ?? []),
    ...costs.flatMap((one, at) => one.findings(sizes, at === 0 ? { most: FLAT } : undefined)),
    ...memory.stop(events >= STEADY_EVENTS),
  ];
}

function take(source: Generator<Draft>, count: number): Draft[] {
  return Array.from({ length: count }, () => source.next().value as Draft);
}

interface Projected {
  /** Until all of them are projected. */
  readonly seconds: number;
  /** Of them, those in which the projector's own process had a processor; undefined where that can't be seen. */
  readonly processor: number | undefined;
  readonly batches: number;
}

async function project({ house, tables }: Bench, drafts: readonly Draft[]): Promise<Projected> {
  const program = house.program('projector');
  const [batches, processor] = [await batchesOf(program.url, 'project'), processorSeconds(program.child.pid!)];
  const seconds = await catchUp(house.ledger, program, ['events', drafts], async (ends) => {
    const reached = await tables.projected();
    return ends.every((end, partition) => reached[partition]! >= end);
  });
  return {
    seconds,
    processor: processor === undefined ? undefined : processorSeconds(program.child.pid!)! - processor,
    batches: Math.max(1, (await batchesOf(program.url, 'project')) - batches),
  };
}
