import { setTimeout as pause } from 'node:timers/promises';
import { person, type Claim } from './golden/claims.js';
import { openGoldenHouse, type GoldenHouse } from './golden/house.js';
import { day } from './golden/telling.js';
import { describeHomes } from './house.js';
import { countOf, problemOf, reportOf } from './whole.js';

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly valid: { readonly from: string | null };
}
interface Item {
  readonly cause: { readonly event: string; readonly type: string; readonly of: string | null };
  readonly known: string;
  readonly changes: readonly {
    readonly model: string;
    readonly id: string;
    readonly what: 'began' | 'ended' | 'changed' | 'basis';
    readonly before?: Row | null;
    readonly after?: Row | null;
    readonly added?: readonly { readonly event: string }[];
  }[];
}
interface Feed {
  readonly items: readonly Item[];
  readonly next: string;
  readonly atEnd: boolean;
  readonly switchedFrom: string | null;
}

const about = (type: string, name: string, occurred: string, more: object = {}): Claim => ({
  type,
  data: { person: person(name), occurred, ...more },
});
const released = (name: string) =>
  about('PrisonerReleased', name, '2025-12-13', { mode: 'pardoned', destination: 'LT' });
const counted = (metric: string, value: number) => countOf({ metric, count: { value, qualifier: 'exact' } }) as Claim;
const DAYS = [
  day(
    '2025-12-14',
    ['monitor', 'A list.', about('PersonDetained', 'Ales Bialiatski', '2021-07-14'), counted('released', 123)],
    ['wire', 'Who was freed.', released('Ales Bialiatski'), released('Viktar Babaryka'), released('Maria Kolesnikova')],
  ),
];

describeHomes('Changes of the read models', (home) => {
  let house: GoldenHouse;
  beforeAll(async () => {
    house = await openGoldenHouse(home, DAYS);
  }, 120_000);
  afterAll(() => house?.close(), 60_000);

  const feed = (query: string): Promise<Feed> => house.client.read<Feed>(`/v1/changes${query}`);
  async function all(from = ''): Promise<Feed> {
    const items: Item[] = [];
    for (let since = from; ;) {
      const page = await feed(`?limit=2${since && `&since=${since}`}`);
      items.push(...page.items);
      since = page.next;
      if (page.atEnd) return { ...page, items };
    }
  }

  it('applied one after the other, give the rows that the list has, and name the events that made them', async () => {
    const { items } = await all();
    const rows = new Map<string, Row>();
    for (const { cause, changes } of items) {
      expect((await house.client.get(`/v1/events/${cause.event}`)).body).toMatchObject({ type: cause.type });
      for (const { model, id, what, before, after } of changes.filter((change) => change.model === 'prisoner')) {
        if (what === 'basis') continue;
        const key = `${model} ${id} ${(before ?? after)!.valid.from}`;
        expect(rows.get(key)).toEqual(before ?? undefined);
        if (after) rows.set(key, after);
        else rows.delete(key);
      }
    }
    const { items: listed } = await house.client.read('/v1/prisoners');
    expect(listed.map(({ name }) => name)).toEqual(['Ales Bialiatski', 'Maria Kolesnikova', 'Viktar Babaryka']);
    for (const line of listed) expect([...rows.values()].some((row) => holds(line, row))).toBe(true);
  });

  it('given a claim that is rejected, then its rows end and the review is the cause', async () => {
    const { items, next } = await all();
    const count = items.find(({ cause }) => cause.type === 'CountClaimed')!;
    expect(count.changes.map(({ model, what }) => `${model} ${what}`)).toEqual(['count began', 'count basis']);
    const by = { id: 'analyst-1', name: 'An analyst' };
    const review = { type: 'ClaimRejected', of: count.cause.event, by, reason: 'duplicate' };
    const { body } = await house.client.post('/v1/reviews', review);
    const page = await feed(`?since=${next}&after=${String(body.position)}&wait=20000`);
    expect(page.items).toMatchObject([
      {
        cause: { type: 'ClaimRejected', of: count.cause.event },
        changes: [
          { model: 'count', what: 'ended', before: { value: 123 }, after: null },
          { model: 'count', what: 'basis', removed: [count.cause.event] },
        ],
      },
    ]);
    expect(await feed(`?since=${page.next}`)).toMatchObject({ items: [], atEnd: true, switchedFrom: null });
  });

  it('answers who waits as soon as something changes, and who waits in vain when the time is over', async () => {
    const { next } = await feed('?since=now');
    const began = Date.now();
    expect(await feed(`?since=${next}&wait=400`)).toMatchObject({ items: [], atEnd: true });
    expect(Date.now() - began).toBeGreaterThanOrEqual(400);
    const [exchange, waiting] = [`?since=${next}&wait=300&model=exchange`, feed(`?since=${next}&wait=60000`)];
    await pause(300);
    await house.client.report(reportOf({ events: [counted('held', 900)] }));
    const { items } = await waiting;
    expect(items).toMatchObject([{ cause: { type: 'CountClaimed' } }]);
    const other = await feed(exchange);
    expect(other).toMatchObject({ items: [], atEnd: true });
    expect(await feed(`?since=${other.next}`)).toMatchObject({ items: [] });
  });

  it('refuses what is no cursor and what it does not know, naming it', async () => {
    for (const [query, field] of [
      ['since=yesterday', 'since'],
      ['since=', 'since'],
      ['model=people', 'model'],
      ['limit=0', 'limit'],
      ['wait=soon', 'wait'],
      ['colour=red', 'colour'],
    ]) {
      const answer = await house.client.get(`/v1/changes?${query}`);
      expect(problemOf(answer)).toMatchObject({ status: 400, errors: [{ field }] });
    }
  });
});

/** A list's line says beside its row's columns what is composed; that aside, it is the row. */
const holds = (line: Record<string, unknown>, row: Row): boolean =>
  Object.entries(row).every(([name, value]) => JSON.stringify(line[name]) === JSON.stringify(value));
