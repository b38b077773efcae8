import { describeWithDatabase, openWhole, problemOf, reportOf, type Whole } from './whole.js';

interface Found {
  readonly items: readonly (Record<string, unknown> & {
    readonly id: string;
    readonly snippets: readonly {
      text: string;
      start: number;
      highlights: readonly { start: number; end: number }[];
    }[];
  })[];
  readonly total: { value: number; relation: string };
  readonly facets: Record<string, { value: string; count: number }[]>;
  readonly next: string | null;
  readonly knownAt: string;
}

const WIRE = { id: 'example-wire', name: 'Example Wire', kind: 'news_agency' };
const PAPER = { id: 'example-paper', name: 'Example Paper', kind: 'newspaper' };
const PARDON = `😀 Belarus pardoned 123 prisoners on Saturday, 13 December 2025. Ales Bialiatski was released.
${'Nothing else happened that day. '.repeat(30)}The state potash company <b>said</b> nothing.`;
const person = (name: string, given: string) => ({
  type: 'PrisonerReleased',
  data: {
    modality: 'performed',
    occurred: '2025-12-13',
    assertedBy: { how: 'own_account' },
    person: { name, country: 'BY', script: given, lang: given === 'Cyrl' ? 'be' : 'en' },
    mode: 'pardoned',
  },
});

const LISTING = {
  type: 'SanctionImposed',
  data: {
    modality: 'performed',
    occurred: '2021-08-09',
    assertedBy: { how: 'own_account' },
    authority: 'US',
    country: 'BY',
    target: { kind: 'entity', name: 'Belaruskali' },
    measures: ['asset_freeze'],
  },
};

describeWithDatabase('Searching', () => {
  let house: Whole;
  let before: string;
  let withdrawn: string;
  let position: string;
  const find = async (query: string): Promise<Found> => {
    const { status, body } = await house.client.get<Found>(`/v1/search?${query}&after=${position}`);
    expect(body).toMatchObject({ items: expect.anything() });
    expect(status).toBe(200);
    return body;
  };
  const q = (text: string): string => `q=${encodeURIComponent(text)}`;
  const namesIn = ({ items }: Found) => items.flatMap(({ kind, name }) => (kind === 'person' ? [name] : []));

  beforeAll(async () => {
    house = await openWhole();
    const first = await house.client.report(
      reportOf({ source: WIRE, body: PARDON, publishedAt: '2025-12-13T15:00:00Z' }),
    );
    const second = await house.client.report(
      reportOf({
        source: PAPER,
        body: 'Кароткая нататка: Марыя Калеснікава на волі. Гэта ўсё.',
        lang: 'be',
        publishedAt: '2024-05-01',
        events: [person('Марыя Калеснікава', 'Cyrl'), person('Viktar Babaryka', 'Latn')],
      }),
    );
    const third = await house.client.report(
      reportOf({
        source: PAPER,
        body: 'The United States imposed sanctions on Belaruskali on 9 August 2021. A hoax about Eduard Babaryka.',
        publishedAt: '2021-08-09',
        events: [person('Eduard Babaryka', 'Latn'), LISTING],
      }),
    );
    for ({ position } of [first, second]) await find(q('all'));
    position = third.position;
    ({ knownAt: before } = await find(q('all')));
    const taken = await house.client.post<{ position: string }>(`/v1/reports/${third.reportId}/withdrawal`, {
      by: { id: 'example-paper', name: 'Example Paper' },
      reason: 'A hoax.',
    });
    withdrawn = third.reportId;
    position = taken.body.position;
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  it('finds who is known in Latin letters by Cyrillic ones, and the reverse', async () => {
    expect(namesIn(await find(q('Беляцкий')))).toEqual(['Ales Bialiatski']);
    expect(namesIn(await find(q('Алесь Бяляцкі')))).toEqual(['Ales Bialiatski']);
    expect(namesIn(await find(q('Kolesnikova')))).toEqual(['Марыя Калеснікава']);
    expect(namesIn(await find(q('release of Maria Kalesnikava')))).toEqual(['Марыя Калеснікава']);
    expect(namesIn(await find(q('Kolesnikov')))).toEqual([]);
  });

  it('finds reports by a spelling that they do not have, once the person is found', async () => {
    const { items } = await find(`${q('Беляцкий')}&kind=report`);
    expect(items).toHaveLength(1);
    const [{ snippets }] = items as [Found['items'][number]];
    const marked = snippets.flatMap(({ highlights }) => highlights.map(({ start, end }) => PARDON.slice(start, end)));
    expect(marked).toEqual(expect.arrayContaining(['Ales', 'Bialiatski']));
  });

  it('shows in passages where a report has the words, by offsets of the body, whatever stands before them', async () => {
    const [report] = (await find(`${q('potash companies')}&kind=report`)).items;
    const [snippet] = report!.snippets;
    expect(snippet!.text).toBe(PARDON.slice(snippet!.start, snippet!.start + snippet!.text.length));
    expect(snippet!.text).toContain('<b>said</b>');
    expect(snippet!.highlights.map(({ start, end }) => PARDON.slice(start, end))).toEqual(['potash', 'company']);
    expect(report).toMatchObject({ source: WIRE, href: `/v1/reports/${report!.id}` });
    expect((await find(`${q('"company potash"')}&kind=report`)).items).toEqual([]);
  });

  it('counts by kind, country, type, source and year what it found, and finds less by each', async () => {
    const all = await find(`${q('Bialiatski OR sanctions OR нататка')}&knownAt=${before}`);
    expect(all.facets).toMatchObject({
      kind: [{ value: 'report', count: 3 }],
      source: [
        { value: 'example-paper', count: 2 },
        { value: 'example-wire', count: 1 },
      ],
      year: expect.arrayContaining([{ value: '2021', count: 1 }]),
      type: expect.arrayContaining([
        { value: 'PrisonerReleased', count: 3 },
        { value: 'SanctionImposed', count: 1 },
      ]),
      country: [{ value: 'BY', count: 3 }],
    });
    for (const [facet, values] of Object.entries(all.facets)) {
      for (const { value, count } of values) {
        const { total } = await find(`${q('Bialiatski OR sanctions OR нататка')}&knownAt=${before}&${facet}=${value}`);
        expect(total).toEqual({ value: count, relation: 'exact' });
      }
    }
  });

  it('finds as of an instant what was known then: a hoax before it was withdrawn, and no report before it came', async () => {
    expect(namesIn(await find(`${q('Babaryka')}&knownAt=${before}`)).sort()).toEqual([
      'Eduard Babaryka',
      'Viktar Babaryka',
    ]);
    expect(namesIn(await find(q('Babaryka')))).toEqual(['Viktar Babaryka']);
    expect((await find(`${q('hoax')}&kind=report`)).items.map(({ id }) => id)).toEqual([withdrawn]);
    expect((await find(`${q('hoax')}&knownAt=2020-01-01T00:00:00Z`)).total.value).toBe(0);
  });

  it('finds a target in other letters and by a part of its name, as it stood on the day', async () => {
    const [hit] = (await find(`${q('Беларуськалий')}&kind=target&knownAt=${before}&asOf=2022-01-01`)).items;
    expect(hit).toMatchObject({ target: 'Belaruskali', status: 'imposed', href: `/v1/sanctions/${hit!.id}` });
    const [earlier] = (await find(`${q('Belaruskali')}&kind=target&knownAt=${before}&asOf=2020-01-01`)).items;
    expect(earlier).toMatchObject({ id: hit!.id, status: 'unknown' });
  });

  it('goes on from page to page, each hit once, in one state', async () => {
    const ask = `${q('Babaryka OR Bialiatski OR sanctions OR нататка')}&limit=1&knownAt=${before}`;
    const ids: string[] = [];
    for (let page = await find(ask); ; page = await find(`${ask}&cursor=${page.next}`)) {
      ids.push(...page.items.map(({ id }) => id));
      expect(page.knownAt).toBe(before);
      if (page.next === null) break;
    }
    expect(ids).toHaveLength((await find(ask)).total.value);
    expect(new Set(ids).size).toBe(ids.length);
    const other = await house.client.get(`/v1/search?q=other&cursor=${(await find(ask)).next}`);
    expect(problemOf(other)).toMatchObject({ status: 400, errors: [{ field: 'cursor' }] });
  });

  it.each([
    '& | ! ( ) :*',
    '"',
    "'; drop table report; --",
    '%_\\',
    '-',
    'the of and',
    '<a href=x>',
    '\u0001',
    '😀',
    '-potash',
  ])('answers %j without an error', async (text) => {
    await find(q(text));
  });

  it.each(['', 'q=', `q=${'x'.repeat(301)}`, 'q=%00', 'q=a&year=99', 'q=a&kind=lion', 'q=a&colour=red', 'q=a&limit=0'])(
    'refuses %j with the field that is wrong',
    async (query) => {
      const { status, body } = await house.client.get<{ errors?: unknown[] }>(`/v1/search?${query}`);
      expect(status).toBe(400);
      expect(body.errors?.length).toBeGreaterThan(0);
    },
  );
});
