import fc from 'fast-check';
import { EXAMPLES, exampleOf, parseInstant, parseOccurred, readEvent, saidOn, writeRecord } from '#domain';
import { BEGINNING, ENDLESS, type KnownClaim } from './model.js';
import { timeline, turnOf, type Turn } from './timeline.js';

type Status = 'in' | 'out' | 'unclear';
const claim = { event: EXAMPLES.DiedInCustody[0], known: 0n, confirmed: false } as unknown as KnownClaim;
const turn = (status: Status, edtf: string): Turn<Status> => {
  const { earliest, latest } = parseOccurred(edtf)!;
  return { status, claim, earliest: earliest!, latest: latest! };
};
const resolve = (sameDay: readonly Turn<Status>[]): Status =>
  new Set(sameDay.map(({ status }) => status)).size === 1 ? sameDay[0]!.status : 'unclear';
const told = (...turns: [Status, string][]): string[] =>
  timeline(
    turns.map(([status, edtf]) => turn(status, edtf)),
    'unclear',
    resolve,
  ).map(({ status, validFrom, validTo, certain }) => `${validFrom} to ${validTo}: ${status}${certain ? '' : '?'}`);

describe('the status on every day', () => {
  it('is what it was before while nothing is told', () => {
    expect(told()).toEqual(['0001-01-01 to 9999-12-31: unclear']);
  });

  it('turns on the day that is told, and stays so', () => {
    expect(told(['in', '2021-07-14'], ['out', '2025-12-13'])).toEqual([
      '0001-01-01 to 2021-07-14: unclear',
      '2021-07-14 to 2025-12-13: in',
      '2025-12-13 to 9999-12-31: out',
    ]);
  });

  it('is uncertain while the day is open', () => {
    expect(told(['in', '2021-07'])).toEqual([
      '0001-01-01 to 2021-07-01: unclear',
      '2021-07-01 to 2021-07-31: in?',
      '2021-07-31 to 9999-12-31: in',
    ]);
  });

  it('is narrowed by another that says the same to the day', () => {
    expect(told(['in', '2021-07'], ['in', '2021-07-14'])).toEqual(told(['in', '2021-07-14']));
    expect(told(['in', '2021-07-14'], ['in', '2021'])).toEqual(told(['in', '2021-07-14']));
  });

  it('is not narrowed by one that says something else', () => {
    expect(told(['in', '2021-07'], ['out', '2021-07-14'])).toEqual([
      '0001-01-01 to 2021-07-01: unclear',
      '2021-07-01 to 2021-07-14: in?',
      '2021-07-14 to 9999-12-31: out',
    ]);
  });

  it('is for the reader to resolve where two things are told of one day', () => {
    expect(told(['in', '2021'], ['in', '2025-12-13'], ['out', '2025-12-13'])).toEqual([
      '0001-01-01 to 2021-01-01: unclear',
      '2021-01-01 to 2021-12-31: in?',
      '2021-12-31 to 2025-12-13: in',
      '2025-12-13 to 9999-12-31: unclear',
    ]);
  });

  it('is only supported by what is told again', () => {
    const twice = timeline([turn('in', '2021'), turn('in', '2022-01-01')], 'unclear', resolve);
    expect(twice.at(-1)!.claims).toHaveLength(2);
  });
});

describe('periods', () => {
  const edtf = fc.constantFrom(
    '2021',
    '2021-07',
    '2021-07-14',
    '2021-07-20',
    '2021-08',
    '2021-12-31',
    '2022-01-01/2022-03',
    '0002',
    '9998',
  );
  const turns = fc.array(fc.tuple(fc.constantFrom<Status>('in', 'out'), edtf), { maxLength: 12 });
  const periodsOf = (list: readonly (readonly [Status, string])[]) =>
    timeline(
      list.map(([status, text]) => turn(status, text)),
      'unclear',
      resolve,
    );

  it('tile all days without a gap or an overlap, whatever is told in whatever order', () => {
    fc.assert(
      fc.property(turns, (list) => {
        const periods = periodsOf(list);
        expect(periods[0]!.validFrom).toBe(BEGINNING);
        expect(periods.at(-1)!.validTo).toBe(ENDLESS);
        for (const [at, { validFrom, validTo }] of periods.entries()) {
          expect(validFrom < validTo).toBe(true);
          if (at > 0) expect(validFrom).toBe(periods[at - 1]!.validTo);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are certain at the end, and rest on the claims that make them', () => {
    fc.assert(
      fc.property(turns, (list) => {
        const periods = periodsOf(list);
        expect(periods.at(-1)!.certain).toBe(true);
        for (const { since, claims } of periods) expect(since === null || claims.length > 0).toBe(true);
        for (const { since, validFrom } of periods) if (since) expect(since.earliest <= validFrom).toBe(true);
      }),
    );
  });

  it('have the same days and statuses in whatever order the claims came', () => {
    const days = (list: readonly (readonly [Status, string])[]) =>
      periodsOf(list).map(({ status, validFrom, validTo, certain }) => [status, validFrom, validTo, certain]);
    fc.assert(
      fc.property(
        turns.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          expect(days(shuffled)).toEqual(days(list));
        },
      ),
    );
  });
});

describe('the day of a claim', () => {
  const at = parseInstant('2025-12-13T23:59:59.999999Z')!;
  const turnFor = (edtf: string, modality: 'performed' | 'announced' = 'performed') => {
    const said = saidOn('2024', { modality, occurred: parseOccurred(edtf)! });
    const event = readEvent(
      writeRecord(exampleOf('DiedInCustody', { ...EXAMPLES.DiedInCustody[0].data, ...said }))(at),
    );
    return turnOf({ event, known: at, confirmed: false } as KnownClaim, 'out');
  };

  it('is what its text says', () => {
    expect(turnFor('2025-11')).toMatchObject({ earliest: '2025-11-01', latest: '2025-11-30' });
  });

  it('is the day on which it was recorded where the text gives none', () => {
    expect(turnFor('XXXX')).toMatchObject({ earliest: '2025-12-13', latest: '2025-12-13' });
  });

  it('is none where the text does not say that it happened', () => {
    expect(turnFor('2025-12-13', 'announced')).toBeUndefined();
  });
});
