import type { Exchanges, Series } from './answers.js';
import { THAT_DAY, THEN, TODAY, type Asking } from './asking.js';

/** Questions 6, 7, 8, 10 and 13. */
export function askOfCounts(asking: Asking): void {
  it('6: tells who of the 123 are named, how many are not, by destination and citizenship, and which name was withdrawn', async () => {
    const path = '/v1/releases/members?country=BY&day=2025-12-13&asOf=2025-12-31';
    expect(await asking.ask(path, THEN)).toMatchObject({ groups: [] });
    const named = ['Ales Bialiatski', 'Maria Kolesnikova', 'Viktar Babaryka'].map((name) => ({
      name,
      status: 'released',
    }));
    const statkevich = { name: 'Mikola Statkevich', status: 'in_custody' };
    const parts = (destinations: object[], citizens: object[]) => [
      { dimension: 'destination', complete: true, rest: { least: 0, most: 0 }, agrees: true, parts: destinations },
      { dimension: 'citizenship', complete: false, rest: { least: 14, most: 14 }, agrees: true, parts: citizens },
    ];
    expect(await asking.ask(path, THAT_DAY)).toMatchObject({
      groups: [{ count: 123, named: [...named, statkevich], unnamed: { least: 119, most: 119 }, withdrawn: [] }],
    });
    expect(await asking.ask(path, TODAY)).toMatchObject({
      groups: [
        {
          count: 123,
          named,
          unnamed: { least: 120, most: 120 },
          withdrawn: [{ name: 'Mikola Statkevich' }],
          partitions: parts(
            [
              { label: 'Ukraine', count: { value: 114 }, unnamed: { least: 111, most: 114 } },
              { label: 'Lithuania', count: { value: 9 }, unnamed: { least: 6, most: 9 } },
            ],
            [
              { label: 'Belarus', count: { value: 104 } },
              { label: 'Ukraine', count: { value: 5 } },
            ],
          ),
        },
      ],
    });
  });

  it('7: counts releases by month and mode beside groups and claimed figures, and sums none of them', async () => {
    const path = '/v1/releases/monthly?country=BY&from=2024-07-01&to=2025-12-31&asOf=2026-03-31';
    expect(await asking.ask(path, THEN)).toMatchObject({ months: [] });
    for (const knownAt of [THAT_DAY, TODAY])
      expect(await asking.ask(path, knownAt)).toMatchObject({
        months: [
          { month: '2025-06', people: 0, groups: [], claimed: [{ value: 314, qualifier: 'exact' }] },
          { month: '2025-09', people: 1, groups: [{ count: 52 }], claimed: [] },
          {
            month: '2025-12',
            byMode: { pardoned: 3 },
            groups: [{ count: 123 }],
            claimed: expect.arrayContaining([
              expect.objectContaining({
                value: 430,
                qualifier: 'at_least',
                assertedBy: expect.objectContaining({ name: 'John Coale' }) as object,
              }),
            ]) as object[],
          },
        ],
      });
  });

  it('8: says of every figure since July 2024 what it can be compared with, what it conflicts with, and why the rest can not be', async () => {
    const of = async (country: string, knownAt: string) => {
      const path = `/v1/counts/series?country=${country}&from=2024-07-01&asOf=2026-03-31`;
      return (await asking.ask<Series>(path, knownAt)).series.flatMap(({ metric, range, figures }) =>
        figures.map(({ count, comparison }) => [
          metric,
          count.value,
          comparison.of,
          comparison.because,
          range !== null,
        ]),
      );
    };
    expect(await of('BY', THEN)).toEqual([]);
    const none = { comparable: 0, conflicting: 0, notComparable: 3 };
    for (const knownAt of [THAT_DAY, TODAY])
      expect((await of('BY', knownAt)).sort(([, a], [, b]) => Number(a) - Number(b))).toEqual([
        ['released', 200, none, { metric: 1, population: 3, window: 2 }, true],
        ['released', 314, none, { metric: 1, population: 1, window: 3 }, true],
        ['released', 430, none, { metric: 1, population: 1, window: 3 }, true],
        ['held', 1200, none, { metric: 3, population: 1, window: 2 }, true],
      ]);
    const one = { comparable: 0, conflicting: 1, notComparable: 0 };
    expect(await of('AQ', TODAY)).toEqual([
      ['released', 10, one, {}, false],
      ['released', 12, one, {}, false],
    ]);
    for (const knownAt of [THEN, THAT_DAY]) expect(await of('AQ', knownAt)).toEqual([]);
  });

  it('10: tells how strongly releases are linked to easings, which legs were performed, only promised or reversed, and what followed', async () => {
    const of = async (knownAt: string) => {
      const { items } = await asking.ask<Exchanges>('/v1/exchanges?parties=BY-US&asOf=2026-03-31', knownAt);
      return Object.fromEntries(items.map(({ link, legs }) => [link, legs]));
    };
    expect(await of(THEN)).toEqual({});
    expect(await asking.ask('/v1/exchanges?parties=us-by&asOf=2026-03-31', TODAY)).toMatchObject({
      items: [{ parties: 'BY-US' }, { parties: 'BY-US' }, { parties: 'BY-US' }],
    });
    const freed = { party: { country: 'BY' }, outcome: 'performed', reversedBy: [] };
    const eased = { party: { country: 'US' }, outcome: 'promised', performedBy: [], reversedBy: [] };
    const september = [
      { party: { country: 'BY' }, outcome: 'reversed_in_part', reversedBy: [{ upon: 'Mikola Statkevich' }] },
      { party: { country: 'US' }, outcome: 'performed', performedBy: [{ instrument: 'General License 11' }, {}] },
    ];
    expect(await of(THAT_DAY)).toMatchObject({
      temporal_only: september,
      reported_quid_pro_quo: [freed, { ...eased, followedBy: [] }],
      explicit_deal: [freed, { party: { country: 'US' }, outcome: 'unknown' }],
    });
    const { reported_quid_pro_quo: promised } = await of(TODAY);
    expect(promised).toMatchObject([freed, eased]);
    expect(promised![1]!.followedBy.map(({ instrument, upon }) => `${instrument}: ${upon}`).sort()).toEqual([
      'General License 13: Agrorozkvit',
      'General License 13: Belarusian Potash Company',
      'General License 13: Belaruskali',
    ]);
  });

  it('13: tells what a source said that was corrected later, and what rests on it alone', async () => {
    expect(await asking.statusOf(`/v1/sources/example-paper?knownAt=${THEN}`)).toBe(404);
    const { restsAlone, ...before } = await asking.ask<{ restsAlone: object[] }>(
      '/v1/sources/example-paper?wait=0',
      THAT_DAY,
    );
    expect(before).toMatchObject({ reports: 3, corrected: [] });
    expect(restsAlone).toContainEqual(expect.objectContaining({ model: 'count', about: 'people' }));
    // By the day of the question it had published no more, whatever is known of it today.
    const on = '2025-12-14';
    expect(await asking.ask(`/v1/sources/example-paper?asOf=${on}`, TODAY)).toMatchObject({ reports: 3 });
    const { items } = await asking.ask<{ items: object[] }>(`/v1/sources?asOf=${on}`, TODAY);
    expect(items).toContainEqual({ id: 'example-paper', name: 'Example Paper', kind: 'newspaper', reports: 3 });
    expect(await asking.statusOf(`/v1/sources/example-paper?asOf=2020-12-31`)).toBe(404);
    expect(await asking.ask('/v1/sources/example-paper?wait=0', TODAY)).toMatchObject({
      reports: 6,
      corrected: [{ type: 'PersonSentenced', about: 'Ales Bialiatski', by: { type: 'ClaimCorrected' } }],
    });
  });
}
