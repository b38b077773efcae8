import fc from 'fast-check';
import { type ClaimFields, type Unstamped } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';
import { CourseFold } from '../engine/course.js';
import type { KnownClaim } from '../engine/model.js';
import { claimsOf } from '../engine/testing/claims.js';
import { courseOf } from './course.js';
import { episodesOf } from './episodes.js';
import type { PrisonerSlice } from './row.js';
import type { PersonType } from './status.js';

type Basis = 'arrest' | 're_arrest' | 'house_arrest';
const told = (
  type: PersonType,
  edtf: string,
  basis: Basis = 'arrest',
  fields: Partial<ClaimFields> = {},
): Unstamped<PersonType> =>
  exampleOf<PersonType>(type, {
    ...EXAMPLES[type][0].data,
    ...(type === 'PersonDetained' ? { basis } : {}),
    ...saidOn(edtf, fields),
    person: personNamed('Ales Bialiatski'),
  });

function rowsOf(claims: readonly KnownClaim<PersonType>[]): PrisonerSlice[] {
  const fold = new CourseFold(courseOf('one'));
  const rows = new Set<string>();
  for (const claim of claims) {
    const { ended, begun } = fold.add(claim);
    for (const row of ended) rows.delete(JSON.stringify(row));
    for (const row of begun) rows.add(JSON.stringify(row));
  }
  return [...rows].map((row) => JSON.parse(row) as PrisonerSlice);
}
const statusOn = (rows: readonly PrisonerSlice[], day: string) =>
  rows.find(({ validFrom, validTo }) => validFrom <= day && validTo > day)!;

const lifeOn = (day: string, ...story: Unstamped<PersonType>[]) => {
  const claims = claimsOf<PersonType>(...story);
  const { status, certain, sinceEarliest, sinceLatest } = statusOn(rowsOf(claims), day);
  const { ended } = episodesOf(claims, day).at(-1)!;
  return { status: `${status}${certain ? '' : '?'}`, since: [sinceEarliest, sinceLatest], ended };
};

describe('given somebody who was sentenced in 2011 and, with no release told, arrested again in 2021', () => {
  const story = [told('PersonSentenced', '2011-11'), told('PersonDetained', '2021-07-14', 're_arrest')] as const;

  it('is in custody on the last day of which that is told, and so is the episode', () => {
    expect(lifeOn('2011-11-30', ...story)).toMatchObject({ status: 'in_custody', ended: null });
  });

  it.each(['2011-12-01', '2015-01-01', '2021-07-13'])(
    'may be free or not on %s, by the status and the episode',
    (day) => {
      expect(lifeOn(day, ...story)).toMatchObject({
        status: 'unknown?',
        since: ['2011-12-01', '2021-07-14'],
        ended: { earliest: '2011-11-30', latest: '2021-07-14', mode: 'unknown' },
      });
    },
  );

  it('is in custody from the arrest on', () => {
    expect(lifeOn('2021-07-14', ...story)).toMatchObject({ status: 'in_custody', ended: null });
    expect(episodesOf(claimsOf<PersonType>(...story), '2021-07-14')).toHaveLength(2);
  });

  it('was in custody all the while before anybody told of the second arrest', () => {
    expect(lifeOn('2015-01-01', story[0])).toMatchObject({ status: 'in_custody', ended: null });
  });
});

describe('what is told without a date', () => {
  const undated = told('PersonDetained', 'XXXX');

  it('may be the arrest that was told before, and shows no other', () => {
    const arrest = told('PersonDetained', '2021-07-14');
    expect(lifeOn('2022-01-01', arrest, undated)).toMatchObject({ status: 'in_custody', ended: null });
    expect(episodesOf(claimsOf<PersonType>(arrest, undated), '2026-01-01')).toHaveLength(1);
  });

  it('and so may a release', () => {
    const release = told('PrisonerReleased', '2021-07-14');
    expect(lifeOn('2022-01-01', release, told('PrisonerReleased', 'XXXX')).status).toBe('released');
    expect(episodesOf(claimsOf<PersonType>(release, told('PrisonerReleased', 'XXXX')), '2026-01-01')).toHaveLength(1);
  });
});

describe('history without a day', () => {
  const history = told('PersonDetained', 'XXXX', 'arrest', { modality: 'background' });

  it('begins no episode after a release that is told', () => {
    const release = told('PrisonerReleased', '2021-07-14');
    expect(lifeOn('2026-01-01', release, history)).toMatchObject({
      status: 'released',
      ended: { earliest: '2021-07-14', latest: '2021-07-14' },
    });
    expect(episodesOf(claimsOf<PersonType>(history, release), '2026-01-01')).toHaveLength(1);
  });

  it('is the episode where nothing else is told', () => {
    expect(lifeOn('2026-01-01', history)).toMatchObject({ status: 'in_custody', ended: null });
  });
});

describe('given two releases years apart and no arrest between them', () => {
  it('is free after the first and the second, and may have been either in between', () => {
    const story = [told('PrisonerReleased', '2014-06-21'), told('PrisonerReleased', '2025-12-13')];
    expect(lifeOn('2014-06-21', ...story).status).toBe('released');
    expect(lifeOn('2020-01-01', ...story)).toMatchObject({ status: 'unknown?', since: ['2014-06-22', '2025-12-13'] });
    expect(lifeOn('2025-12-13', ...story).status).toBe('released');
  });
});

describe('the status and the episodes of a life', () => {
  const types: PersonType[] = ['PersonDetained', 'PersonSentenced', 'PrisonerReleased', 'PersonExpelled'];
  const rarer: PersonType[] = ['ReleaseReversed', 'PrisonerTransferred'];
  const dates = ['2011-11', '2014-06-21', '2020', '2021-07-14', '2021-07-20', '2021-08-30', '2021-09-10', 'XXXX'];
  const bases: Basis[] = ['arrest', 're_arrest', 'house_arrest'];
  const events = [...types, ...rarer].flatMap((type) =>
    dates.flatMap((date) =>
      (type === 'PersonDetained' ? bases : bases.slice(0, 1)).map((basis) => told(type, date, basis)),
    ),
  );
  const history = [...types, ...rarer].map((type) => told(type, 'XXXX', 'arrest', { modality: 'background' }));
  const story = fc.array(fc.constantFrom(...events, ...history), { minLength: 1, maxLength: 6 });
  const days = ['2011-11-30', '2012-01-01', '2014-06-22', '2021-07-15', '2021-07-31', '2021-09-01', '2026-01-01'];

  it('agree on every day, whatever is told in whatever order', () => {
    fc.assert(
      fc.property(story, (told) => {
        const claims = claimsOf<PersonType>(...told);
        const rows = rowsOf(claims);
        for (const day of days) {
          const { status, sinceEarliest } = statusOn(rows, day);
          const last = episodesOf(claims, day).at(-1);
          if (status === 'in_custody') expect(last).toMatchObject({ ended: null, disputed: null });
          if (status === 'released' || status === 'expelled') expect(last!.ended!.mode).toBeDefined();
          if (status === 'unknown' && sinceEarliest === null) expect(last).toBeUndefined();
          if (status === 'unknown' && sinceEarliest !== null) expect(last!.ended).not.toBeNull();
        }
      }),
      { numRuns: 150 },
    );
  });
});
