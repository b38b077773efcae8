import { randomUUID } from 'node:crypto';
import { EXAMPLES, exampleOf, saidOn } from '#examples';
import { batchesOf, logOf, type Told } from '../engine/testing/histories.js';
import { EventsProjection } from '../events-projection.js';
import { anotherGeneration } from '../testing/projecting.js';
import { describeWithDatabase, openReadModels, PARTITIONS, type ReadModels } from '../testing/read-models.js';
import { digestsOf } from './compare.js';
import { parkedItems, waitingRecords } from './parked.js';
import { ProjectionStore } from './projection-store.js';
import { orderRedrive, redriveOutcome, RedriveOrders } from './redrive-orders.js';
import { RowsRefused } from './transaction.js';

const STAMP = 1_765_584_000_000_000n;

describeWithDatabase('trying again what is parked, in Postgres (skipped without one)', () => {
  let models: ReadModels;
  beforeAll(async () => {
    models = await openReadModels();
  });
  afterAll(() => models.close());

  const fresh = async () => {
    const generation = await anotherGeneration(models.source, PARTITIONS);
    const store = new ProjectionStore(models.source, generation);
    const begin = async (): Promise<EventsProjection> => {
      const projection = new EventsProjection(store);
      await projection.positionsOf([0]);
      return projection;
    };
    const constrain = () =>
      models.source.query(`alter table ${generation}.count add constraint sound check (false) not valid`);
    const relax = () => models.source.query(`alter table ${generation}.count drop constraint sound`);
    return { generation, store, begin, constrain, relax };
  };
  const [count] = EXAMPLES.CountClaimed;
  const counted = (days: number): Told[] =>
    Array.from({ length: days }, (_, at) => ({
      event: exampleOf('CountClaimed', { ...count.data, ...saidOn(`2025-12-${10 + at}`) }),
      stamp: STAMP + BigInt(at),
    }));

  it('given a redrive by one projector, then another that does not know of it writes nothing until it asks', async () => {
    const { generation, begin, constrain, relax } = await fresh();
    const clean = await fresh();
    const [first, second] = batchesOf(logOf(counted(4)), [2]);
    await constrain();
    const owner = await begin();
    await owner.project(first!);
    await relax();
    const next = await begin();
    expect(await next.redrive(count.subject, 0)).toEqual({ folded: 2, left: 0, reason: null });
    expect(await owner.project(second!)).toMatchObject({ written: false });
    expect(await owner.positionsOf([0])).toEqual([2n]);
    expect(await owner.project(second!)).toMatchObject({ written: true, folded: 2, parked: [] });
    // Whoever tries it once more finds nothing, and says so.
    expect(await (await begin()).redrive(count.subject, 0)).toEqual({ folded: 0, left: 0, reason: null });
    await (await clean.begin()).project(batchesOf(logOf(counted(4)), [])[0]!);
    expect(await digestsOf(models.source, generation)).toEqual(await digestsOf(models.source, clean.generation));
  });

  it('given a long waiting list, then it is taken in piece by piece, and what is left is parked meanwhile', async () => {
    const { generation, store, begin, constrain, relax } = await fresh();
    const many = Array.from({ length: 1500 }, (_, at): Told => {
      const data = { ...count.data, population: `group ${at}` };
      return { event: exampleOf('CountClaimed', data), stamp: STAMP + BigInt(at) };
    });
    await constrain();
    await (await begin()).project(batchesOf(logOf(many), [])[0]!);
    await relax();
    const projection = await begin();
    expect(await projection.redrive(count.subject, 0)).toEqual({ folded: 1000, left: 500, reason: null });
    const [item] = await parkedItems(models.source, generation, { limit: 5 });
    expect(item).toMatchObject({ topic: 'events', subject: count.subject, waiting: 500, since: STAMP + 1000n });
    const records = await waitingRecords(models.source, generation, { subject: count.subject, limit: 2 });
    expect(records.map(({ offset }) => offset)).toEqual([1000n, 1001n, 1002n]);
    expect(await projection.redrive(count.subject, 0)).toEqual({ folded: 500, left: 0, reason: null });
    expect((await store.positions('events')).get(0)).toMatchObject({ next: 1500n, redrives: 2 });
  }, 60_000);

  it('given an order, then the projector is told where its subject is parked, and the one who asked what became of it', async () => {
    const { generation, begin, constrain } = await fresh();
    await constrain();
    await (await begin()).project(batchesOf(logOf(counted(1)), [])[0]!);
    const orders = new RedriveOrders(models.source, generation);
    const [one, all] = [randomUUID(), randomUUID()];
    const order = (request: string, subjects?: string[]) =>
      orderRedrive(models.source, { generation, request, subjects });
    expect(await order(one, ['count/zz/held'])).toBe(0);
    expect(await order(one, [count.subject])).toBe(1);
    expect(await order(all)).toBe(1);
    const open = await orders.open();
    expect(open).toEqual([one, all].map((request) => ({ request, subject: count.subject, partition: 0 })));
    await orders.close(open[0]!, { folded: 3, reason: null });
    await orders.close(open[0]!, { folded: 9, reason: 'too late' });
    expect(await redriveOutcome(models.source, one)).toEqual([
      { subject: count.subject, done: true, folded: 3, reason: null },
    ]);
    expect(await redriveOutcome(models.source, all)).toMatchObject([{ done: false, folded: null }]);
    expect(await orders.open()).toHaveLength(1);
    expect(await new RedriveOrders(models.source, (await fresh()).generation).open()).toEqual([]);
  });

  it('given a report that waited while a later copy went in, then the first one is the report', async () => {
    const { generation, store } = await fresh();
    const id = randomUUID();
    const row = (offset: bigint) => ({
      id,
      sourceId: `copy ${offset}`,
      uri: null,
      revises: null,
      day: '2025-01-01',
      text: '',
      known: STAMP + offset,
      offset,
      value: Buffer.from([Number(offset)]),
    });
    const turn = { partition: 0, from: 0n, next: 2n, known: STAMP, redrives: 0 };
    const parked = { submission: id, key: id, known: STAMP, reason: 'Refused.', offset: 0n, value: Buffer.from([0]) };
    await store.writeReports(turn, { reports: [row(1n)], batches: [] }, [parked]);
    expect(await store.parkedReportKeys()).toEqual([id]);
    const [waits] = await store.parkedReports(id);
    expect(waits).toMatchObject({ ...parked, partition: 0 });
    const part = { reports: [row(0n)], batches: [] };
    await models.source.query(`alter table ${generation}.report add constraint sound check (source_id <> 'copy 0')`);
    await expect(store.takeInReport(waits!, part)).rejects.toThrow(RowsRefused);
    expect(await store.parkedReportKeys()).toEqual([id]);
    await models.source.query(`alter table ${generation}.report drop constraint sound`);
    expect(await store.takeInReport(waits!, part)).toBe(true);
    expect(await store.takeInReport(waits!, part)).toBe(false);
    const rows = await models.source.query(`select source_id, "offset" from ${generation}.report`);
    expect(rows).toEqual([{ source_id: 'copy 0', offset: '0' }]);
  });
});
