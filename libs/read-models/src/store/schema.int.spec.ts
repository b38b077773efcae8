import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from '../../../../test/setup/database.js';
import { describeWithDatabase } from '../testing/read-models.js';
import { schemaOf } from '../testing/schema.js';
import { createGeneration, dropGeneration, GENERATION, migrate, openDatabase } from './database.js';
import { liveGeneration } from './reader.js';

/** The committed schema. After a migration, `UPDATE_SCHEMA=1` with this spec writes it anew; review it like code. */
const SCHEMA = join(import.meta.dirname, '..', '..', 'schema.sql');
const HEAD = `-- The read models' tables as the migrations leave them, read back from the server. Not run by anything: a test compares
-- it with a migrated database, so that whoever changes a table sees here what becomes of it.
`;

describeWithDatabase('the migrations of the read models (skipped without a Postgres)', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase();
  });
  afterEach(() => database.drop());

  it('leave the tables that schema.sql shows', async () => {
    const source = await openDatabase({ url: database.url });
    await migrate(source, 2);
    const schema = HEAD + (await schemaOf(source, ['read', GENERATION]));
    await source.destroy();
    if (process.env['UPDATE_SCHEMA']) writeFileSync(SCHEMA, schema);
    expect(schema).toBe(readFileSync(SCHEMA, 'utf8'));
  });

  it('run once when five services start at the same time, and again without effect', async () => {
    const sources = await Promise.all(Array.from({ length: 5 }, () => openDatabase({ url: database.url })));
    await Promise.all(sources.map((source) => migrate(source, 2)));
    const [first] = sources;
    const before = await schemaOf(first!, ['read', GENERATION]);
    await first!.query(`update ${GENERATION}.position set next_offset = 7`);
    await Promise.all(sources.map((source) => migrate(source, 2)));
    expect(await schemaOf(first!, ['read', GENERATION])).toBe(before);
    const positions = await first!.query(
      `select topic, partition, next_offset from ${GENERATION}.position order by 1, 2`,
    );
    expect(positions).toEqual(
      ['events', 'reports'].flatMap((topic) => [0, 1].map((partition) => ({ topic, partition, next_offset: '7' }))),
    );
    expect(await first!.query('select name from read.generation')).toEqual([{ name: GENERATION }]);
    await Promise.all(sources.map((source) => source.destroy()));
  });

  it('given tables of an older release, then an empty generation of the newest shape answers, and the old one stays', async () => {
    const source = await openDatabase({ url: database.url });
    await migrate(source, 2);
    const runner = source.createQueryRunner();
    await createGeneration(runner, 'read_g1', 2);
    await runner.query(`update read.generation set shape = 'read_g1' where name = 'read_g1'`);
    await runner.query(`update read.pointer set generation = 'read_g1'`);
    await runner.query(`update ${GENERATION}.position set next_offset = 7`);
    await dropGeneration(runner, GENERATION);
    await Promise.all([migrate(source, 2), migrate(source, 2)]);
    expect(await liveGeneration(source)).toBe(GENERATION);
    expect(await source.query(`select distinct next_offset from ${GENERATION}.position`)).toEqual([
      { next_offset: '0' },
    ]);
    expect(await source.query('select name from read.generation order by 1')).toEqual([
      { name: 'read_g1' },
      { name: GENERATION },
    ]);
    await runner.query(`update read.pointer set generation = 'read_g1'`);
    await runner.query(`update ${GENERATION}.position set next_offset = 9`);
    await migrate(source, 2);
    expect(await liveGeneration(source)).toBe(GENERATION);
    expect(await source.query(`select distinct next_offset from ${GENERATION}.position`)).toEqual([
      { next_offset: '9' },
    ]);
    await runner.release();
    await source.destroy();
  });

  it('leave no half of a generation behind when it cannot be made', async () => {
    const source = await openDatabase({ url: database.url });
    await migrate(source, 2);
    const runner = source.createQueryRunner();
    await createGeneration(runner, 'read_other', 2);
    await expect(createGeneration(runner, 'read_other', 2)).rejects.toThrow('already exists');
    await expect(createGeneration(runner, 'read_third; drop schema read', 2)).rejects.toThrow(TypeError);
    const schemas = await source.query(`select nspname from pg_namespace where nspname like 'read%' order by 1`);
    expect(schemas).toEqual(['read', GENERATION, 'read_other'].map((nspname) => ({ nspname })));
    await dropGeneration(runner, 'read_other');
    await expect(dropGeneration(runner, GENERATION)).rejects.toThrow('foreign key');
    expect(await liveGeneration(source)).toBe(GENERATION);
    await runner.release();
    await source.destroy();
  });
});
