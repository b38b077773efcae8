import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from './client.js';
import { countOf, describeWithDatabase, openWhole, problemOf, reportOf, send, type Whole } from './whole.js';

const LISTS = ['prisoners', 'sanctions', 'releases', 'counts', 'exchanges'];
const NOBODY = '11111111-1111-4111-8111-111111111111';

/** What a stranger who has read the source could write: a token with the right digest, of whatever content. */
function forged(kind: string, text: string): string {
  const digest = createHash('sha256').update(`${kind}\n${text}`).digest('hex').slice(0, 8);
  return Buffer.from(digest + text).toString('base64url');
}

describeWithDatabase('Questions', () => {
  let house: Whole;
  let position: string;
  beforeAll(async () => {
    house = await openWhole();
    const figures = Array.from({ length: 7 }, (_, at) => countOf({ count: { value: at, qualifier: 'exact' } }));
    position = (await house.client.report(reportOf({ events: figures }))).position;
    await house.client.read('/v1/counts', position);
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  const refused = async (path: string, status: number, field?: string): Promise<void> => {
    const answer = await send(house.url, { path });
    expect(`${path.slice(0, 80)} ${answer.status}`).toBe(`${path.slice(0, 80)} ${status}`);
    const { errors } = problemOf(answer);
    if (field) expect(errors?.map((error) => error.field)).toEqual([field]);
  };

  it('refuse a parameter that is no value of its kind, by its name', async () => {
    const bad = ['-1', '0', '501', 'abc', '', '1e2', '5&limit=5'].map((value) => `limit=${value}`);
    bad.push('wait=abc', 'wait=-1', 'wait=60001', 'after=abc', 'after=', 'cursor=abc', 'cursor=');
    for (const day of ['2025-02-30', '0000-01-01', '9999-12-31', 'today', '2025-12-14T00:00:00Z', ''])
      bad.push(`asOf=${day}`);
    for (const instant of ['2025-12-14', 'now', '2025-02-30T00:00:00Z', '2025-01-01T00:00:00'])
      bad.push(`knownAt=${instant}`);
    bad.push(
      'country=%00',
      'metric=a%00b',
      `country=${'a'.repeat(301)}`,
      'country=BY&country=US',
      'nope=1',
      '__proto__=1',
    );
    for (const query of bad) await refused(`/v1/counts?${query}`, 400, query.split('=')[0]);
    for (const query of [
      'type=%00',
      'subject=%00',
      'reportId=x',
      'recordedFrom=x',
      'recordedTo=2025',
      'asOf=2025-01-01',
    ])
      await refused(`/v1/events?${query}`, 400, query.split('=')[0]);
    await refused('/v1/prisoners?status=jailed', 400, 'status');
    await refused('/v1/releases?kind=none', 400, 'kind');
    for (const query of ['country=Belarus', 'country=', 'metric=freed'])
      await refused(`/v1/counts?${query}`, 400, query.split('=')[0]);
    for (const query of ['parties=BY', 'link=strong'])
      await refused(`/v1/exchanges?${query}`, 400, query.split('=')[0]);
    for (const query of ['authority=OFAC', 'status=blocked', 'target=%20'])
      await refused(`/v1/sanctions?${query}`, 400, query.split('=')[0]);
    await refused('/v1/events?type=PersonJailed', 400, 'type');
    await refused('/v1/events?recordedFrom=2026-01-02T00:00:00Z&recordedTo=2026-01-01T00:00:00Z', 400, 'recordedTo');
    await refused('/v1/releases/monthly?country=BY&from=2026-01-02&to=2026-01-01', 400, 'to');
    for (const query of ['q=%20', 'q=potash&type=PersonJailed', 'q=potash&country=Belarus'])
      await refused(`/v1/search?${query}`, 400, query.split(/[&=]/).at(-2));
    expect((await send(house.url, { path: '/v1/census' })).text).toContain('country: is missing');
    await refused(`/v1/counts/${NOBODY}?limit=5`, 400, 'limit');
  });

  it('take strange text as text to look for, and find nothing', async () => {
    for (const text of ["BY' or 1=1 --", '%', '_', '\\', '\u202e', '😀', '$1', ':asOf', '{"a":1}']) {
      expect((await house.client.read(`/v1/prisoners?name=${encodeURIComponent(text)}`)).items).toEqual([]);
    }
    expect((await send(house.url, { path: '/v1/prisoners?name=%ff' })).status).toBe(200);
  });

  it('refuse a cursor or a position that is cut, changed, of another list, or made by somebody who knows how', async () => {
    const { next } = await house.client.read('/v1/counts?limit=2');
    expect(next).toMatch(/^[\w-]+$/);
    const cursors = [
      next!.slice(0, -4),
      `A${next!.slice(1)}`,
      position,
      forged('cursor', '{'),
      forged('cursor', 'null'),
    ];
    const content = {
      of: '["count",{}]',
      asOf: '2025-12-13',
      knownAt: '2025-12-13T00:00:00.000000Z',
      sort: '2025-12-13',
      id: NOBODY,
    };
    for (const change of [
      { sort: 'x' },
      { sort: '2025-02-30' },
      { asOf: '0000-01-01' },
      { knownAt: 'x' },
      { id: 'x' },
      { more: 1 },
    ])
      cursors.push(forged('cursor', JSON.stringify({ ...content, ...change })));
    for (const cursor of cursors) await refused(`/v1/counts?cursor=${cursor}`, 400, 'cursor');
    for (const path of ['/v1/releases', '/v1/events', '/v1/counts?country=BY'])
      await refused(`${path}${path.includes('?') ? '&' : '?'}cursor=${next}`, 400, 'cursor');
    expect((await house.client.get(`/v1/counts?cursor=${forged('cursor', JSON.stringify(content))}`)).status).toBe(200);

    const positions = [
      position.slice(0, -4),
      next!,
      forged('position', '{'),
      forged('position', '"AA"'),
      forged('position', '""'),
    ];
    for (const after of positions) await refused(`/v1/counts?after=${after}`, 400, 'after');
  });

  it('answer 404 for an id that nothing has, or that is none, on every route', async () => {
    for (const list of [...LISTS, 'events', 'reports']) {
      for (const id of [NOBODY, 'nope', '%00', '0'.repeat(500), `${NOBODY}x`, "'%20or%201=1", '%2e%2e', '%F0%9F%98%80'])
        await refused(`/v1/${list}/${id}`, 404);
      await refused(`/v1/${list}/%ff`, 400);
      await refused(`/v1/${list}/%zz`, 400);
      await refused(`/v1/${list}/${'9'.repeat(5000)}`, 414);
    }
    for (const path of [
      '/v1',
      '/v1/',
      '/v1/counts/',
      '/v1//counts',
      '//v1/counts',
      '/V1/counts',
      '/v1/nope',
      '/v1/counts/a/b',
    ])
      await refused(path, 404);
  });

  it('given a position of what never comes, then wait no longer than asked and say so with 504', async () => {
    const packed = Buffer.from(NOBODY.replaceAll('-', ''), 'hex').toString('base64url');
    const never = forged('position', JSON.stringify(packed));
    const started = performance.now();
    const answer = await house.client.get(`/v1/counts?after=${never}&wait=300`);
    const lastedMs = performance.now() - started;
    expect(answer.status).toBe(504);
    expect(problemOf(answer).detail).toContain('300 ms');
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(lastedMs).toBeGreaterThanOrEqual(300);
    expect(lastedMs).toBeLessThan(3000);
  });

  it('say of every answer which day, which knowledge and which generation it is of', async () => {
    const meta = {
      asOf: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string,
      knownAt: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/) as string,
      knownUpTo: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/) as string,
      generation: expect.stringMatching(/^read_/) as string,
    };
    for (const list of [...LISTS, 'events']) {
      const page = await house.client.read<Page>(`/v1/${list}`);
      expect(page).toEqual({ items: expect.any(Array) as unknown[], next: null, ...meta });
    }
    const [row] = (await house.client.read('/v1/counts')).items;
    expect((await house.client.read<{ meta: unknown }>(`/v1/counts/${row!.id}`)).meta).toEqual(meta);
    expect((await house.client.read<{ meta: unknown }>(`/v1/events/${row!.id}`)).meta).toEqual(meta);
    const asked = await house.client.read('/v1/counts?asOf=2025-12-12&knownAt=2030-01-01T02:00:00%2B02:00');
    expect(asked).toMatchObject({ items: [], asOf: '2025-12-12', knownAt: '2030-01-01T00:00:00.000000Z' });
  });

  it('move knownUpTo on while nothing is sent', async () => {
    const before = (await house.client.read('/v1/counts')).knownUpTo;
    for (const until = Date.now() + 15_000; ; await pause(200)) {
      if ((await house.client.read('/v1/counts')).knownUpTo > before) break;
      if (Date.now() > until) throw new Error(`knownUpTo stood still at ${before}`);
    }
  });

  it.each(['/v1/counts?country=BY', '/v1/events?type=CountClaimed'])(
    'given pages of two of %s while new reports come in, then each row comes once, and none that is newer',
    async (path) => {
      const first = await house.client.read(path);
      const pages = [await house.client.read(`${path}&limit=2`)];
      while (pages.at(-1)!.next) {
        const figure = countOf({ count: { value: 1000 + pages.length, qualifier: 'exact' } });
        const more = await house.client.report(reportOf({ events: [figure] }));
        await house.client.read('/v1/counts', more.position);
        pages.push(await house.client.read(`${path}&limit=2&cursor=${pages.at(-1)!.next}`));
      }
      expect(pages.length).toBeGreaterThan(3);
      expect(pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(first.items.map(({ id }) => id));
      expect(new Set(pages.map(({ knownAt }) => knownAt)).size).toBe(1);
      expect((await house.client.read(path)).items.length).toBe(first.items.length + pages.length - 1);
    },
  );
});
