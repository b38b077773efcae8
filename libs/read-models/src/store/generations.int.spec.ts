import fc from 'fast-check';
import { histories, logOf } from '../engine/testing/histories.js';
import { anotherGeneration, projectAnew } from '../testing/projecting.js';
import { describeWithDatabase, openReadModels, PARTITIONS, type ReadModels } from '../testing/read-models.js';
import { GENERATION } from './database.js';
import { followedGenerations, generationsOf, nextName, retire, switchTo, takePendingActs } from './generations.js';
import { inSnapshot, liveGeneration } from './reader.js';
import { inGeneration } from './transaction.js';

const QUERIES = 10_000;
const READERS = 3;
const said = { by: { id: 'operator', name: 'An operator' }, because: 'It was tried.' };
const nothing = (): Promise<void> => Promise.resolve();

describeWithDatabase('switching generations (skipped without a Postgres)', () => {
  let models: ReadModels;
  let beside: string;
  beforeAll(async () => {
    models = await openReadModels();
    const log = logOf(fc.sample(histories(40), { numRuns: 1, seed: 21 })[0]!);
    beside = await anotherGeneration(models.source, PARTITIONS);
    for (const name of [GENERATION, beside]) await projectAnew(models.source, log, [], name);
    // So that a row tells of which it is.
    await models.source.query(`update ${beside}.event set type = 'Beside'`);
  });
  afterAll(() => models.close());

  it('while 10,000 queries run, then each is answered whole by one of them, and both have answered', async () => {
    const answered = new Map<string, number>();
    let asked = 0;
    const reader = async (): Promise<void> => {
      while ((asked += 1) <= QUERIES) {
        const { generation, rows } = await inSnapshot(models.reader, async (snapshot) => ({
          generation: snapshot.generation,
          rows: (await snapshot.runner.query(
            `select count(*)::int as events, count(*) filter (where type = 'Beside')::int as beside from event`,
          )) as { events: number; beside: number }[],
        }));
        const { events, beside: marked } = rows[0]!;
        if (events === 0 || marked !== (generation === beside ? events : 0)) {
          throw new Error(`${generation} answered ${marked} of ${events}.`);
        }
        answered.set(generation, (answered.get(generation) ?? 0) + 1);
      }
    };
    const readers = Promise.all(Array.from({ length: READERS }, reader));
    let switches = 0;
    while (asked < QUERIES) {
      const to = switches % 2 === 0 ? beside : GENERATION;
      expect(await switchTo(models.source, { name: to, catchUp: nothing, ...said })).not.toBe(to);
      switches += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await readers;
    expect([...answered.keys()].sort()).toEqual([GENERATION, beside].sort());
    expect([...answered.values()].reduce((sum, count) => sum + count, 0)).toBe(QUERIES);
    const acts: string[] = [];
    await takePendingActs(models.source, (_id, act) => {
      acts.push(act.type);
      return Promise.resolve();
    });
    // Each switch said so in its own transaction, once.
    expect(acts).toHaveLength(switches);
    await takePendingActs(models.source, () => Promise.reject(new Error('There is none left.')));
  }, 600_000);

  it('waits for one that is behind, and gives up when it does not come', async () => {
    const live = await liveGeneration(models.source);
    const other = live === beside ? GENERATION : beside;
    await models.source.query(`update ${live}.position set next_offset = next_offset + 1`);
    const catchUp = async (): Promise<void> => {
      await models.source.query(
        `update ${other}.position as here set next_offset = there.next_offset from ${live}.position there
         where (here.topic, here.partition) = (there.topic, there.partition)`,
      );
    };
    expect(await switchTo(models.source, { name: other, catchUp: nothing, ...said })).toBeUndefined();
    expect(await liveGeneration(models.source)).toBe(live);
    expect(await switchTo(models.source, { name: other, catchUp, ...said })).toBe(live);
    expect(await liveGeneration(models.source)).toBe(other);
  });

  it('keeps the one before until it is retired, and never retires the one that answers', async () => {
    const live = await liveGeneration(models.source);
    expect((await followedGenerations(models.source)).map(({ name }) => name).sort()).toEqual(
      [GENERATION, beside].sort(),
    );
    expect(await retire(models.source, live)).toBe(false);
    const other = live === beside ? GENERATION : beside;
    expect(await retire(models.source, other)).toBe(true);
    expect((await followedGenerations(models.source)).map(({ name }) => name)).toEqual([live]);
    expect((await generationsOf(models.source)).find(({ name }) => name === other)).toMatchObject({ state: 'retired' });
    expect(await nextName(models.source)).toBe(`${GENERATION}_2`);
  });

  it('and a transaction whose connection is cut off tells of that, and the next one has another', async () => {
    const live = (await generationsOf(models.source)).find(({ isLive }) => isLive)!.name;
    const cut = inGeneration(models.source, live, async (runner) => {
      const [backend] = (await runner.query('select pg_backend_pid() as pid')) as { pid: number }[];
      await models.source.query('select pg_terminate_backend($1)', [backend!.pid]);
      // It breaks while nothing is asked of it.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await runner.query('select 1');
      return true;
    });
    await expect(cut).rejects.toThrow(/terminat|released/i);
    expect(await inGeneration(models.source, live, () => Promise.resolve(true))).toBe(true);
  });
});
