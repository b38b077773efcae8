import { correctionOf, NOTE, WIRE } from '../apps/clemency/src/demo/reports.js';
import { Client, type Page, type ReportAnswer, type Row, type StoredEvent } from './client.js';
import { describeHomes } from './house.js';
import { openWithLedger, type WithLedger } from './whole.js';

/** The report that shaped the house, end to end: what was claimed, what is held to be so, and since when we know it. */
describeHomes('The story of 13 December 2025', (home) => {
  let house: WithLedger;
  let client: Client;
  let wire: { reportId: string; position: string };
  let claimed: ReportAnswer;

  beforeAll(async () => {
    house = await openWithLedger(home);
    client = new Client(house.url);
    wire = await client.report(WIRE);
    claimed = await client.read<ReportAnswer>(`/v1/reports/${wire.reportId}`, wire.position);
  }, 120_000);
  afterAll(() => house?.close(), 60_000);

  const ofType = (type: string): StoredEvent[] => claimed.events.filter((event) => event.type === type);
  const rows = async (path: string, after?: string): Promise<readonly Row[]> => (await client.read(path, after)).items;

  it('finds the easing by the US, and asserts none by the EU, whose easing is only hoped for', () => {
    expect(ofType('SanctionEased')).toContainEqual(
      expect.objectContaining({
        subject: 'sanction/us/by',
        data: expect.objectContaining({ authority: 'US', modality: 'performed', means: 'unspecified' }) as unknown,
      }),
    );
    const european = claimed.events.filter(({ subject }) => subject.startsWith('sanction/eu/'));
    expect(european.filter(({ data }) => ['performed', 'ongoing', 'background'].includes(data.modality))).toEqual([]);
    expect(ofType('SanctionLifted')).toEqual([]);
  });

  it('finds the group of 123, the release of each of the three, the count, the duration and the exchange', () => {
    expect(ofType('PrisonersPardoned').map(({ data }) => data.count)).toEqual([{ value: 123, qualifier: 'exact' }]);
    expect(ofType('PrisonersPardoned')[0]?.data.by).toMatch(/Lukashenko/);
    const named = ofType('PrisonersPardoned')[0]?.data.named as { name: string }[];
    expect(named.map(({ name }) => name).sort()).toEqual(['Ales Bialiatski', 'Maria Kolesnikova', 'Viktar Babaryka']);
    const freed = ofType('PrisonerReleased').map(({ data }) => (data.person as { name: string }).name);
    expect(freed.sort()).toEqual(['Ales Bialiatski', 'Maria Kolesnikova', 'Viktar Babaryka']);
    const [count] = ofType('CountClaimed');
    expect(count?.data).toMatchObject({
      metric: 'released',
      count: { value: 430, qualifier: 'at_least' },
      window: { from: '2024-07' },
    });
    expect(ofType('DurationClaimed')[0]?.data).toMatchObject({
      count: { value: 1600, qualifier: 'at_least' },
      unit: 'days',
    });
    expect(ofType('ExchangeReported')[0]?.subject).toBe('exchange/by-us');
  });

  it('asserts nothing that the text only hopes or demands', () => {
    const others = claimed.events.filter(({ data }) =>
      data.evidence?.some(({ quote }) => /demanded|hopes/.test(quote)),
    );
    for (const { data } of others)
      expect(['demanded', 'conditional', 'announced', 'rumoured']).toContain(data.modality);
  });

  it('quotes the body unit for unit', () => {
    const quotes = claimed.events.flatMap(({ data }) => data.evidence ?? []);
    expect(quotes.length).toBeGreaterThan(0);
    for (const { start, end, quote } of quotes) expect(WIRE.body.slice(start, end)).toBe(quote);
  });

  it('gives a receipt that counts the events and commits to the bytes', () => {
    expect(claimed.receipt?.data).toMatchObject({ reportId: wire.reportId, events: claimed.events.length });
  });

  it('holds three people to be free since that Saturday, each with the events behind it', async () => {
    const people = await rows('/v1/prisoners?country=BY&status=released&asOf=2025-12-14');
    expect(people.map(({ name }) => name).sort()).toEqual(['Ales Bialiatski', 'Maria Kolesnikova', 'Viktar Babaryka']);
    const ids = new Set(claimed.events.map(({ id }) => id));
    for (const { events } of people) expect(events.every((id) => ids.has(id))).toBe(true);
    expect(await rows('/v1/prisoners?country=BY&status=released&asOf=2025-12-12')).toEqual([]);
  });

  it('answers for one person by id, with the periods of a life as claimed', async () => {
    const [person] = await rows('/v1/prisoners?name=Ales%20Bialiatski');
    const single = await client.read<Row & { meta: Page }>(`/v1/prisoners/${person!.id}`);
    expect(single).toMatchObject({ name: 'Ales Bialiatski', status: 'released', meta: { generation: 'read_g3' } });
    const before = await client.read<Row>(`/v1/prisoners/${person!.id}?asOf=2025-12-01`);
    expect(before.status).toBe('unknown');
  });

  it('holds the licence of two days later to be an easing with a number, and the companies as its parties', async () => {
    const note = await client.report(NOTE);
    const { events } = await client.read<ReportAnswer>(`/v1/reports/${note.reportId}`, note.position);
    const licences = events.filter(({ type, data }) => type === 'SanctionEased' && data.authority === 'US');
    expect(licences.length).toBeGreaterThan(0);
    for (const { data } of licences) {
      expect(data).toMatchObject({ means: 'general_licence', licence: { number: '13', unblocks: false } });
      expect(data.occurred).toMatchObject({ edtf: '2025-12-15' });
    }
    expect(events.filter(({ type }) => type === 'SanctionLifted')).toEqual([]);
    const eased = await rows('/v1/sanctions?authority=US&status=eased', note.position);
    expect(eased.map(({ target }) => (target as { name: string }).name)).toEqual(
      expect.arrayContaining(['Belaruskali', 'Belarusian Potash Company', 'Agrorozkvit']),
    );
  });

  it('given a corrected version of the story, then the new figure counts now, and the old one still did before', async () => {
    const { knownAt } = await client.read('/v1/counts?country=BY');
    const corrected = await client.report(correctionOf(wire.reportId));
    const now = await rows('/v1/counts?country=BY', corrected.position);
    expect(now.map(({ value }) => value)).toEqual([420]);
    const then = await rows(`/v1/counts?country=BY&knownAt=${encodeURIComponent(knownAt)}`);
    expect(then.map(({ value }) => value)).toEqual([430]);
    const { events } = await client.read<ReportAnswer>(`/v1/reports/${wire.reportId}`, corrected.position);
    expect(events.map(({ type }) => type)).toContain('ReportRevised');
  });

  it('given an analyst who rejects a claim, then it no longer counts; and given the rejection retracted, then it does', async () => {
    const [held] = await rows('/v1/counts?country=BY');
    const by = { id: 'analyst-1', name: 'The desk' };
    const rejection = await client.post<{ eventId: string; position: string }>('/v1/reviews', {
      type: 'ClaimRejected',
      of: held!.events[0],
      reason: 'extraction_error',
      by,
    });
    expect(rejection.status).toBe(202);
    expect(await rows('/v1/counts?country=BY', rejection.body.position)).toEqual([]);
    const retraction = await client.post<{ position: string }>('/v1/reviews', {
      type: 'ClaimRetracted',
      of: rejection.body.eventId,
      reason: 'identity_error',
      by,
    });
    expect((await rows('/v1/counts?country=BY', retraction.body.position)).map(({ value }) => value)).toEqual([420]);
  });

  it('given a report that its publisher withdraws, then all its claims are gone, and still known as of before', async () => {
    const sent = await client.report({
      source: { id: 'hasty-blog', name: 'Hasty Blog', kind: 'blog' },
      lang: 'en',
      publishedAt: '2025-12-14T08:00:00Z',
      body: 'Nicaragua released 40 prisoners on Saturday.',
    });
    const [group] = await rows('/v1/releases?country=NI', sent.position);
    expect(group).toMatchObject({ count: 40, kind: 'freed' });
    const { knownAt } = await client.read('/v1/releases?country=NI');
    const withdrawal = await client.post<{ position: string }>(`/v1/reports/${sent.reportId}/withdrawal`, {
      by: { id: 'hasty-blog', name: 'Hasty Blog' },
      reason: 'The story was a copy of one from another year.',
    });
    expect(withdrawal.status).toBe(202);
    expect(await rows('/v1/releases?country=NI', withdrawal.body.position)).toEqual([]);
    expect(await rows(`/v1/releases?country=NI&knownAt=${encodeURIComponent(knownAt)}`)).toHaveLength(1);
  });

  it('given the log replayed from the beginning, then the read models have exactly these rows', async () => {
    expect(await client.read('/v1/audit/rebuild')).toMatchObject({ identical: true, differing: [] });
  });
});
