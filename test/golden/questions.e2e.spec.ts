import { EXAMPLES } from '../../apps/query/src/examples.js';
import { describeHomes } from '../house.js';
import { openGoldenHouse, type GoldenHouse } from './house.js';
import { STORY } from './story.js';

/** Before anything of 2025 was told, on the day after the 123 were freed, and when all of it was. */
const THEN = '2024-12-01T00:00:00Z';
const THAT_DAY = '2025-12-14T23:00:00Z';
const TODAY = '2026-04-01T00:00:00Z';

interface Effects {
  readonly authorities: readonly {
    readonly authority: string;
    readonly net: string;
    readonly assetFreeze: boolean | null;
    readonly programmes: readonly {
      readonly coveredByOwners: unknown;
      readonly ownershipRule: string;
      readonly licences: readonly object[];
      readonly effects: readonly { readonly net: string; readonly until: string | null }[];
      readonly terms: readonly object[];
    }[];
  }[];
}
interface Statements {
  readonly statements: readonly {
    readonly target: string;
    readonly modality: string;
    readonly followedBy: readonly { readonly sameTarget: boolean; readonly days: number; readonly type: string }[];
  }[];
}
interface Life {
  readonly items: readonly {
    readonly id: string;
    readonly names: readonly string[];
    readonly status: string;
    readonly acts: readonly { readonly type: string; readonly assertedBy: object }[];
    readonly episodes: readonly {
      readonly detained: { readonly earliest: string } | null;
      readonly ended: { readonly mode: string; readonly destinations: readonly string[] } | null;
      readonly daysInCustody: object | null;
      readonly claimed: readonly object[];
    }[];
    readonly corroboration: { readonly origins: number };
  }[];
}

describeHomes('The thirteen questions, asked of the story behind the sample', (home) => {
  let house: GoldenHouse;
  beforeAll(async () => {
    house = await openGoldenHouse(home, STORY);
  }, 120_000);
  afterAll(() => house?.close(), 60_000);

  const ask = <Answer = Record<string, unknown>>(path: string, knownAt: string): Promise<Answer> =>
    house.client.read<Answer>(`${path}&knownAt=${knownAt}`);
  const byAuthority = async (asOf: string, knownAt: string) => {
    const { authorities } = await ask<Effects>(`/v1/sanctions/effects?target=Belaruskali&asOf=${asOf}`, knownAt);
    return authorities.map(({ authority, net, assetFreeze }) => ({ authority, net, assetFreeze }));
  };

  it('1: given a licence of the 15th, then Belaruskali is frozen by both authorities on the 14th, whenever that is asked', async () => {
    const frozen = [
      { authority: 'EU', net: 'blocked', assetFreeze: true },
      { authority: 'US', net: 'blocked', assetFreeze: true },
    ];
    for (const knownAt of [THEN, THAT_DAY, TODAY]) expect(await byAuthority('2025-12-14', knownAt)).toEqual(frozen);
    const licensed = [frozen[0], { authority: 'US', net: 'blocked_but_authorised', assetFreeze: true }];
    expect(await byAuthority('2025-12-15', TODAY)).toEqual(licensed);
    expect(await byAuthority('2025-12-15', THAT_DAY)).toEqual(frozen);
    expect(await byAuthority('2021-08-10', THEN)).toMatchObject([
      { authority: 'EU', assetFreeze: null },
      { authority: 'US', net: 'blocked', assetFreeze: true },
    ]);
  });

  it('2: tells the licences that touched it, what they exclude, and that its owners are unknown', async () => {
    const of = async (knownAt: string) => {
      const path = '/v1/sanctions/effects?target=Belaruskali&authority=US&asOf=2026-01-01';
      return (await ask<Effects>(path, knownAt)).authorities[0]!.programmes[0]!;
    };
    expect((await of(THEN)).licences).toMatchObject([{ number: '4' }]);
    expect((await of(THAT_DAY)).licences).toMatchObject([{ number: '4' }]);
    const { licences, terms, effects, coveredByOwners, ownershipRule } = await of(TODAY);
    expect(licences).toMatchObject([
      { number: '4', unblocks: false },
      {
        number: '13',
        parties: ['Belaruskali', 'Belarusian Potash Company', 'Agrorozkvit'],
        ownershipRule: { percent: 50, aggregate: true },
        excludes: ['unblocking of property', 'any other blocked person'],
        unblocks: false,
      },
    ]);
    expect(terms).toMatchObject([
      { licence: null },
      { licence: '4', ends: '2021-12-08', supersedes: null },
      { licence: '13', ends: null, supersedes: null },
    ]);
    expect(effects.map(({ net, until }) => [net, until])).toEqual([
      ['unknown', null],
      ['blocked', null],
      ['blocked_but_authorised', '2021-12-08'],
      ['blocked', null],
      ['blocked_but_authorised', null],
    ]);
    expect([coveredByOwners, ownershipRule]).toEqual([null, 'owned 50 percent or more by restricted owners together']);
  });

  it('3: sets beside what was said to be lifted the instruments that followed, with the days between', async () => {
    const of = async (knownAt: string) => {
      const { statements } = await ask<Statements>('/v1/sanctions/statements?authority=US&asOf=2026-03-31', knownAt);
      return statements.map(({ target, modality, followedBy }) => {
        const followed = followedBy.filter(({ sameTarget }) => target === 'potash' || sameTarget);
        return [target, modality, ...new Set(followed.map(({ type, days }) => `${type} ${days}`))];
      });
    };
    expect(await of(THEN)).toEqual([]);
    const belavia = ['Belavia', 'performed', 'SanctionEased 0', 'SanctionLifted 54'];
    const potash = [
      ['potash', 'announced'],
      ['potash', 'ongoing'],
    ];
    expect((await of(THAT_DAY)).sort()).toEqual([belavia, ...potash]);
    expect((await of(TODAY)).sort()).toEqual([belavia, ...potash.map((one) => [...one, 'SanctionEased 2'])]);
  });

  it('4: tells whether somebody is in custody on a day, since when, in which episode and by whose word', async () => {
    const of = async (asOf: string, knownAt: string) =>
      (await ask<Life>(`/v1/prisoners?name=Maria%20Kalesnikava&asOf=${asOf}`, knownAt)).items[0]!;
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
    expect((await of('2025-12-14', THEN)).status).toBe('in_custody');
    expect(await of('2025-12-14', THAT_DAY)).toMatchObject({
      status: 'released',
      episodes: [{ ended: { mode: 'pardoned', destinations: ['UA'] } }],
    });
  });

  it('5: lists every spelling of a person once a second identifier ties it to the others', async () => {
    const of = async (knownAt: string) =>
      (await ask<Life>('/v1/prisoners?country=BY&asOf=2025-12-14', knownAt)).items.filter(({ names }) =>
        names.some((name) => name.startsWith('Maria')),
      );
    expect((await of(THEN)).map(({ names }) => names)).toEqual([['Maria Kalesnikava']]);
    for (const knownAt of [THAT_DAY, TODAY])
      expect((await of(knownAt)).map(({ names }) => names)).toEqual([['Maria Kalesnikava', 'Maria Kolesnikova']]);
  });

  it('6: tells who of the 123 are named, how many are not, by destination and citizenship, and which name was withdrawn', async () => {
    const path = '/v1/releases/members?country=BY&day=2025-12-13&asOf=2025-12-31';
    expect(await ask(path, THEN)).toMatchObject({ groups: [] });
    const { groups } = await ask<{ groups: { named: { name: string; status: string }[] }[] }>(path, THAT_DAY);
    expect(groups).toMatchObject([{ count: 123, unnamed: { least: 119, most: 119 }, withdrawn: [] }]);
    expect(groups[0]!.named.map(({ name, status }) => [name, status])).toContainEqual([
      'Mikola Statkevich',
      'in_custody',
    ]);
    const { ask: asked, answer } = EXAMPLES.members;
    expect(await house.client.read(asked)).toMatchObject(answer);
  });

  it('7: counts releases by month and mode beside groups and claimed figures, and sums none of them', async () => {
    const path = '/v1/releases/monthly?country=BY&from=2024-07-01&to=2025-12-31&asOf=2026-03-31';
    expect(await ask(path, THEN)).toMatchObject({ months: [] });
    for (const knownAt of [THAT_DAY, TODAY])
      expect(await ask(path, knownAt)).toMatchObject({
        months: [
          { month: '2025-06', people: 0, groups: [], claimed: [{ value: 314 }] },
          { month: '2025-09', people: 0, groups: [{ count: 52 }], claimed: [] },
          { month: '2025-12', people: 3, byMode: { pardoned: 3 }, groups: [{ count: 123 }] },
        ],
      });
  });

  it('8: says of the figures since July 2024 that none can be compared with another, and why', async () => {
    const path = '/v1/counts/series?country=BY&metric=released&asOf=2025-12-31';
    const of = async (knownAt: string) =>
      (
        await ask<{ series: { figures: { count: { value: number }; comparison: { because: object } }[] }[] }>(
          path,
          knownAt,
        )
      ).series
        .flatMap(({ figures }) => figures)
        .map(({ count, comparison }) => [count.value, comparison.because]);
    expect(await of(THEN)).toEqual([]);
    for (const knownAt of [THAT_DAY, TODAY])
      expect((await of(knownAt)).sort(([a], [b]) => Number(a) - Number(b))).toEqual([
        [200, { population: 2, window: 2 }],
        [314, { population: 1, window: 2 }],
        [430, { population: 1, window: 2 }],
      ]);
  });

  it('9: derives the days in custody of the second episode alone, and holds what is claimed beside them', async () => {
    const of = async (knownAt: string) =>
      (await ask<Life>('/v1/prisoners?name=Ales%20Bialiatski&asOf=2025-12-13', knownAt)).items[0]!.episodes[1]!;
    expect(await of(THEN)).toMatchObject({ ended: null, daysInCustody: { least: 1613, most: 1613 }, claimed: [] });
    for (const knownAt of [THAT_DAY, TODAY]) {
      const { daysInCustody, claimed } = await of(knownAt);
      expect(daysInCustody).toEqual({ least: 1613, most: 1613 });
      expect(claimed).toHaveLength(2);
      expect(claimed).toContainEqual(
        expect.objectContaining({ count: { value: 1600, qualifier: 'at_least' }, agrees: true }),
      );
      expect(claimed).toContainEqual(
        expect.objectContaining({ count: { value: 1613, qualifier: 'exact' }, agrees: true }),
      );
    }
  });

  it('10: tells which leg of the exchange was performed, which was only promised, and what followed it', async () => {
    const path = '/v1/exchanges?parties=BY-US&asOf=2026-03-31';
    expect(await ask(path, THEN)).toMatchObject({ items: [] });
    const freed = {
      party: { country: 'BY' },
      outcome: 'performed',
      performedBy: [{ type: 'PrisonersPardoned' }],
      reversedBy: [],
    };
    const eased = { party: { country: 'US' }, outcome: 'promised', performedBy: [], reversedBy: [] };
    expect(await ask(path, THAT_DAY)).toMatchObject({
      items: [{ link: 'reported_quid_pro_quo', legs: [freed, { ...eased, followedBy: [] }] }],
    });
    const followed = { instrument: 'General License 13', when: { earliest: '2025-12-15' } };
    expect(await ask(path, TODAY)).toMatchObject({
      items: [{ legs: [freed, { ...eased, followedBy: [followed, followed, followed] }] }],
    });
  });

  it('11: names whoever was freed and led back', async () => {
    const path = '/v1/prisoners/returns?country=BY&asOf=2026-03-31';
    expect(await ask(path, THEN)).toMatchObject({ items: [] });
    for (const knownAt of [THAT_DAY, TODAY])
      expect(await ask(path, knownAt)).toMatchObject({
        items: [{ name: 'Mikola Statkevich', returns: [{ what: 'led_back' }] }],
      });
  });

  it('12: takes the census of a day as it was known then and as it is known later', async () => {
    const path = '/v1/census?country=BY&asOf=2024-11-30';
    expect(await ask(path, THEN)).toMatchObject({ statuses: [{ status: 'in_custody', certain: 2, uncertain: 0 }] });
    for (const knownAt of [THAT_DAY, TODAY])
      expect(await ask(path, knownAt)).toMatchObject({
        statuses: [
          { status: 'in_custody', certain: 3 },
          { status: 'unknown', certain: 1 },
        ],
      });
  });

  it('13: tells what a source said that was corrected later, and what rests on it alone', async () => {
    expect((await house.client.get(`/v1/sources/example-paper?knownAt=${THEN}`)).status).toBe(404);
    const alone = { restsAlone: [{ model: 'count', about: 'people' }] };
    expect(await ask('/v1/sources/example-paper?wait=0', THAT_DAY)).toMatchObject({
      reports: 2,
      corrected: [],
      ...alone,
    });
    expect(await ask('/v1/sources/example-paper?wait=0', TODAY)).toMatchObject({
      reports: 4,
      corrected: [{ type: 'PersonSentenced', about: 'Ales Bialiatski', by: { type: 'ClaimCorrected' } }],
      ...alone,
    });
  });

  it.each(Object.entries(EXAMPLES))('answers what OpenAPI shows of %s', async (_name, { ask: path, answer }) => {
    expect(await house.client.read(path)).toMatchObject(answer);
  });
});
