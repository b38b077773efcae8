import type { Life, Names } from './answers.js';
import { THAT_DAY, THEN, TODAY, type Asking } from './asking.js';
import { ANALYST } from './telling.js';

/** Questions 4, 5, 9, 11 and 12. */
export function askOfPeople(asking: Asking): void {
  it('4: tells whether somebody is in custody on a day, since when, in which episode and by whose word', async () => {
    const of = (asOf: string, knownAt: string) => asking.personOn('Maria Kalesnikava', asOf, knownAt);
    for (const knownAt of [THEN, THAT_DAY, TODAY]) {
      const { status, episodes, acts, corroboration } = await of('2024-11-30', knownAt);
      expect([status, episodes.length, episodes[0]!.detained]).toEqual([
        'in_custody',
        1,
        { earliest: '2020-09-07', latest: '2020-09-07' },
      ]);
      expect(acts.map(({ type }) => type)).toEqual(['PersonDetained', 'PersonSentenced']);
      expect(acts[0]!.assertedBy).toEqual({ how: 'own_account' });
      expect(corroboration.origins).toBeGreaterThanOrEqual(2);
    }
    // Under the other of her spellings too, once they are judged to be one person's, and however it is capitalised.
    for (const name of ['Maria Kolesnikova', 'maria kalesnikava'])
      expect(await asking.personOn(name, '2024-11-30', TODAY)).toMatchObject({ name: 'Maria Kalesnikava' });
    expect((await of('2025-12-14', THEN)).status).toBe('in_custody');
    for (const knownAt of [THAT_DAY, TODAY])
      expect(await of('2025-12-14', knownAt)).toMatchObject({ status: 'released', episodes: [{ ended: {} }] });
  });

  it('4: given somebody jailed again years after a first sentence, then on a day between he may be free or not, by status and episode', async () => {
    for (const knownAt of [THEN, THAT_DAY, TODAY])
      expect(await asking.personOn('Ales Bialiatski', '2015-01-01', knownAt)).toMatchObject({
        status: 'unknown',
        certain: false,
        episodes: [{ ended: { earliest: '2011-11-30', latest: '2021-07-14', mode: 'unknown' } }],
      });
    expect(await asking.personOn('Ales Bialiatski', '2021-07-14', THEN)).toMatchObject({
      status: 'in_custody',
      certain: true,
    });
  });

  it('5: lists each spelling with the reports that used it, and who it could be as well', async () => {
    const path = '/v1/names?name=Maria%20Kalesnikava&country=BY';
    const { people: then, alike: nobody } = await asking.ask<Names>(path, THEN);
    const [arrest, sentence, release] = ['2020-09-07', '2021-09-06', '2025-12-14'].map((on) => `example-monitor ${on}`);
    expect(spellings(then)).toEqual([[['Maria Kalesnikava', arrest, sentence]]]);
    expect(nobody).toEqual([]);
    const { people, alike } = await asking.ask<Names>(path, THAT_DAY);
    expect(spellings(people)).toEqual([[['Maria Kalesnikava', arrest, sentence, release]]]);
    expect(people[0]!.judgements).toEqual([]);
    expect(alike).toMatchObject([{ names: ['Maria Kolesnikova'] }]);
  });

  it('5: tells which names are one person, by whose judgement and on what evidence, from the day of the judgement on', async () => {
    for (const name of ['Maria Kalesnikava', 'Maria Kolesnikova']) {
      const path = `/v1/names?name=${encodeURIComponent(name)}&country=BY`;
      const { people, alike } = await asking.ask<Names>(path, TODAY);
      expect(spellings(people)).toEqual([
        [
          ['Maria Kalesnikava', ...['2020-09-07', '2021-09-06', '2025-12-14'].map((on) => `example-monitor ${on}`)],
          ['Maria Kolesnikova', 'example-wire 2025-12-13'],
        ],
      ]);
      expect(people[0]!.judgements).toMatchObject([
        { judgement: 'positive', by: ANALYST, because: expect.stringContaining('13 December 2025') as string },
      ]);
      expect(alike).toEqual([]);
    }
    const lives = async (knownAt: string) =>
      (await asking.ask<Life>('/v1/prisoners?country=BY&asOf=2025-12-14', knownAt)).items.filter(({ names }) =>
        names.some((name) => name.startsWith('Maria')),
      );
    expect(await lives(THAT_DAY)).toHaveLength(2);
    expect(await lives(TODAY)).toMatchObject([{ status: 'released', episodes: [{ ended: {} }] }]);
  });

  it('9: derives the days in custody of the second episode alone, and holds what is claimed beside them', async () => {
    const of = async (knownAt: string) =>
      (await asking.personOn('Ales Bialiatski', '2025-12-13', knownAt)).episodes[1]!;
    expect(await of(THEN)).toMatchObject({ ended: null, daysInCustody: { least: 1613, most: 1613 }, claimed: [] });
    for (const knownAt of [THAT_DAY, TODAY]) {
      const { daysInCustody, claimed } = await of(knownAt);
      expect(daysInCustody).toEqual({ least: 1613, most: 1613 });
      expect(claimed).toHaveLength(2);
      for (const count of [
        { value: 1600, qualifier: 'at_least' },
        { value: 1613, qualifier: 'exact' },
      ])
        expect(claimed).toContainEqual(expect.objectContaining({ count, agrees: true }));
    }
  });

  it('11: names whoever was freed and led back, or arrested again', async () => {
    const path = '/v1/prisoners/returns?country=BY&asOf=2026-03-31';
    const again = {
      name: 'Ales Bialiatski',
      returns: [
        {
          what: 'detained_again',
          when: { earliest: '2021-07-14' },
          freed: { earliest: '2011-11-30', mode: 'unknown' },
        },
      ],
    };
    expect(await asking.ask(path, THEN)).toMatchObject({ items: [again] });
    const led = { name: 'Mikola Statkevich', returns: [{ what: 'led_back', freed: { earliest: '2025-09-11' } }] };
    for (const knownAt of [THAT_DAY, TODAY])
      expect(await asking.ask(path, knownAt)).toMatchObject({ items: [again, { ...led, status: 'in_custody' }] });
    expect(await asking.ask(path, '2025-09-12T00:00:00Z')).toMatchObject({ items: [again] });
  });

  it('12: takes the census of a day as it was known then and as it is known later', async () => {
    const path = '/v1/census?country=BY&asOf=2024-11-30';
    const held = { status: 'in_custody', certain: 2, uncertain: 0 };
    expect(await asking.ask(path, THEN)).toMatchObject({ statuses: [held] });
    for (const knownAt of [THAT_DAY, TODAY])
      expect(await asking.ask(path, knownAt)).toMatchObject({ statuses: [held, { status: 'unknown' }] });
    expect(await asking.ask('/v1/census?country=BY&asOf=2015-01-01', TODAY)).toMatchObject({
      statuses: [{ status: 'unknown', uncertain: 1 }],
    });
  });
}

/** Of each person each spelling, and the source and day of each report that used it. */
const spellings = (people: Names['people']): string[][][] =>
  people.map((person) =>
    person.spellings
      .map(({ name, reports }) => [name, ...new Set(reports.map(({ source, published }) => `${source} ${published}`))])
      .sort(),
  );
