import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { idOf, writePosition, writeRecord } from '#domain';
import { EXAMPLES, exampleOf } from '#examples';
import { Client, type Row } from './client.js';
import { describeHomes, openHouse, type House } from './house.js';
import { countOf, reportOf } from './whole.js';

/** Trouble with single subjects, and how an operator mends it: on real processes, with the command line. */
const MAIN = join(import.meta.dirname, '..', 'dist', 'apps', 'clemency', 'src', 'main.js');

interface Rebuilt {
  readonly identical: boolean;
  readonly differing: readonly string[];
  readonly parked: { readonly both: string[]; readonly here: string[]; readonly replay: string[] };
}

describeHomes('A subject that can not be taken in', (home) => {
  let house: House;
  let client: Client;
  let database: pg.Client;
  let generation: string;

  beforeAll(async () => {
    house = await openHouse(home);
    client = new Client(house.url);
    database = new pg.Client(house.databaseUrl);
    await database.connect();
    ({ generation } = await client.read('/v1/counts'));
  }, 120_000);
  afterAll(async () => {
    await database?.end();
    await house?.close();
  }, 60_000);

  const count = (country: string, value: number, occurred = '2025-12-13') =>
    countOf({ country, occurred, count: { value, qualifier: 'exact' } });
  const send = (...events: Record<string, unknown>[]) => client.report(reportOf({ events }));
  const counts = async (country: string, after?: string): Promise<readonly (Row & { value?: number })[]> =>
    (await client.read(`/v1/counts?country=${country}`, after)).items;
  const rebuild = () => client.read<Rebuilt>('/v1/audit/rebuild');
  const constrain = (table: string, check: string) =>
    database.query(`alter table ${generation}.${table} add constraint sound check (${check}) not valid`);
  const relax = (table: string) => database.query(`alter table ${generation}.${table} drop constraint sound`);

  /** The command line, as an operator types it. */
  async function clemency(...words: string[]): Promise<{ code: number; out: string }> {
    const child = spawn(process.execPath, [MAIN, 'parked', ...words, '--url', house.url], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, out };
  }

  /** Does it come true before the time is out? Something else than an answer tells when. */
  async function until(holds: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 20_000; !(await holds()); await pause(200)) {
      if (Date.now() > end) throw new Error(`It did not come true: ${house.output()}`);
    }
  }

  it('has nothing parked as long as all goes well', async () => {
    expect(await clemency('list')).toEqual({ code: 0, out: 'Nothing is parked.\n' });
    expect(await client.get('/v1/audit/parked/count%2Fby%2Freleased')).toMatchObject({ status: 404 });
    const redrive = (body: unknown) => client.post('/v1/audit/parked/redrive', body);
    expect(await redrive({ subject: 'count/by/released' })).toMatchObject({
      status: 404,
      body: { detail: 'count/by/released is not parked.' },
    });
    expect(await redrive({ all: true })).toMatchObject({ status: 200, body: { done: true, subjects: [] } });
    expect(await redrive({ everything: true })).toMatchObject({ status: 422 });
  });

  it('given a row that Postgres refuses, then its subject waits from there on, in order, and no other', async () => {
    await constrain('count', 'value <> 13');
    // One after the other: two reports may lie in two partitions, and have no order between them.
    await counts('BY', (await send(count('BY', 430))).position);
    await counts('BY', (await send(count('RU', 20), count('BY', 13), count('UA', 5))).position);
    const last = await send(count('BY', 431, '2025-12-14'), count('RU', 21, '2025-12-14'));
    expect((await counts('RU', last.position)).map(({ subject }) => subject)).toHaveLength(2);
    expect(await counts('UA')).toHaveLength(1);
    const rows = await counts('BY');
    expect(rows).toHaveLength(1);
    expect(rows[0]!.parked).toMatchObject({ reason: expect.stringContaining('"sound"') as string });
    expect((await counts('RU'))[0]!.parked).toBeUndefined();
  }, 60_000);

  it('given that it waits, then the command line lists and shows it, and a rebuild says what differs', async () => {
    const list = await clemency('list');
    expect(list.code).toBe(0);
    expect(list.out).toMatch(
      /^count\/by\/released {2}since 20\S+, 2 events wait \(events\/\d\)\n {4}PostgreSQL refuses/,
    );
    const { out } = await clemency('show', 'count/by/released');
    expect(out.match(/CountClaimed/g)!.length).toBeGreaterThanOrEqual(2);
    expect(out).toContain('"value":13');
    // The scratch tables have no such constraint.
    expect(await rebuild()).toMatchObject({
      identical: false,
      differing: expect.arrayContaining(['event', 'parked_event', 'count']) as string[],
      parked: { both: [], here: ['count/by/released'], replay: [] },
    });
  }, 60_000);

  it('given that nothing is mended, when it is tried again, then it stays parked and nothing has changed', async () => {
    const { code, out } = await clemency('redrive', 'count/by/released');
    expect(code).toBe(1);
    expect(out).toMatch(/^count\/by\/released {2}stays parked, 0 taken in\n {4}PostgreSQL refuses/);
    expect(await counts('BY')).toHaveLength(1);
  }, 60_000);

  it('given that the cause is mended, when it is tried again, then all is as if it had never been', async () => {
    await relax('count');
    const { code, out } = await clemency('redrive', '--all');
    expect({ code, out }).toEqual({ code: 0, out: 'count/by/released  no longer parked, 2 taken in\n' });
    expect(await client.read('/v1/audit/parked')).toMatchObject({ items: [], next: null });
    const rows = await counts('BY');
    expect(rows).toHaveLength(3);
    expect(rows.every((row) => row.parked === undefined)).toBe(true);
    expect(await rebuild()).toMatchObject({
      identical: true,
      differing: [],
      parked: { both: [], here: [], replay: [] },
    });
    const more = await send(count('BY', 432, '2025-12-15'));
    expect(await counts('BY', more.position)).toHaveLength(4);
  }, 60_000);

  it('given a record of a newer release, then it waits alone with its subject, and its position is complete', async () => {
    const submission = idOf('submission', { by: 'a newer release' });
    const receipt = exampleOf('ReportRecorded', {
      ...EXAMPLES.ReportRecorded[0].data,
      reportId: submission,
      events: 1,
    });
    const claim = exampleOf('CountClaimed', { ...EXAMPLES.CountClaimed[0].data, country: 'PL' });
    const by = { correlationid: submission, causationid: submission };
    await house.ledger.log.append('events', [
      {
        key: claim.subject,
        print: (at) => {
          const text = Buffer.from(writeRecord({ ...claim, ...by })(at)).toString();
          return Buffer.from(text.replace(':CountClaimed:1"', ':CountClaimed:99"'));
        },
      },
      { key: receipt.subject, print: writeRecord({ ...receipt, ...by }) },
      { key: 'count/lt/released', print: () => Buffer.from([0, 255, 254]) },
    ]);
    // The report itself was never sent: its place among the reports is taken, so that the position can be asked for.
    await database.query(
      `insert into ${generation}.report (report_id, source_id, day, words, known, partition, "offset", value)
       values ($1, 's', '2025-12-13', '', 0, 0, -1, '')`,
      [submission],
    );
    await client.read('/v1/counts', writePosition([submission]));
    // It has served, and a replay would find that no log holds it.
    await database.query(`delete from ${generation}.report where report_id = $1`, [submission]);
    const { out } = await clemency('list');
    expect(out).toMatch(/count\/lt\/released {2}since \S+, 1 event waits \(events\/\d\)\n {4}is no UTF-8 text/);
    expect(out).toMatch(/count\/pl\/released .*\n {4}.*CountClaimed:99/);
    expect(await client.read('/v1/audit/parked/count%2Flt%2Freleased')).toMatchObject({
      items: [{ topic: 'events', type: null, bytes: 3, base64: 'AP/+' }],
    });
    const behind = await send(count('PL', 7));
    expect(await counts('PL', behind.position)).toEqual([]);
    expect((await clemency('show', 'count/pl/released', '--json')).out.trim().split('\n')).toHaveLength(2);
    // What no release of today reads, a replay parks as well.
    expect(await rebuild()).toMatchObject({
      identical: true,
      parked: { both: ['count/lt/released', 'count/pl/released'], here: [], replay: [] },
    });
  }, 60_000);

  it('given a report that Postgres refuses, then it waits alone, and goes in when it is tried again', async () => {
    await constrain('report', `uri is distinct from 'https://desk.example/refused'`);
    const refused = await client.report(reportOf({ uri: 'https://desk.example/refused', events: [count('GE', 1)] }));
    const other = await send(count('GE', 2));
    expect(await counts('GE', other.position)).toHaveLength(2);
    expect(await counts('GE', refused.position)).toHaveLength(2);
    expect((await client.get(`/v1/reports/${refused.reportId}`)).status).toBe(404);
    const { items } = await client.read('/v1/audit/parked');
    expect(items).toContainEqual(
      expect.objectContaining({ topic: 'reports', subject: `report/${refused.reportId}`, waiting: 1 }),
    );
    const again = await client.post('/v1/audit/parked/redrive', { subject: `report/${refused.reportId}` });
    expect(again.body).toMatchObject({
      done: true,
      subjects: [{ folded: 0, reason: expect.stringContaining('sound') }],
    });
    await relax('report');
    const { code, out } = await clemency('redrive', `report/${refused.reportId}`);
    expect({ code, out }).toEqual({ code: 0, out: `report/${refused.reportId}  no longer parked, 1 taken in\n` });
    expect(await client.read<object>(`/v1/reports/${refused.reportId}`)).toMatchObject({
      report: { uri: 'https://desk.example/refused' },
    });
  }, 60_000);

  it('given a projector that starts after the cause was mended, then it tries by itself, once, and says so', async () => {
    await constrain('count', 'value <> 13');
    const last = await send(count('AM', 13));
    expect(await counts('AM', last.position)).toEqual([]);
    await house.kill(house.program('projector'));
    await relax('count');
    await house.start('projector');
    await until(async () => (await counts('AM')).length === 1);
    const said = (subject: string, what: string) =>
      house
        .program('projector')
        .output()
        .split('\n')
        .filter((line) => line.includes(`"${subject}"`) && line.includes(`"${what}"`)).length;
    await until(async () => said('count/pl/released', 'subject stays parked') > 0);
    await until(async () => said('count/lt/released', 'subject stays parked') > 0);
    await pause(1500);
    expect(said('count/pl/released', 'subject stays parked')).toBe(1);
    expect(said('count/am/released', 'subject no longer parked')).toBe(1);
    expect(await rebuild()).toMatchObject({ identical: true });
    const metrics = await (await fetch(`${house.program('projector').url}/metrics`)).text();
    expect(metrics).toMatch(/clemency_parked_subjects\{[^}]*\} 2\n/);
  }, 90_000);
});
