import fc from 'fast-check';
import { EXAMPLES, exampleOf, saidOn } from '#examples';
import { batchesOf, histories, logOf, type LogEntry, type Told } from '../engine/testing/histories.js';
import { EventsProjection } from '../events-projection.js';
import { beginning, Mirror, page, readOn, stateOf } from '../testing/mirror.js';
import { anotherGeneration } from '../testing/projecting.js';
import { describeWithDatabase, openReadModels, type ReadModels } from '../testing/read-models.js';
import { leastUnread, type FeedPlaces } from './feed-places.js';
import { ProjectionStore } from './projection-store.js';
import { inSnapshot } from './reader.js';

const PARTITIONS = 4;
const STAMP = 1_765_584_000_000_000n;
const START = beginning(PARTITIONS);

/** The events of one history in partitions, each subject in one, as a log has them. */
function partitionsOf(history: readonly Told[]): LogEntry[][] {
  const subjects = [...new Set(history.map(({ event }) => event.subject))];
  return Array.from({ length: PARTITIONS }, (_, partition) =>
    logOf(history.filter(({ event }) => subjects.indexOf(event.subject) % PARTITIONS === partition)),
  );
}

describeWithDatabase('the changes of the read models (skipped without a Postgres)', () => {
  let models: ReadModels;
  beforeAll(async () => {
    models = await openReadModels();
  });
  afterAll(() => models.close());

  const fresh = async () => {
    const generation = await anotherGeneration(models.source, PARTITIONS);
    await models.source.query('update read.pointer set generation = $1', [generation]);
    const begin = async (partition = 0): Promise<EventsProjection> => {
      const projection = new EventsProjection(new ProjectionStore(models.source, generation));
      await projection.positionsOf([partition]);
      return projection;
    };
    const constrain = () =>
      models.source.query(`alter table ${generation}.count add constraint sound check (false) not valid`);
    const relax = () => models.source.query(`alter table ${generation}.count drop constraint sound`);
    return { generation, begin, constrain, relax };
  };

  it('given projectors that write side by side, then whoever reads meanwhile and applies them has the rows', async () => {
    await fc.assert(
      fc.asyncProperty(histories(60), fc.integer({ min: 1, max: 5 }), async (history, limit) => {
        const { begin } = await fresh();
        const mirror = new Mirror();
        let writing = PARTITIONS;
        const writers = partitionsOf(history).map(async (log, partition) => {
          const projection = await begin(partition);
          const every = Array.from({ length: Math.ceil(log.length / 3) }, (_, at) => at * 3);
          for (const batch of batchesOf(log, every, partition)) await projection.project(batch);
          writing -= 1;
        });
        const reader = readOn(models.reader, mirror, { limit, done: () => writing === 0 });
        await Promise.all([...writers, reader]);
        expect(mirror.state).toEqual(await stateOf(models.source));
        expect(new Set(mirror.causes).size).toBe(mirror.causes.length);
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  const [example] = EXAMPLES.CountClaimed;
  const counted = (days: number): Told[] =>
    Array.from({ length: days }, (_, at) => ({
      event: exampleOf('CountClaimed', { ...example.data, ...saidOn(`2025-12-${10 + at}`) }),
      stamp: STAMP + BigInt(at),
    }));

  it('given events that waited and are taken in below what was read, then they are told, once and in order', async () => {
    const { begin, constrain, relax } = await fresh();
    const log = logOf(counted(6));
    const [first, second, third] = batchesOf(log, [2, 4]);
    const projection = await begin();
    await projection.project(first!);
    const mirror = new Mirror();
    const early = await readOn(models.reader, mirror);
    expect(mirror.causes).toHaveLength(2);
    await constrain();
    await projection.project(second!);
    const late = await readOn(models.reader, mirror, { from: early });
    expect(mirror.causes).toHaveLength(2);
    await relax();
    expect(await projection.redrive(example.subject, 0)).toMatchObject({ folded: 2, left: 0 });
    await projection.project(third!);
    const [pages, lines] = [new Mirror(), new Mirror()];
    const told = async (from: FeedPlaces, limit: number) => {
      const { items } = await page(models.reader, from, limit);
      return items.map(({ cause: { offset, redriven } }) => `${offset}${redriven ? ' late' : ''}`);
    };
    for (const from of [early, late]) expect(await told(from, 9)).toEqual(['2 late', '3 late', '4', '5']);
    expect(await told(late, 1)).toEqual(['2 late']);
    await readOn(models.reader, mirror, { from: late, limit: 1 });
    await readOn(models.reader, pages, { limit: 9 });
    await readOn(models.reader, lines, { limit: 1 });
    for (const one of [mirror, pages, lines]) expect(one.state).toEqual(await stateOf(models.source));
  });

  it('given another generation that took in what waited in the first, then no change is missed by going on there', async () => {
    const log = logOf(counted(4));
    const old = await fresh();
    await old.constrain();
    const [first, second] = batchesOf(log, [2]);
    await (await old.begin()).project(first!);
    const mirror = new Mirror();
    const places = await readOn(models.reader, mirror);
    expect(mirror.causes).toEqual([]);
    const least = await inSnapshot(models.reader, (snapshot) => leastUnread(snapshot, places));
    expect(least).toEqual([0n, 0n, 0n, 0n]);
    await old.relax();
    await (await old.begin()).redrive(example.subject, 0);
    // As soon as it is told, the place below which nothing waits moves on.
    const told = await readOn(models.reader, new Mirror(), { from: places });
    expect(await inSnapshot(models.reader, (snapshot) => leastUnread(snapshot, told))).toEqual([2n, 0n, 0n, 0n]);
    expect(await inSnapshot(models.reader, (snapshot) => leastUnread(snapshot, places))).toEqual([0n, 0n, 0n, 0n]);
    const other = await fresh();
    const projection = await other.begin();
    for (const batch of [first!, second!]) await projection.project(batch);
    await readOn(models.reader, mirror, { from: least.map((next) => ({ next, redrive: 0, offset: 0n })) });
    expect(mirror.state).toEqual(await stateOf(models.source));
  });

  it('tells of one model only what is asked, and comes to the end also where that is nothing', async () => {
    const { begin } = await fresh();
    const history = fc.sample(histories(80), 3).flat();
    for (const [partition, log] of partitionsOf(history).entries()) {
      const projection = await begin(partition);
      for (const batch of batchesOf(log, [], partition)) await projection.project(batch);
    }
    const all = await page(models.reader, START, 2000);
    const { items, places, atEnd } = await page(models.reader, START, 2000, 'count');
    expect([all.atEnd, atEnd]).toEqual([true, true]);
    const ofCounts = all.items
      .map(({ cause, rows }) => ({ event: cause.event, rows: rows.filter(({ model }) => model === 'count') }))
      .filter(({ rows }) => rows.length > 0);
    const told = items.filter(({ rows }) => rows.length > 0);
    expect(told.map(({ cause, rows }) => ({ event: cause.event, rows }))).toEqual(ofCounts);
    expect(await page(models.reader, places, 500)).toMatchObject({ items: [], atEnd: true });
  });
});
