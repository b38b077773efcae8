import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import { person } from './golden/claims.js';
import { countOf, describeWithDatabase, openWhole, problemOf, reportOf, type Whole } from './whole.js';

const NAMES = ['Ales Bialiatski', 'Maria Kolesnikova', '=HYPERLINK("http://evil.example")', '@Viktar "B", Babaryka'];
const MANY = 30_000;

describeWithDatabase('The export of a list', () => {
  let house: Whole;
  let database: pg.Client;
  beforeAll(async () => {
    house = await openWhole();
    database = new pg.Client(house.databaseUrl);
    await database.connect();
    const detained = NAMES.map((name) => ({
      type: 'PersonDetained',
      data: { person: person(name), occurred: '2021-07-14' },
    }));
    const { position } = await house.client.report(reportOf({ events: [...detained, countOf({}, 'RU')] }));
    await house.client.read('/v1/prisoners', position);
  }, 90_000);
  afterAll(async () => {
    await database?.end();
    await house?.close();
  }, 60_000);

  const get = (query: string, accept = '*/*') => house.client.get<string>(query, { accept });
  const openTransactions = async (): Promise<number> => {
    const { rows } = await database.query<{ open: number }>(
      `select count(*)::int as open from pg_stat_activity
       where datname = current_database() and application_name = 'clemency read models' and state like 'idle in trans%'`,
    );
    return rows[0]!.open;
  };

  it('as NDJSON has a line that says of what it is, the lines of the list, and one that only a whole list ends with', async () => {
    const { items, generation } = await house.client.read('/v1/prisoners');
    const { status, body, headers } = await get('/v1/prisoners', 'application/x-ndjson');
    expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    const [first, ...lines] = body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({ meta: { generation, rows: 4 } });
    expect(lines.pop()).toEqual({ end: { rows: 4 } });
    expect(lines).toEqual(items);
    expect(headers.get('clemency-generation')).toBe(generation);
    const since = headers.get('clemency-changes-since')!;
    expect(await house.client.read<object>(`/v1/changes?since=${since}`)).toMatchObject({ items: [], atEnd: true });
  });

  it('as CSV has a header and a line for each row, and no cell that a spreadsheet takes for a formula', async () => {
    const { body, headers } = await get('/v1/prisoners?format=csv');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('clemency-rows')).toBe('4');
    const rows = parse<Record<string, string>>(body, { columns: true });
    expect(rows.map(({ name }) => name).sort()).toEqual(NAMES.map((name) => name.replace(/^[=@]/, "'$&")).sort());
    expect(rows[0]).toMatchObject({ country: 'BY', status: 'in_custody', certain: 'true', validTo: '' });
    expect(body).not.toMatch(/(^|[,\n"])[=@+-]/);
  });

  it('is of sources and of events too, each event as it is stored', async () => {
    const { items: sources } = await house.client.read('/v1/sources');
    const asTable = await get('/v1/sources?format=csv');
    expect(asTable.headers.get('clemency-rows')).toBe(String(sources.length));
    expect(
      parse(asTable.body, { columns: true, cast: (cell, { column }) => (column === 'reports' ? +cell : cell) }),
    ).toEqual(sources);
    const { items: stored } = await house.client.read('/v1/events?type=PersonDetained');
    expect(stored).toHaveLength(NAMES.length);
    const lines = (await get('/v1/events?format=ndjson&type=PersonDetained')).body.trimEnd().split('\n');
    expect(lines.slice(1).map((line) => JSON.parse(line) as object)).toEqual([...stored, { end: { rows: 4 } }]);
    const table = parse<{ type: string; data: string }>((await get('/v1/events?format=csv')).body, { columns: true });
    expect(table.filter(({ type }) => type === 'PersonDetained').map(({ data }) => JSON.parse(data) as object)).toEqual(
      stored.map(({ data }) => data),
    );
    for (const path of ['/v1/sources?format=csv&limit=5', '/v1/events?format=csv&cursor=x'])
      expect((await get(path)).status).toBe(400);
  });

  it('takes the clocks and the filters of the list, and no page', async () => {
    const empty = await get('/v1/prisoners?format=csv&knownAt=2020-01-01T00:00:00Z');
    expect(empty.body.split('\r\n')).toHaveLength(2);
    expect(empty.headers.get('clemency-known-at')).toBe('2020-01-01T00:00:00.000000Z');
    const russia = await get('/v1/counts?format=ndjson&country=RU&asOf=2025-12-31');
    expect(russia.headers.get('clemency-rows')).toBe('1');
    expect((await get('/v1/counts?format=ndjson&country=UA')).headers.get('clemency-rows')).toBe('0');
    for (const [query, field] of [
      ['format=xml', 'format'],
      ['format=csv&limit=5', 'limit'],
      ['format=csv&cursor=x', 'cursor'],
      ['format=ndjson&colour=red', 'colour'],
    ])
      expect(problemOf(await house.client.get(`/v1/prisoners?${query}`))).toMatchObject({
        status: 400,
        errors: [{ field }],
      });
    for (const list of ['sanctions', 'releases', 'exchanges', 'programmes'])
      expect((await get(`/v1/${list}?format=csv`)).status).toBe(200);
  });

  it('given a reader who leaves half-way, then nothing is held for him; and no more than three read at once', async () => {
    await database.query(
      `insert into ${(await house.client.read('/v1/counts')).generation}.prisoner (id, valid_from, known_from, valid_to,
         known_to, certain, unit, subject, name, country, status, names, keys)
       select gen_random_uuid(), '0001-01-01', 1, '9999-12-31', 9223372036854775807, true, 'prisoner:u' || n,
         'person/zz/' || n, repeat('x', 200) || n, 'ZZ', 'in_custody', 'x', 'k' from generate_series(1, ${MANY}) n`,
    );
    const readers = await Promise.all([1, 2, 3].map(() => stalled(`${house.url}/v1/prisoners?format=ndjson`)));
    expect(await openTransactions()).toBe(3);
    const fourth = await house.client.get('/v1/prisoners?format=csv');
    expect(problemOf(fourth).detail).toMatch(/3 exports are under way/);
    expect([fourth.status, fourth.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await house.client.get('/v1/counts')).status).toBe(200);
    readers.forEach((reader) => reader.destroy());
    for (const until = Date.now() + 10_000; (await openTransactions()) > 0; await pause(50))
      if (Date.now() > until) throw new Error('Transactions stay open for readers who have left.');
    const { body } = await get('/v1/prisoners?format=ndjson&country=ZZ');
    expect(body.trimEnd().split('\n').at(-1)).toBe(JSON.stringify({ end: { rows: MANY } }));
  }, 60_000);
});

/** A reader who takes the beginning of an answer and no more. */
async function stalled(url: string): Promise<IncomingMessage> {
  const [response] = (await once(request(url).end(), 'response')) as [IncomingMessage];
  response.pause();
  return response;
}
