import fc from 'fast-check';
import { idOf, writeRecord } from '#domain';
import { EXAMPLE_SOURCE } from '#examples';
import { histories, logOf, type LogEntry, type Told } from '../engine/testing/histories.js';
import { claim, IVANOVA, judge, PETROVA, START } from '../prisoner/testing/judged.js';
import { digestsOf, atOneVector } from '../store/compare.js';
import { createGeneration, dropGeneration, GENERATION } from '../store/database.js';
import { differencesOf } from '../store/differences.js';
import { vectorsOf } from '../store/generations.js';
import { describeWithDatabase, openReadModels, PARTITIONS, type ReadModels } from '../testing/read-models.js';
import { schemaOf } from '../testing/schema.js';
import { asBuilder, Builder, BuildTaken, type BuildOrder } from './builder.js';
import { catchUp } from './catch-up.js';
import type { LogReader } from './histories.js';

/** A log in memory: `events` as told, and one report. */
function readerOf(events: readonly (readonly LogEntry[])[]): LogReader & { reads: number } {
  const id = idOf('test report', {});
  const received = {
    id,
    source: EXAMPLE_SOURCE,
    type: 'ReportReceived',
    subject: `report/${id}`,
    correlationid: id,
    causationid: id,
    data: { source: { id: 'example-wire', name: 'Example Wire', kind: 'news_agency' }, body: 'Nothing of note.' },
  } as const;
  const value = Buffer.from(writeRecord(received)(1_765_584_000_000_000n));
  const reports = [[{ offset: 0n, key: 'report', value }]];
  const reader = {
    partitions: PARTITIONS,
    reads: 0,
    async *read(topic: 'events' | 'reports', partition: number, from: bigint, to: bigint) {
      reader.reads += 1;
      const records = (topic === 'events' ? events : reports)[partition] ?? [];
      for (let at = Number(from); at < Number(to); at += 7) {
        const next = Math.min(Number(to), at + 7);
        yield await Promise.resolve({
          partition,
          from: BigInt(at),
          next: BigInt(next),
          records: records.slice(at, next),
        });
      }
    },
  };
  return reader;
}

const endsOf = (events: readonly (readonly LogEntry[])[]) => ({
  reports: [1n, 0n],
  events: [0, 1].map((partition) => BigInt(events[partition]?.length ?? 0)),
});

describeWithDatabase('a generation that is built beside another (skipped without a Postgres)', () => {
  let models: ReadModels;
  beforeAll(async () => {
    models = await openReadModels();
  });
  afterAll(() => models.close());

  const drop = async (...names: string[]): Promise<void> => {
    const runner = models.source.createQueryRunner();
    for (const name of names) await dropGeneration(runner, name);
    await runner.release();
  };
  const grown = async (reader: LogReader, events: readonly (readonly LogEntry[])[]): Promise<string> => {
    const runner = models.source.createQueryRunner();
    await createGeneration(runner, 'read_grown', PARTITIONS);
    await runner.release();
    await catchUp({ source: models.source, log: reader, name: 'read_grown' }, endsOf(events));
    return 'read_grown';
  };
  const order = (events: readonly (readonly LogEntry[])[], more: Partial<BuildOrder> = {}): BuildOrder => ({
    name: 'read_built',
    code: 'one',
    ends: endsOf(events),
    ...more,
  });
  const built = (reader: LogReader, asked: BuildOrder, signal?: AbortSignal) =>
    asBuilder(models.source, asked.name, () => new Builder(models.source, reader, asked, { signal }).build());

  it('has the rows, keys and indexes of one that grew with the log, whatever the history', async () => {
    await fc.assert(
      fc.asyncProperty(histories(40), histories(20), async (one, other) => {
        const events = [logOf(one), logOf(other)];
        // An event of one partition is none of another's.
        const mine = new Set(events[0]!.map(({ key }) => key));
        events[1] = events[1]!
          .filter(({ key }) => !mine.has(key))
          .map((entry, at) => ({ ...entry, offset: BigInt(at) }));
        const reader = readerOf(events);
        const name = await grown(reader, events);
        await built(reader, order(events));
        const [live, beside] = [await digestsOf(models.source, name), await digestsOf(models.source, 'read_built')];
        expect(beside).toEqual(live);
        expect((await vectorsOf(models.source, 'read_built')).events).toEqual(endsOf(events).events);
        await drop(name, 'read_built');
      }),
      { numRuns: 5 },
    );
    const reader = readerOf([]);
    await built(reader, order([]));
    const named = (await schemaOf(models.source, ['read_built'])).replaceAll('read_built', GENERATION);
    expect(named).toBe(await schemaOf(models.source, [GENERATION]));
    await drop('read_built');
  }, 120_000);

  it('parks the subject of what it can’t read or write, in order, as the projector does', async () => {
    const history = logOf(fc.sample(histories(40), { numRuns: 1, seed: 7 })[0]!);
    const spoilt = history.map((entry, at) => (at % 9 === 4 ? { ...entry, value: Buffer.from('no event') } : entry));
    const reader = readerOf([spoilt]);
    const name = await grown(reader, [spoilt]);
    await built(reader, order([spoilt]));
    const live = await digestsOf(models.source, name);
    expect(live.parked.length).toBeGreaterThan(0);
    expect(await digestsOf(models.source, 'read_built')).toEqual(live);
    await drop(name, 'read_built');
  });

  it('makes one row of two people whom a judgement ties across partitions', async () => {
    const judged = [judge(IVANOVA, PETROVA, 'positive'), claim('PersonDetained', PETROVA, '2025-12-13')].flat();
    const before = [claim('PersonDetained', IVANOVA, '2020-09-07'), claim('PrisonerReleased', PETROVA, '2021-07-14')];
    const told = [...before, ...judged].map((event, place) => ({ event, stamp: START + BigInt(place) }));
    const subject = claim('PersonDetained', IVANOVA, '2020').subject;
    const [mine, others] = [
      told.filter(({ event }) => event.subject === subject),
      told.filter(({ event }) => event.subject !== subject),
    ];
    const events = [logOf(mine as unknown as Told[]), logOf(others as unknown as Told[])];
    const reader = readerOf(events);
    const name = await grown(reader, events);
    await built(reader, order(events));
    const live = await digestsOf(models.source, name);
    expect(await digestsOf(models.source, 'read_built')).toEqual(live);
    const [people] = await models.source.query<{ ids: number }[]>(
      `select count(distinct id)::int as ids from read_built.prisoner where known_to = 9223372036854775807`,
    );
    expect(people).toEqual({ ids: 1 });
    await drop(name, 'read_built');
  });

  it('goes on where it was interrupted, and begins anew when the code is another', async () => {
    const events = [logOf(fc.sample(histories(40), { numRuns: 1, seed: 3 })[0]!), logOf([])];
    const reader = readerOf(events);
    const broken = {
      ...reader,
      read: (...asked: Parameters<LogReader['read']>) => {
        if (asked[0] === 'events' && asked[1] === 1) throw new Error('The cable is out.');
        return reader.read(...asked);
      },
    };
    const other = logOf(fc.sample(histories(9), { numRuns: 1, seed: 4 })[0]!);
    events[1] = other
      .filter(({ key }) => !events[0]!.some((one) => one.key === key))
      .map((one, at) => ({ ...one, offset: BigInt(at) }));
    await expect(built(broken, order(events))).rejects.toThrow('The cable is out.');
    expect(await models.source.query('select partition from read.build_part')).toEqual([{ partition: 0 }]);
    const before = reader.reads;
    expect(await built(reader, order(events))).toMatchObject({ resumed: true });
    // The other partition alone was read.
    expect(reader.reads).toBe(before + 1);
    const whole = await digestsOf(models.source, 'read_built');
    expect(await built(reader, order(events, { code: 'another' }))).toMatchObject({ resumed: false });
    expect(await digestsOf(models.source, 'read_built')).toEqual(whole);
    await asBuilder(models.source, 'read_built', async () => {
      await expect(built(reader, order(events))).rejects.toThrow(BuildTaken);
    });
    await drop('read_built');
  });

  it('given rows that were changed, taken out and put in by hand, then each is named with its subject and fields', async () => {
    const events = [logOf(fc.sample(histories(60), { numRuns: 1, seed: 11 })[0]!)];
    const reader = readerOf(events);
    const live = await grown(reader, events);
    await built(reader, order(events));
    type Rows = Record<string, string>[];
    const ask = <Answer = Rows>(text: string, values?: unknown[]) => models.source.query<Answer>(text, values);
    const [row] = await ask(`select id, subject from ${live}.prisoner order by id limit 1`);
    await ask(`update ${live}.prisoner set status = 'at sea' where id = $1`, [row!.id]);
    const [[gone]] = await ask<[Rows, number]>(
      `delete from ${live}.basis where ctid = (select min(ctid) from ${live}.basis) returning *`,
    );
    const [planted] = await ask(
      `insert into ${live}.prisoner select (json_populate_record(p, '{"id": "ffffffff-ffff-4fff-bfff-ffffffffffff"}')).*
       from ${live}.prisoner p order by id limit 1 returning *`,
    );
    const all = await atOneVector(
      models.source,
      { one: live, other: 'read_built', catchUp: () => Promise.resolve() },
      async (runner) => {
        const of = (table: string) =>
          differencesOf(runner, { live, replayed: 'read_built' }, { table, upTo: undefined, limit: 50 });
        return {
          prisoner: await of('prisoner'),
          basis: await of('basis'),
          event: await of('event'),
        };
      },
    );
    expect(all.event).toEqual({ differences: [], count: 0 });
    const changed = all.prisoner.differences.filter(({ what }) => what === 'changed');
    expect(changed[0]).toMatchObject({ subject: row!.subject, fields: { status: { live: 'at sea' } } });
    expect(Object.keys(changed[0]!.fields)).toEqual(['status']);
    expect(all.prisoner.differences.at(-1)).toMatchObject({
      ...{ what: 'extra', subject: planted!.subject, key: { id: planted!.id } },
    });
    expect(all.prisoner.count).toBe(changed.length + 1);
    expect(all.basis).toMatchObject({
      count: 1,
      differences: [{ what: 'missing', key: { event_id: gone!.event_id } }],
    });
    expect(all.basis.differences[0]!.subject).toMatch(/\//);
    await drop(live, 'read_built');
  });

  it('holds what was known at an instant, and is compared with the rows of that time of one that went on', async () => {
    const events = [logOf(fc.sample(histories(60), { numRuns: 1, seed: 5 })[0]!)];
    const reader = readerOf(events);
    const live = await grown(reader, events);
    const times = await models.source.query<{ known: string }[]>(`select known from ${live}.event order by known`);
    expect(times[0]!.known).not.toBe(times.at(-1)!.known);
    for (const { known } of [times[0]!, times[times.length >> 1]!]) {
      const upTo = BigInt(known);
      await built(reader, order(events, { upTo }));
      const replayed = await digestsOf(models.source, 'read_built');
      expect(await digestsOf(models.source, 'read_built', upTo)).toMatchObject({ rows: replayed.rows });
      expect(await digestsOf(models.source, live, upTo)).toEqual(await digestsOf(models.source, 'read_built', upTo));
      if (known !== times.at(-1)!.known) {
        expect(replayed.digests.event).not.toBe((await digestsOf(models.source, live)).digests.event);
      }
      await drop('read_built');
    }
    await drop(live);
  });
});
