import type { Statements } from './answers.js';
import { THAT_DAY, THEN, TODAY, type Asking } from './asking.js';

/** Questions 1 to 3. */
export function askOfSanctions(asking: Asking): void {
  it('1: given a licence of the 15th, then Belaruskali is frozen by both authorities on the 14th, whenever that is asked', async () => {
    const on = (asOf: string, knownAt: string) => asking.byAuthority('Belaruskali', asOf, knownAt);
    const frozen = [
      { authority: 'EU', net: 'blocked', assetFreeze: true },
      { authority: 'US', net: 'blocked', assetFreeze: true },
    ];
    for (const knownAt of [THEN, THAT_DAY, TODAY]) expect(await on('2025-12-14', knownAt)).toEqual(frozen);
    const licensed = [frozen[0], { authority: 'US', net: 'blocked_but_authorised', assetFreeze: true }];
    expect(await on('2025-12-15', TODAY)).toEqual(licensed);
    expect(await on('2025-12-15', THAT_DAY)).toEqual(frozen);
    expect(await on('2021-08-10', THEN)).toMatchObject([{ authority: 'EU', assetFreeze: null }, frozen[1]]);
  });

  it('1: given a licence in September and a delisting in November, then Belavia is still frozen between the two, and then not', async () => {
    const frozen = { authority: 'US', net: 'blocked_but_authorised', assetFreeze: true };
    const free = { authority: 'US', net: 'unlisted', assetFreeze: false };
    for (const knownAt of [THAT_DAY, TODAY]) {
      expect(await asking.byAuthority('Belavia', '2025-11-03', knownAt)).toEqual([frozen]);
      expect(await asking.byAuthority('Belavia', '2025-11-04', knownAt)).toEqual([free]);
    }
    expect(await asking.byAuthority('Belavia', '2025-11-04', '2025-09-12T00:00:00Z')).toEqual([frozen]);
  });

  it('1: given a name that nobody is listed under, then names like it are told, so that nobody is taken for free; case is none of a name', async () => {
    const of = (target: string) => asking.alike(target, '2025-12-20', TODAY);
    const none = { authorities: [], alike: ['Belaruskali'] };
    for (const name of ['JSC Belaruskali', 'Беларуськалий', 'Belaruskaly']) expect(await of(name)).toEqual(none);
    expect(await of('Example Unheard-of')).toEqual({ authorities: [], alike: [] });
    expect(await of('BELARUSKALI')).toEqual({ authorities: ['EU', 'US'], alike: [] });
    expect(await asking.listed('belaruskali', '2025-12-20', TODAY)).toEqual(['EU Belaruskali', 'US Belaruskali']);
  });

  it('2: tells the licences that touched it, what they exclude, that neither superseded the other, and that its owners are unknown', async () => {
    const of = (knownAt: string) => asking.inUs('Belaruskali', '2026-01-01', knownAt);
    for (const knownAt of [THEN, THAT_DAY]) expect((await of(knownAt))!.licences).toMatchObject([{ number: '4' }]);
    const { licences, terms, effects, coveredByOwners, ownershipRule } = (await of(TODAY))!;
    expect(licences).toMatchObject([
      { number: '4' },
      {
        number: '13',
        parties: ['Belaruskali', 'Belarusian Potash Company', 'Agrorozkvit'],
        ownershipRule: { percent: 50, aggregate: true },
        excludes: ['unblocking of property', 'any other blocked person'],
        unblocks: false,
      },
    ]);
    expect(terms.map(({ licence, ends, supersedes }) => [licence, ends, supersedes]).sort()).toEqual([
      [null, null, null],
      ['13', null, null],
      ['4', '2021-12-08', null],
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

  it('2: given a licence that ends at an hour of Washington, then it ends on that day, and does not extend another', async () => {
    for (const [asOf, net] of [
      ['2022-03-31', 'blocked_but_authorised'],
      ['2022-04-01', 'blocked'],
    ] as const)
      expect(await asking.byAuthority('Agrorozkvit', asOf, THEN)).toMatchObject([
        { authority: 'US', net, assetFreeze: true },
      ]);
    expect(await asking.byAuthority('Belaruskali', '2021-12-09', '2021-12-31T00:00:00Z')).toMatchObject([
      { net: 'blocked' },
    ]);
  });

  it('2: given a stated owner, then the rule of 50 percent reaches the owned one, and so does the licence; given a licence that supersedes another, then that one is out of force', async () => {
    expect((await asking.inUs('Example Trading', '2026-02-01', TODAY))!.coveredByOwners).toMatchObject({
      owners: [{ owner: 'Belaruskali', percent: { least: 60, most: 60 }, effect: { net: 'blocked_but_authorised' } }],
      covered: true,
      authorised: true,
    });
    expect(await asking.inUs('Example Trading', '2026-02-01', THAT_DAY)).toBeUndefined();
    const { effects, terms } = (await asking.inUs('Example Holding', '2026-02-01', TODAY))!;
    expect(effects.map(({ scope }) => scope)).toMatchObject([
      [],
      [],
      [{ licence: { number: '1' } }],
      [{ licence: { number: '1-A' } }],
    ]);
    expect(terms.map(({ licence, supersedes }) => [licence, supersedes])).toContainEqual(['1-A', '1']);
  });

  it('3: sets beside what was said to be lifted the instruments that followed, with the days between', async () => {
    const of = async (knownAt: string) => {
      const { statements } = await asking.ask<Statements>(
        '/v1/sanctions/statements?authority=US&asOf=2026-03-31',
        knownAt,
      );
      return statements
        .filter(({ assertedBy }) => assertedBy.name === 'John Coale')
        .map(({ target, modality, followedBy }) => {
          const followed = followedBy.filter(({ sameTarget }) => target === 'potash' || sameTarget);
          return { said: `${target} ${modality}`, followed };
        })
        .sort((a, b) => (a.said < b.said ? -1 : 1));
    };
    expect(await of(THEN)).toEqual([]);
    const belavia = {
      said: 'Belavia performed',
      followed: [
        { days: 0, type: 'SanctionEased', terms: { instrument: 'General License 11' } },
        { days: 54, type: 'SanctionLifted', terms: { cause: 'delisting' } },
      ],
    };
    const potash = ['potash announced', 'potash ongoing'].map((said) => ({ said, followed: [] as object[] }));
    expect(await of(THAT_DAY)).toMatchObject([belavia, ...potash]);
    const licence = { days: 2, type: 'SanctionEased', terms: { instrument: 'General License 13' } };
    expect(await of(TODAY)).toMatchObject([
      belavia,
      ...potash.map(({ said }) => ({ said, followed: [licence, licence, licence] })),
    ]);
  });
}
