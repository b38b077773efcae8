import { parseInstant, type DataOf, type Instant } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';
import { logOf, type Told } from '../engine/testing/histories.js';
import type { PrisonerSlice } from '../prisoner/row.js';
import { anotherGeneration, projectAnew } from '../testing/projecting.js';
import { describeWithDatabase, openReadModels, PARTITIONS, type ReadModels } from '../testing/read-models.js';
import { GENERATION } from './database.js';
import { events as storedEvents } from './events.js';
import { list, spansOf, type ListOptions } from './list.js';
import { inSnapshot, liveGeneration } from './reader.js';

const RECORDED = parseInstant('2025-12-20T12:00:00Z')!;
const NAMES = ['Ales', 'Maria', 'Siarhei', 'Viktar', 'Yury', 'Zmitser'];
const told = (type: 'PersonDetained' | 'PrisonerReleased', name: string, edtf: string): Told['event'] => {
  const data = { ...EXAMPLES[type][0].data, ...saidOn(edtf), person: personNamed(`${name} Novik`) };
  return exampleOf(type, data as DataOf<typeof type>);
};

describeWithDatabase('reading the read models in Postgres (skipped without one)', () => {
  let models: ReadModels;
  /** Six people detained, then, a day later by the other clock, all of them released. */
  const log = logOf(
    NAMES.flatMap((name, at) => [
      { event: told('PersonDetained', name, '2021-07-14'), stamp: RECORDED + BigInt(at) },
      { event: told('PrisonerReleased', name, '2025-12-13'), stamp: RECORDED + 86_400_000_000n + BigInt(at) },
    ]).sort((a, b) => (a.stamp < b.stamp ? -1 : 1)),
  );
  beforeAll(async () => {
    models = await openReadModels();
    await projectAnew(models.source, log);
  });
  afterAll(() => models.close());

  const DAY_AFTER: Instant = RECORDED + 2n * 86_400_000_000n;
  const pagesOf = (options: Partial<ListOptions>): Promise<string[][]> =>
    inSnapshot(models.reader, async (snapshot) => {
      const pages: string[][] = [];
      let after: ListOptions['after'];
      do {
        const page = await list(snapshot, 'prisoner', {
          asOf: '2025-12-20',
          knownAt: DAY_AFTER,
          limit: 4,
          where: {},
          after,
          ...options,
        });
        pages.push(
          (page.rows as unknown as PrisonerSlice[]).map(({ name, status }) => `${name.slice(0, 3)} ${status}`),
        );
        after = page.next;
      } while (after);
      return pages;
    });

  it('gives pages of one order, each row once, the last one without a next', async () => {
    const all = ['Ale', 'Mar', 'Sia', 'Vik', 'Yur', 'Zmi'].map((name) => `${name} released`);
    expect(await pagesOf({})).toEqual([all.slice(0, 4), all.slice(4)]);
    expect(await pagesOf({ limit: 6 })).toEqual([all]);
    expect(await pagesOf({ limit: 1 })).toEqual(all.map((one) => [one]));
  });

  it('answers for a day and for an instant, each on its own', async () => {
    const statuses = async (options: Partial<ListOptions>) =>
      [...new Set((await pagesOf(options)).flat().map((row) => row.slice(4)))].join();
    expect(await statuses({ asOf: '2025-12-13' })).toBe('released');
    expect(await statuses({ asOf: '2025-12-12' })).toBe('in_custody');
    expect(await statuses({ asOf: '2021-07-13' })).toBe('unknown');
    expect(await statuses({ asOf: '2025-12-13', knownAt: RECORDED + 10n })).toBe('in_custody');
    expect(await pagesOf({ knownAt: RECORDED + 2n })).toEqual([['Ale in_custody', 'Mar in_custody', 'Sia in_custody']]);
    expect(await pagesOf({ knownAt: RECORDED - 1n })).toEqual([[]]);
  });

  it('filters by a column, and what is undefined asks nothing', async () => {
    expect(await pagesOf({ where: { name: 'Maria Novik', status: undefined } })).toEqual([['Mar released']]);
    expect(await pagesOf({ where: { status: 'died' } })).toEqual([[]]);
  });

  it('tells the whole course of one thing as it was known', async () => {
    await inSnapshot(models.reader, async (snapshot) => {
      const [ales] = (await list(snapshot, 'prisoner', { asOf: '2025-12-20', knownAt: DAY_AFTER, limit: 1, where: {} }))
        .rows;
      const course = async (knownAt: Instant) =>
        (await spansOf(snapshot, 'prisoner', ales!.id, knownAt)).map(({ validFrom }) => validFrom);
      expect(await course(DAY_AFTER)).toEqual(['0001-01-01', '2021-07-14', '2025-12-13']);
      expect(await course(RECORDED)).toEqual(['0001-01-01', '2021-07-14']);
      expect(await course(RECORDED - 1n)).toEqual([]);
    });
  });

  it('sees one generation and one moment in a request, whatever is written or switched meanwhile', async () => {
    const other = await anotherGeneration(models.source, PARTITIONS);
    await inSnapshot(models.reader, async (snapshot) => {
      const count = async () =>
        (await snapshot.runner.query('select count(*)::int as n from event')) as { n: number }[];
      expect(await count()).toEqual([{ n: log.length }]);
      await models.source.query('update read.pointer set generation = $1', [other]);
      await models.source.query(`delete from ${GENERATION}.event`);
      expect(await count()).toEqual([{ n: log.length }]);
      expect(snapshot.generation).toBe(GENERATION);
    });
    expect(await inSnapshot(models.reader, async ({ generation }) => generation)).toBe(other);
    expect(await liveGeneration(models.reader)).toBe(other);
    await models.source.query('update read.pointer set generation = $1', [GENERATION]);
  });

  it('finds what was recorded by an instant, also what was stamped by a clock that had been put back', async () => {
    const other = await anotherGeneration(models.source, PARTITIONS);
    const hour = 3_600_000_000n;
    const stamps = [0n, 2n * hour, hour, 3n * hour];
    const events = NAMES.slice(0, stamps.length).map((name) => told('PersonDetained', name, '2021-07-14'));
    const steps = logOf(events.map((event, at) => ({ event, stamp: RECORDED + stamps[at]! })));
    await projectAnew(models.source, steps, [], other);
    await inSnapshot(models.reader, async (snapshot) => {
      await snapshot.runner.query(`set local search_path to ${other}`);
      const asked = { knownAt: DAY_AFTER, limit: 10 };
      const found = async (filter: object) =>
        (await storedEvents(snapshot, { ...asked, ...filter })).map(({ id }) =>
          events.findIndex((event) => event.id === id),
        );
      expect(await found({})).toEqual([0, 1, 2, 3]);
      expect(await found({ recordedTo: RECORDED + hour })).toEqual([0, 2]);
      expect(await found({ recordedFrom: RECORDED + 1n, recordedTo: RECORDED + hour })).toEqual([2]);
      expect(await found({ recordedTo: RECORDED + 2n * hour, limit: 1 })).toEqual([0, 1]);
      expect(await found({ recordedFrom: RECORDED + 2n * hour })).toEqual([1, 3]);
    });
  });

  it('knows up to where all partitions are, an idle one up to when it was found at its end', async () => {
    const upTo = () => inSnapshot(models.reader, async ({ knownUpTo, newest }) => ({ knownUpTo, newest }));
    const last = RECORDED + 86_400_000_000n + 5n;
    expect(await upTo()).toEqual({ knownUpTo: 0n, newest: last });
    await models.source.query(`update ${GENERATION}.position set caught_up = $1 where partition = 1`, [
      String(RECORDED),
    ]);
    expect(await upTo()).toEqual({ knownUpTo: RECORDED, newest: last });
  });

  it('lets the reader read everything and do nothing else', async () => {
    const tables = await models.source.query<{ name: string }[]>(
      `select schemaname || '.' || quote_ident(tablename) as name from pg_tables where schemaname in ('read', $1)`,
      [GENERATION],
    );
    expect(tables.length).toBeGreaterThan(10);
    const runner = models.reader.createQueryRunner();
    // Its sessions begin as read-only ones, which is a courtesy; the lock is what is not granted.
    const refused = async (statement: string): Promise<void> => {
      await runner.query('begin read write');
      await expect(runner.query(statement)).rejects.toMatchObject({ code: '42501' });
      await runner.query('rollback');
    };
    for (const { name } of tables) {
      await runner.query(`select * from ${name} limit 1`);
      await refused(`insert into ${name} default values`);
      await refused(`delete from ${name}`);
      await refused(`truncate ${name}`);
      await refused(`select 1 from ${name} for update`);
      await refused(`drop table ${name}`);
      await refused(`alter table ${name} add mine int`);
      await refused(`lock table ${name} in exclusive mode`);
    }
    await refused(`update read.pointer set generation = 'read_g9'`);
    await refused(`create table ${GENERATION}.mine (id int)`);
    await refused('create table public.mine (id int)');
    await refused('create schema mine');
    await runner.release();
  });

  it('lets nobody write in a snapshot, not even the owner', async () => {
    const write = inSnapshot(models.source, ({ runner }) => runner.query('delete from event'));
    await expect(write).rejects.toMatchObject({ code: '25006' });
  });
});
