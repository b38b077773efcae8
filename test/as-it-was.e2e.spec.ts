import { setTimeout as pause } from 'node:timers/promises';
import type { Page, Row } from './client.js';
import { countOf, describeWithDatabase, openWhole, reportOf, type Whole } from './whole.js';

const LISTS = ['prisoners', 'sanctions', 'releases', 'counts', 'exchanges', 'programmes'];
const QUESTIONS = [
  '/v1/counts/series?country=BY&metric=released',
  '/v1/sanctions/effects?target=Belaruskali&authority=US',
  '/v1/sanctions/statements?authority=US',
  '/v1/releases/members?country=BY&day=2025-12-13',
  '/v1/releases/monthly?country=BY&from=2025-09-01&to=2025-12-31',
  '/v1/prisoners/returns?country=BY',
  '/v1/census?country=BY',
];
const UNDATED = ['/v1/sources?limit=50', '/v1/events?limit=500'];
const BODIES = [
  'Ales Bialiatski was detained in Minsk on 14 July 2021.',
  'Maria Kolesnikova was detained in Minsk on 7 September 2020. The United States imposed sanctions on Belaruskali on 9 August 2021.',
  'Belarus pardoned 123 prisoners on Saturday, 13 December 2025. Ales Bialiatski was released.',
  'The United States eased sanctions on Belarusian potash on 13 December 2025. More than 430 prisoners have been freed since July 2024.',
];

describeWithDatabase('An answer for what was known at an instant', () => {
  let house: Whole;
  beforeAll(async () => {
    house = await openWhole();
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  /** What an answer says of the world, without what it says of the state of the house. */
  const saidBy = ({
    knownUpTo: _upTo,
    generation: _generation,
    meta: _meta,
    next: _next,
    ...said
  }: Record<string, unknown>) => said;
  const dated = (path: string, at: string): string =>
    `${path}${path.includes('?') ? '&' : '?'}knownAt=${at}${UNDATED.includes(path) ? '' : '&asOf=2025-12-31'}`;

  it('is the same whenever it is asked, on every route, while a history unfolds', async () => {
    const kept: { path: string; said: unknown }[] = [];
    const keep = async (path: string): Promise<void> => {
      const { status, body } = await house.client.get(path);
      expect(`${path} ${status}`).toBe(`${path} 200`);
      kept.push({ path, said: saidBy(body) });
    };
    const look = async (position: string): Promise<void> => {
      const { knownUpTo } = await house.client.read('/v1/prisoners', position);
      for (const path of [...LISTS.map((name) => `/v1/${name}?limit=500`), ...QUESTIONS, ...UNDATED])
        await keep(dated(path, knownUpTo));
      for (const name of LISTS) {
        const { items }: Page = await house.client.read(dated(`/v1/${name}?limit=2`, knownUpTo));
        for (const { id } of items) await keep(dated(`/v1/${name}/${id}`, knownUpTo));
      }
      const state = await signedState(knownUpTo);
      expect(state.knownUpTo >= knownUpTo).toBe(true);
      kept.push({ path: `/v1/audit/state?knownAt=${knownUpTo}`, said: state.then });
    };
    /** Once a checkpoint covers all that was known then, which gives each partition its root. */
    const signedState = async (knownAt: string) => {
      for (const until = Date.now() + 10_000; ; await pause(100)) {
        const path = `/v1/audit/state?knownAt=${knownAt}`;
        const state = await house.client.read<{ then: { root: string | null }[]; knownUpTo: string }>(path);
        if (state.then.every(({ root }) => root !== null)) return state;
        if (Date.now() > until) throw new Error('No checkpoint covers what was known ten seconds ago.');
      }
    };
    for (const body of BODIES) {
      const { reportId, position } = await house.client.report(reportOf({ body }));
      await house.client.read(`/v1/reports/${reportId}`, position);
      await look(position);
    }
    const count = await house.client.report(reportOf({ events: [countOf()] }));
    await look(count.position);
    const [row] = (await house.client.read<{ items: Row[] }>('/v1/prisoners')).items;
    const by = { id: 'analyst-7', name: 'An analyst' };
    const review = { type: 'ClaimRejected', of: row!.events[0], by, reason: 'extraction_error' };
    const reviewed = await house.client.post<{ position: string }>('/v1/reviews', review);
    await look(reviewed.body.position);
    const withdrawn = await house.client.post<{ position: string }>(`/v1/reports/${count.reportId}/withdrawal`, {
      by,
      reason: 'The figure was wrong.',
    });
    await look(withdrawn.body.position);
    // What is told again is not what was told before: the last look differs from the first.
    const lists = kept.filter(({ path }) => path.startsWith('/v1/prisoners?'));
    expect(new Set(lists.map(({ said }) => JSON.stringify((said as { items: unknown }).items))).size).toBeGreaterThan(
      2,
    );
    for (const { path, said } of kept) {
      const { status, body } = await house.client.get<Record<string, unknown>>(path);
      expect(status).toBe(200);
      const again = path.startsWith('/v1/audit/state') ? body.then : saidBy(body);
      expect({ path, said: again }).toEqual({ path, said });
    }
    expect(kept.length).toBeGreaterThan(100);
  }, 120_000);
});
