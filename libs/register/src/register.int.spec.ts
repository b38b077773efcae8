import { Pool } from 'pg';
import { createDatabase, databaseAvailable, type TestDatabase } from '../../../test/setup/database.js';
import { idOf, writeRecord, type Instant, type Unstamped } from '#domain';
import { exampleOf, EXAMPLES, saidOn } from '#examples';
import type { Batch, Draft } from '#log';
import { openLedger, type Ledger } from './ledger.js';
import { catchUp } from './rebuild.js';
import type { EventEntry, Place, SubmissionEntry } from './register.js';

const describeWithDatabase = databaseAvailable() ? describe : describe.skip;
const GROUP = 'recorder';
const idFor = (name: string): string => idOf('test', { name });
const submission = (name: string, at: Place): SubmissionEntry => ({ id: idFor(name), type: 'ReportReceived', ...at });
const event = (name: string, at: Place): EventEntry => ({
  id: idFor(name),
  type: 'CountClaimed',
  subject: 'count/by/held',
  submission: idFor('a report'),
  ...at,
});

describeWithDatabase('the register in Postgres (skipped without one)', () => {
  let database: TestDatabase;
  let ledger: Ledger;
  let pool: Pool;
  beforeAll(async () => {
    database = await createDatabase();
    ledger = await openLedger({ databaseUrl: database.url, name: 'test', partitions: 2 });
    pool = new Pool({ connectionString: database.url, max: 3 });
  });
  afterAll(async () => {
    await pool.end();
    await ledger.close();
    await database.drop();
  });

  describe.each([
    ['a submission', 'submission'],
    ['an event', 'event'],
  ] as const)('of %s', (_, kind) => {
    const claim = (name: string, at: Place): Promise<Set<string>> =>
      kind === 'submission'
        ? ledger.register.claimSubmissions([submission(`${kind} ${name}`, at)])
        : ledger.register.claimEvents([event(`${kind} ${name}`, at)]);
    const whole = (name: string): Set<string> => new Set([idFor(`${kind} ${name}`)]);
    const nothing = new Set<string>();

    it('gives it to the first place, as often as that one asks, and to no other', async () => {
      const first = { partition: 0, offset: 3n };
      expect(await claim('once', first)).toEqual(whole('once'));
      for (const other of [
        { partition: 0, offset: 4n },
        { partition: 1, offset: 3n },
        { partition: 0, offset: 2n },
      ]) {
        expect(await claim('once', other)).toEqual(nothing);
      }
      expect(await claim('once', first)).toEqual(whole('once'));
    });

    it('gives it to both owners of one place who ask at once: the slow one and its successor', async () => {
      for (let round = 0; round < 20; round += 1) {
        const at = { partition: 1, offset: BigInt(round) };
        const answers = await Promise.all(Array.from({ length: 4 }, () => claim(`twins ${round}`, at)));
        expect(answers).toEqual(Array.from({ length: 4 }, () => whole(`twins ${round}`)));
      }
    });

    it('gives it to exactly one of several places that ask at once', async () => {
      for (let round = 0; round < 20; round += 1) {
        const places = Array.from({ length: 5 }, (_place, offset) => ({ partition: 0, offset: BigInt(offset) }));
        const answers = await Promise.all(places.map((at) => claim(`rivals ${round}`, at)));
        expect(answers.filter((answer) => answer.size === 1)).toHaveLength(1);
      }
    });
  });

  it('does not wait in a ring when two ask for the same many ids in other orders', async () => {
    const names = Array.from({ length: 500 }, (_, at) => `many ${at}`);
    const entries = (partition: number) => names.map((name) => event(name, { partition, offset: 0n }));
    const answers = await Promise.all([
      ledger.register.claimEvents(entries(0)),
      ledger.register.claimEvents(entries(1).reverse()),
      ledger.register.claimEvents(entries(1)),
    ]);
    expect(answers[0].size + answers[1].size).toBe(names.length);
    expect(answers[2]).toEqual(answers[1]);
  });

  it('never goes back: a slow owner says less than its successor knows', async () => {
    await ledger.register.advance(0, 7n);
    await ledger.register.advance(0, 5n);
    expect((await ledger.register.progress()).get(0)).toBe(7n);
  });
});

describeWithDatabase('a register that was lost (Postgres; skipped without one)', () => {
  let database: TestDatabase;
  let ledger: Ledger;
  let pool: Pool;
  beforeAll(async () => {
    database = await createDatabase();
    ledger = await openLedger({ databaseUrl: database.url, name: 'test', partitions: 2 });
    pool = new Pool({ connectionString: database.url, max: 2 });
  });
  afterAll(async () => {
    await pool.end();
    await ledger.close();
    await database.drop();
  });

  const reportOf = (name: string, revises?: string): Unstamped<'ReportReceived'> => ({
    id: idFor(name),
    source: ledger.source,
    type: 'ReportReceived',
    subject: `report/${idFor(name)}`,
    correlationid: idFor(name),
    causationid: idFor(name),
    data: { source: { id: 'wire', name: 'Wire', kind: 'news_agency' }, body: name, revises },
  });
  const draftOf = (record: Unstamped): Draft => {
    const print: (at: Instant) => Uint8Array = writeRecord(record);
    return { key: record.type === 'ReportReceived' ? record.id : record.subject, print };
  };
  const claimOf = (report: string, at: number): Unstamped => ({
    ...exampleOf('CountClaimed', { ...EXAMPLES.CountClaimed[0].data, ...saidOn(`2025-12-${10 + at}`) }),
    id: idFor(`${report} claims ${at}`),
    source: ledger.source,
    correlationid: idFor(report),
    causationid: idFor(report),
  });

  /** What the recorder does, in short: own the submissions, then the events of those that are one's own. */
  async function record(batch: Batch) {
    const entries = batch.records.map(({ offset, value }) => {
      const { id, data } = JSON.parse(value.toString()) as Unstamped<'ReportReceived'>;
      return {
        ...submission('', { partition: batch.partition, offset }),
        id,
        name: data.body!,
        source: 'wire',
        revises: data.revises,
      };
    });
    const firsts = entries.filter(({ id }, at) => entries.findIndex((one) => one.id === id) === at);
    const mine = await ledger.register.claimSubmissions(firsts);
    const drafts = firsts
      .filter(({ id }) => mine.has(id))
      .flatMap(({ name, partition, offset }) => [0, 1].map((at) => ({ event: claimOf(name, at), partition, offset })));
    await ledger.register.claimEvents(
      drafts.map(({ event: { id, type, subject, correlationid }, ...at }) => ({
        id,
        type,
        subject,
        submission: correlationid,
        ...at,
      })),
    );
    await ledger.register.advance(batch.partition, batch.next);
    return drafts.map(({ event: draft }) => ({ topic: 'events' as const, ...draftOf(draft) }));
  }

  const tables = async (): Promise<unknown[]> => {
    const { rows: submissions } = await pool.query('select * from register.submission order by id');
    const { rows: events } = await pool.query('select * from register.event order by id');
    const { rows: progress } = await pool.query(
      'select partition, next_offset from register.progress order by partition',
    );
    return [submissions, events, progress];
  };

  it('is read from the log again, with every owner what it was, and nothing left to read after that', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `report ${at}`);
    const sent = [...names, ...names.slice(3, 8), ...names.slice(0, 2)].map((name, at) =>
      reportOf(name, at === 0 ? idFor('report 1') : undefined),
    );
    await ledger.log.append('reports', sent.map(draftOf));
    await ledger.log.append('reports', [{ key: idFor('report 4'), print: () => Buffer.from('spoilt') }]);
    const running = await ledger.log.pipe({
      group: GROUP,
      from: 'reports',
      transform: async (batch) =>
        record({
          ...batch,
          records: batch.records.filter(({ value }) => value.toString() !== 'spoilt'),
        }),
    });
    const ends = await ledger.log.ends('reports');
    for (;;) {
      const committed = await ledger.log.committed(GROUP, 'reports');
      if (committed.every((offset, partition) => offset === ends[partition])) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await running.stop();
    expect((await ledger.log.ends('events')).reduce((sum, end) => sum + end, 0n)).toBe(24n);
    const before = await tables();
    expect(await catchUp(ledger.register, ledger.log, GROUP)).toBe(0);

    await pool.query('truncate register.submission, register.event, register.progress');
    expect(await catchUp(ledger.register, ledger.log, GROUP)).toBe(sent.length + 1 + 24);
    expect(await tables()).toEqual(before);
    expect(await catchUp(ledger.register, ledger.log, GROUP)).toBe(0);
  });

  it('is completed from an older copy: what it still knows stays', async () => {
    const before = await tables();
    await pool.query(`delete from register.event where id in (select id from register.event order by id limit 10)`);
    await pool.query(
      `delete from register.submission where id in (select id from register.submission order by id limit 5)`,
    );
    await pool.query('update register.progress set next_offset = next_offset - 1');
    expect(await catchUp(ledger.register, ledger.log, GROUP)).toBeGreaterThan(0);
    expect(await tables()).toEqual(before);
  });
});

describeWithDatabase('the birth of a ledger (Postgres; skipped without one)', () => {
  it('happens once, and whoever names another ledger in its database is refused', async () => {
    const database = await createDatabase();
    const open = (over: object = {}) => openLedger({ databaseUrl: database.url, name: 'test', partitions: 2, ...over });
    const ledgers = await Promise.all(Array.from({ length: 5 }, () => open()));
    expect(new Set(ledgers.map(({ source }) => source)).size).toBe(1);
    expect(ledgers[0]!.source).toMatch(/^urn:clemency:test:[0-9a-f-]{36}$/);
    await expect(open({ name: 'other' })).rejects.toThrow('holds the ledger "test"');
    await expect(open({ partitions: 3 })).rejects.toThrow('born with 2 partitions');
    const kafka = { brokers: ['127.0.0.1:1'], prefix: 'x.', replication: 'single' };
    await expect(open({ kafka })).rejects.toThrow('whose log is in Postgres');
    await Promise.all(ledgers.map((ledger) => ledger.close()));
    await database.drop();
  });
});
