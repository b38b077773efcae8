import type { DataSource } from 'typeorm';
import { openDatabase } from '#read-models';
import { openLedger, type Ledger } from '#register';
import { buildGeneration, switchGeneration, type Workplace } from '../apps/audit/src/generation.js';
import { compareGenerations } from '../apps/audit/src/rebuild.js';
import { clemency } from './cli.js';
import type { Page } from './client.js';
import { describeHomes } from './house.js';
import { countOf, openWhole, reportOf, type Whole } from './whole.js';

const QUERIES = 500;
const READERS = 4;

interface Changes {
  readonly items: readonly { readonly cause: { readonly event: string; readonly type: string } }[];
  readonly next: string;
  readonly atEnd: boolean;
  readonly switchedFrom: string | null;
}

interface Claims {
  readonly items: readonly { readonly id: string }[];
}
const idOf = ({ id }: { readonly id: string }): string => id;

interface Act {
  readonly type: string;
  readonly data: { readonly from: string; readonly to: string };
  readonly by: { readonly id: string };
  readonly because: string;
}

describeHomes('A generation is built beside the one that answers', (home) => {
  let house: Whole;
  let first: string;
  let ledger: Ledger;
  let database: DataSource;
  let place: Workplace;
  beforeAll(async () => {
    house = await openWhole({}, home);
    ledger = await openLedger({ databaseUrl: house.databaseUrl, name: 'clemency', kafka: house.kafka });
    database = await openDatabase({ url: house.databaseUrl, poolMax: 4 });
    place = { log: ledger.log, source: ledger.source, database };
    for (let at = 0; at < 20; at += 1) await told(at);
    first = (await house.client.read('/v1/counts?country=AA', await told(20))).generation;
  }, 90_000);
  afterAll(async () => {
    await database?.destroy();
    await ledger?.close();
    await house?.close();
  }, 60_000);

  const told = async (value: number): Promise<string> =>
    (await house.client.report(reportOf({ events: [countOf({ count: { value, qualifier: 'exact' } }, 'AA')] })))
      .position;
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await clemency(['generation', ...args], house.settings);
    return { code, out: stdout.toString(), stderr };
  };

  it('and is compared, switched to and back while queries run and reports come in, and none of them notices', async () => {
    const { name } = await buildGeneration(place);
    expect(name).toBe(`${first}_2`);
    // The projectors keep it: what is told now is in both.
    await house.client.read('/v1/counts', await told(21));
    const compared = await compareGenerations(ledger.log, database, { live: first, other: name });
    expect(compared).toMatchObject({ identical: true, with: name, differences: { count: 0 } });

    let [asked, writing] = [0, true];
    const answered = new Map<string, number>();
    const reader = async (): Promise<void> => {
      let [upTo, rows] = ['', 0];
      while ((asked += 1) <= QUERIES) {
        const page: Page = await house.client.read('/v1/counts?country=AA&limit=100');
        // Nothing is empty, nothing that was known is not known any more, and each answer is of one generation.
        expect(page.items.length).toBeGreaterThanOrEqual(Math.max(rows, 22));
        expect(page.knownUpTo >= upTo).toBe(true);
        [upTo, rows] = [page.knownUpTo, page.items.length];
        answered.set(page.generation, (answered.get(page.generation) ?? 0) + 1);
      }
    };
    const writer = async (): Promise<void> => {
      for (let at = 22; writing && at < 60; at += 1) {
        const position = await told(at);
        const { items } = await house.client.read('/v1/counts?country=AA&limit=100', position);
        expect(items.length).toBe(at + 1);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    // Whoever follows the changes is told of each claim, from whichever generation, and learns that it is another one.
    const changed = new Set<string>();
    const switches = new Set<string>();
    let { next } = await house.client.read<Changes>('/v1/changes?since=now');
    const follower = async (): Promise<void> => {
      for (let isOver = false; !isOver;) {
        const over = !writing;
        const page: Changes = await house.client.read(`/v1/changes?since=${next}&model=count&limit=50&wait=300`);
        for (const { cause } of page.items) changed.add(cause.event);
        if (page.switchedFrom !== null) switches.add(page.switchedFrom);
        isOver = over && page.atEnd && page.next === next;
        next = page.next;
      }
    };
    const earlier = new Set(
      (await house.client.read<Claims>('/v1/events?type=CountClaimed&limit=100')).items.map(idOf),
    );
    const followed = follower();
    const readers = Promise.all(Array.from({ length: READERS }, reader));
    const written = writer();
    const by = { id: 'an-operator', name: 'An operator' };
    expect(await switchGeneration(place, name, { by, because: 'It was tried.' })).toBe(first);
    expect((await house.client.read('/v1/counts')).generation).toBe(name);
    expect(await switchGeneration(place, first, { by, because: 'Back.' })).toBe(name);
    // Who waits for changes at that moment is told too, though there is nothing else to tell.
    const { next: here } = await house.client.read<Changes>('/v1/changes?since=now');
    const waiting = house.client.read<Changes>(`/v1/changes?since=${here}&model=exchange&wait=5000`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await switchGeneration(place, name, { by, because: 'And there.' })).toBe(first);
    await house.client.report(reportOf({ events: [countOf({ count: { value: 1, qualifier: 'exact' } }, 'AB')] }));
    expect(await waiting).toMatchObject({ items: [], switchedFrom: first });
    await readers;
    writing = false;
    await written;
    await followed;
    const claims = (await house.client.read<Claims>('/v1/events?type=CountClaimed&limit=100')).items.map(idOf);
    expect(claims.length).toBeGreaterThan(earlier.size);
    expect([...changed]).toEqual(expect.arrayContaining(claims.filter((id) => !earlier.has(id))));
    // It began in one and ended in the other; of what was switched to and back between two of its questions it need not know.
    expect([...switches]).toContain(first);
    expect([...answered.keys()].sort()).toEqual([first, name].sort());
    expect([...answered.values()].reduce((sum, count) => sum + count, 0)).toBe(QUERIES);

    const { items } = await house.client.read<{ items: Act[] }>('/v1/audit/log?type=GenerationSwitched');
    expect(items.map(({ data }) => [data.from, data.to]).reverse()).toEqual([
      [first, name],
      [name, first],
      [first, name],
    ]);
    expect(items.at(-1)).toMatchObject({ by: { id: 'an-operator' }, because: 'It was tried.' });
    expect(await house.client.read('/v1/audit/rebuild')).toMatchObject({ identical: true, generation: name });
  }, 180_000);

  it('and the one before can be dropped, but not the one that answers', async () => {
    const answers = `${first}_2`;
    expect(await run('drop', answers)).toMatchObject({ code: 1, stderr: expect.stringContaining('answers') });
    const by = { id: 'an-operator', name: 'An operator' };
    await expect(switchGeneration(place, 'read_nowhere', { by, because: 'No.' })).rejects.toThrow(answers);
    expect(await run('drop', first)).toMatchObject({ code: 0, out: `${first} is dropped.\n` });
    const listed = await run('list', '--json');
    expect(listed.out.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(listed.out)).toMatchObject({ name: answers, live: true, state: 'ready' });
    // The house goes on.
    const { generation } = await house.client.read('/v1/counts', await told(100));
    expect(generation).toBe(answers);
    expect((await house.client.get('/readyz')).status).toBe(200);
  }, 120_000);
});
