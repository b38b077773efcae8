import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describeWithDatabase, openReadModels, type ReadModels } from '../testing/read-models.js';
import { ENDLESS, FOREVER } from '../engine/model.js';
import { GENERATION } from './database.js';
import { list } from './list.js';
import { inSnapshot, openSnapshot } from './reader.js';
import { countOfList, rowsOfList } from './whole-list.js';

const MANY = 100_000;
const AT = { asOf: '2025-12-31', knownAt: 1_765_584_000_000_000n };

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** What is in use once the garbage is gone, in MiB. */
const heapMiB = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 1024 / 1024;
};

describeWithDatabase('a whole list (skipped without a Postgres)', () => {
  let models: ReadModels;
  beforeAll(async () => {
    models = await openReadModels();
    await models.source.query(
      `insert into ${GENERATION}.prisoner (id, valid_from, known_from, valid_to, known_to, certain, unit, subject, name,
         country, status, names, keys)
       select gen_random_uuid(), '0001-01-01', 1, '${ENDLESS}', ${FOREVER}, true, 'prisoner:u' || n, 'person/by/x' || n,
         'Person ' || n % 50000, case when n % 4 = 0 then 'RU' else 'BY' end, 'in_custody', 'Person', 'k'
       from generate_series(1, $1::int) n`,
      [MANY],
    );
  }, 120_000);
  afterAll(() => models.close());

  it('has the rows that its pages have, in their order and as they have them', async () => {
    const where = { country: 'RU' };
    await inSnapshot(models.reader, async (snapshot) => {
      const { rows } = await list(snapshot, 'prisoner', { ...AT, where, limit: 450 });
      const first = [];
      for await (const some of rowsOfList(snapshot, 'prisoner', { ...AT, where })) {
        first.push(...some);
        if (first.length >= 450) break;
      }
      expect(first.slice(0, 450)).toEqual(rows.map((row) => ({ ...row })));
      expect(await countOfList(snapshot, 'prisoner', { ...AT, where })).toBe(MANY / 4);
      const none = { asOf: AT.asOf, knownAt: 0n, where };
      expect(await countOfList(snapshot, 'prisoner', none)).toBe(0);
    });
  });

  it('given 100,000 rows, then all come once and memory stays flat', async () => {
    const { snapshot, close } = await openSnapshot(models.reader);
    const seen = new Set<string>();
    const heaps: number[] = [];
    let rows = 0;
    for await (const some of rowsOfList(snapshot, 'prisoner', { ...AT, where: {} })) {
      rows += some.length;
      for (const { id } of some) seen.add(id.slice(0, 8));
      if (rows % 20_000 === 0) heaps.push(heapMiB());
    }
    await close();
    expect(rows).toBe(MANY);
    expect(seen.size).toBeGreaterThan(MANY * 0.99);
    seen.clear();
    // The ids that this test keeps are all that grows: some 10 MiB; the rows alone would be more than 60.
    expect(Math.max(...heaps) - heaps[0]!).toBeLessThan(25);
  }, 60_000);

  it('is of one moment, whatever is written while it is read', async () => {
    const { snapshot, close } = await openSnapshot(models.reader);
    let rows = 0;
    for await (const some of rowsOfList(snapshot, 'prisoner', { ...AT, where: {} })) {
      if (rows === 0) await models.source.query(`delete from ${GENERATION}.prisoner where country = 'RU'`);
      rows += some.length;
    }
    await close();
    expect(rows).toBe(MANY);
  }, 60_000);
});
