import fc from 'fast-check';
import { type ClaimFields, type DataOf, type Unstamped } from '#domain';
import { EXAMPLES, exampleOf, saidOn } from '#examples';
import { claimsOf } from '../engine/testing/claims.js';
import { termsOf, type ActType } from './act.js';
import { effectOn, effectsOf } from './effects.js';
import type { Licence } from './effect.js';

type Act = Unstamped<ActType>;
const told = <Type extends ActType>(
  type: Type,
  edtf: string,
  over: Partial<DataOf<Type>> & Partial<ClaimFields> = {},
) =>
  exampleOf(type, {
    ...EXAMPLES[type][0].data,
    ...saidOn(edtf),
    target: { kind: 'entity', name: 'Belaruskali', identifiers: [] },
    dates: {},
    ...over,
  });
const imposed = told('SanctionImposed', '2021-12-02');
const licensed = (number: string, edtf: string, more: Partial<Licence> & { ends?: string } = {}) => {
  const { ends, ...licence } = more;
  return told('SanctionEased', edtf, {
    means: 'general_licence',
    licence: { number, parties: ['Belaruskali'], excludes: ['the unblocking of any property'], ...licence },
    dates: ends === undefined ? {} : { ends },
  });
};
const LICENCE_13 = licensed('13', '2025-12-15', { unblocks: false });

/** The course of the effect, as "day effect"; a day that is open between two as "from/to effect". */
function course(...acts: Act[]): string[] {
  const periods = effectsOf(claimsOf<ActType>(...acts));
  return periods.map(({ since, net }) => {
    if (!since) return net;
    return `${since.earliest === since.latest ? since.earliest : `${since.earliest}/${since.latest}`} ${net}`;
  });
}

describe('what restrictions come to for their target', () => {
  it('given nothing, is unknown', () => {
    expect(course()).toEqual(['unknown']);
  });

  it('given that they are imposed and lifted by an act, is blocked and then unlisted', () => {
    const lifted = told('SanctionLifted', '2025-11-04', { instrument: 'a notice', cause: 'delisting' });
    expect(course(imposed, lifted)).toEqual(['unknown', '2021-12-02 blocked', '2025-11-04 unlisted']);
  });

  it('given that they had been imposed, without a day, is blocked only where nothing else is told', () => {
    const history = told('SanctionImposed', 'XXXX', { modality: 'background' });
    const lifted = told('SanctionLifted', '2025-11-04', { instrument: 'a notice', cause: 'delisting' });
    expect(course(history)).toEqual(['unknown', '2025-12-20 blocked']);
    expect(course(history, lifted)).toEqual(['unknown', '2025-11-04 unlisted']);
    expect(course(history, LICENCE_13)).toEqual(['unknown', '2025-12-15 blocked_but_authorised']);
  });

  it('given only that they will be lifted, stays blocked', () => {
    const announced = told('SanctionLifted', '2025-12-13', {
      modality: 'announced',
      instrument: 'none yet',
      cause: 'delisting',
    });
    expect(course(imposed, announced)).toEqual(['unknown', '2021-12-02 blocked']);
  });

  it('given general licence 13, is blocked but authorised, with its number, its exclusions and no end', () => {
    expect(course(imposed, LICENCE_13).at(-1)).toBe('2025-12-15 blocked_but_authorised');
    expect(effectOn(effectsOf(claimsOf<ActType>(imposed, LICENCE_13)), '2026-01-01')).toMatchObject({
      net: 'blocked_but_authorised',
      because: 'licensed',
      until: null,
      certain: true,
      scope: [{ means: 'general_licence', licence: { number: '13', excludes: ['the unblocking of any property'] } }],
    });
  });

  it('given a licence and no listing that we ever saw, is blocked but authorised: a licence makes no sense without', () => {
    expect(course(LICENCE_13)).toEqual(['unknown', '2025-12-15 blocked_but_authorised']);
  });

  it('given a licence that says that it unblocks, is suspended; of two reports that differ, is not', () => {
    expect(course(imposed, licensed('7', '2025-12-15', { unblocks: true })).at(-1)).toBe('2025-12-15 suspended');
    const both = [licensed('7', '2025-12-15', { unblocks: true }), licensed('7', '2025-12-16', { unblocks: false })];
    expect(course(imposed, ...both).at(-1)).toBe('2025-12-15 blocked_but_authorised');
  });

  it('given a licence with an end, returns to blocked by itself after it', () => {
    expect(course(imposed, licensed('5', '2021-12-02', { ends: '2022-04-01T00:01:00-04:00' }))).toEqual([
      'unknown',
      '2021-12-02 blocked_but_authorised',
      '2022-04-01 blocked',
    ]);
  });

  it.each([
    ['an instant ends it within its own day, UTC', '2022-03-31T23:30:00-05:00', '2022-04-01 blocked'],
    ['a day is itself still covered', '2022-03-31', '2022-04-01 blocked'],
    ['a month leaves the day open', '2022-03', '2022-03-02/2022-04-01 blocked'],
  ])('given an end as written, %s', (_, ends, last) => {
    expect(course(imposed, licensed('5', '2021-12-03', { ends })).at(-1)).toBe(last);
  });

  it('given an end that is no date, has no end that is told', () => {
    expect(course(imposed, licensed('5', '2021-12-03', { ends: 'until further notice' })).at(-1)).toBe(
      '2021-12-03 blocked_but_authorised',
    );
  });

  it('given a licence that ends while another goes on, stays authorised by the other', () => {
    const story = [imposed, licensed('12', '2025-11-04', { ends: '2025-12-31' }), LICENCE_13];
    expect(course(...story).at(-1)).toBe('2026-01-01 blocked_but_authorised');
    const scope = (day: string) =>
      effectOn(effectsOf(claimsOf<ActType>(...story)), day).scope.map(({ licence }) => licence?.number);
    expect(scope('2025-12-31')).toEqual(['12', '13']);
    expect(scope('2026-01-01')).toEqual(['13']);
  });

  it('given a licence that replaces another, is authorised by the new one alone, also where the old one is told of again', () => {
    const story = [
      imposed,
      licensed('12', '2025-11-04'),
      licensed('13', '2025-12-15', { supersedes: 'General License 12' }),
    ];
    const late = licensed('12', '2025-12-20');
    const { scope } = effectOn(effectsOf(claimsOf<ActType>(...story, late)), '2026-01-01');
    expect(scope.map(({ licence }) => licence?.number)).toEqual(['13']);
  });

  it('given three reports of one licence under its names, has it once', () => {
    const story = ['13', 'GL 13', 'General License No. 13'].map((number) => licensed(number, '2025-12-15'));
    expect(effectOn(effectsOf(claimsOf<ActType>(imposed, ...story)), '2026-01-01').scope).toHaveLength(1);
  });

  it('given that a speaker says "eased" and no instrument, stays blocked if the listing was told, else is unknown', () => {
    const words = told('SanctionEased', '2025-12-13', { means: 'unspecified' });
    expect(effectOn(effectsOf(claimsOf<ActType>(imposed, words)), '2025-12-14')).toMatchObject({
      net: 'blocked',
      because: 'eased_in_words_only',
    });
    expect(course(words)).toEqual(['unknown', '2025-12-13 unknown']);
  });

  it.each([
    ['suspension', 'suspended'],
    ['waiver', 'suspended'],
    ['derogation', 'blocked_but_authorised'],
    ['specific_licence', 'blocked_but_authorised'],
  ] as const)('given a %s, is %s', (means, net) => {
    expect(course(imposed, told('SanctionEased', '2025-12-15', { means })).at(-1)).toBe(`2025-12-15 ${net}`);
  });

  it('given that the easing is taken back with time to wind down, winds down until then and is blocked after it', () => {
    const revoked = told('SanctionReimposed', '2021-04-19', {
      of: { eventId: LICENCE_13.id },
      windDownUntil: '2021-06-03T00:01:00-04:00',
    });
    expect(course(told('SanctionImposed', '2006-06-19'), licensed('2', '2015-10-30'), revoked)).toEqual([
      'unknown',
      '2006-06-19 blocked',
      '2015-10-30 blocked_but_authorised',
      '2021-04-19 wind_down',
      '2021-06-03 blocked',
    ]);
  });

  it('given that one of two licences is taken back by name, stays authorised by the other', () => {
    const revoked = told('SanctionReimposed', '2026-02-01', { of: { instrument: 'GL 12' }, windDownUntil: undefined });
    const { net, scope } = effectOn(
      effectsOf(claimsOf<ActType>(imposed, licensed('12', '2025-11-04'), LICENCE_13, revoked)),
      '2026-02-02',
    );
    expect([net, scope.map(({ licence }) => licence?.number)]).toEqual(['blocked_but_authorised', ['13']]);
  });

  it('given a report that restrictions go on, keeps the licence; given that they are imposed anew, does not', () => {
    expect(course(imposed, LICENCE_13, told('SanctionImposed', '2025-12-20', { modality: 'ongoing' })).at(-1)).toBe(
      '2025-12-15 blocked_but_authorised',
    );
    expect(course(imposed, LICENCE_13, told('SanctionImposed', '2026-02-01')).at(-1)).toBe('2026-02-01 blocked');
  });

  it('given that they are imposed and lifted on one day, is unknown', () => {
    const lifted = told('SanctionLifted', '2021-12-02', { instrument: 'a notice', cause: 'delisting' });
    expect(course(imposed, lifted)).toEqual(['unknown', '2021-12-02 unknown']);
  });

  it('given a restriction with an end of its own, is unknown after it unless it is renewed', () => {
    const until = (day: string, on: string) => told('SanctionImposed', on, { dates: { ends: day } });
    expect(course(until('2026-02-28', '2025-02-27'))).toEqual(['unknown', '2025-02-27 blocked', '2026-03-01 unknown']);
    expect(course(until('2026-02-28', '2025-02-27'), until('2027-02-28', '2026-02-26')).at(-1)).toBe(
      '2027-03-01 unknown',
    );
  });
});

describe('the effect, whatever is told', () => {
  const POOL = claimsOf<ActType>(
    ...['2021', '2021-12-02', '2025-12', '2025-12-15', 'XXXX'].flatMap((edtf): Act[] => [
      told('SanctionImposed', edtf),
      told('SanctionImposed', edtf, { modality: 'ongoing', dates: { ends: '2025-12-20' } }),
      told('SanctionLifted', edtf, { instrument: 'a notice', cause: 'delisting' }),
      told('SanctionReimposed', edtf, { of: { instrument: '13' }, windDownUntil: '2025-12-31' }),
      told('SanctionEased', edtf, { means: 'unspecified' }),
      licensed('12', edtf, { ends: '2025-12-31' }),
      licensed('12', edtf, { ends: '2026-01' }),
      licensed('13', edtf, { supersedes: '12' }),
    ]),
  );
  const claims = fc.shuffledSubarray(POOL, { maxLength: 9 });

  it('does not depend on the order in which it is told', () => {
    const twice = claims.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(twice, ([list, shuffled]) => {
        expect(effectsOf(shuffled)).toEqual(effectsOf(list));
      }),
      { numRuns: 500 },
    );
  });

  it('has its periods in order of days, and is never unlisted without an act of lifting', () => {
    fc.assert(
      fc.property(claims, (list) => {
        const periods = effectsOf(list);
        for (const [at, { since, net, events }] of periods.entries()) {
          if (at === 0) continue;
          expect(since!.earliest > (periods[at - 1]!.since?.earliest ?? '')).toBe(true);
          expect(events.length).toBeGreaterThan(0);
          if (net === 'unlisted') expect(list.some(({ event }) => event.type === 'SanctionLifted')).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the dates of an act', () => {
  it('are five, and each is shown for what it is', () => {
    const dates = {
      announced: '2025-12-13',
      adopted: '2025-12-15',
      published: '2026-03-02',
      effective: '2025-12-15',
      ends: '2026-03-01T00:01:00-05:00',
    };
    const [claim] = claimsOf<ActType>(told('SanctionEased', '2025-12-15', { means: 'general_licence', dates }));
    expect(termsOf(claim!)).toMatchObject(dates);
  });
});
