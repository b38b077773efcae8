import { type ClaimFields, type DataOf, type Unstamped } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';
import { claimsOf } from '../engine/testing/claims.js';
import { daysInCustody } from './days-in-custody.js';
import type { Episode } from './episode.js';
import { careerOf, episodesOf } from './episodes.js';
import type { PersonType } from './status.js';

const told = <Type extends PersonType>(
  type: Type,
  edtf: string,
  over: Partial<DataOf<Type>> & Partial<ClaimFields> = {},
) =>
  exampleOf(type, {
    ...EXAMPLES[type][0].data,
    ...saidOn(edtf),
    person: personNamed('Ales Bialiatski'),
    ...over,
  });
const arrested = (edtf: string, basis: DataOf<'PersonDetained'>['basis'] = 'arrest') =>
  told('PersonDetained', edtf, { basis });
const freed = (edtf: string, mode: DataOf<'PrisonerReleased'>['mode'] = 'unknown') =>
  told('PrisonerReleased', edtf, { mode });
const day = (earliest: string, latest = earliest) => ({ earliest, latest });

/** What is so of the episodes at the end of a day, when all of this has been told; in whatever order it was. */
function episodes(asOf: string, ...story: Unstamped<PersonType>[]): Episode[] {
  const claims = claimsOf<PersonType>(...story);
  const found = episodesOf(claims, asOf);
  expect(episodesOf(claims.toReversed(), asOf)).toEqual(found);
  return found;
}
const daysOn = (asOf: string, ...story: Unstamped<PersonType>[]) =>
  episodes(asOf, ...story).map((episode) => daysInCustody(episode, asOf));

describe('the episodes of a life', () => {
  const arrest = arrested('2021-07-14');
  const release = freed('2025-12-13', 'pardoned');

  it('given an arrest and a pardon with release, are one, with how it ended', () => {
    expect(episodes('2026-01-01', arrest, release)).toMatchObject([
      { detained: day('2021-07-14'), ended: { ...day('2025-12-13'), mode: 'pardoned' }, gaps: [], disputed: null },
    ]);
  });

  it('given a day before the release, then the episode has not ended on that day', () => {
    expect(episodes('2025-12-12', arrest, release)).toMatchObject([{ detained: day('2021-07-14'), ended: null }]);
    expect(episodes('2021-07-13', arrest, release)).toEqual([]);
  });

  it('given a sentence, a transfer and house arrest, go on', () => {
    const story = [arrested('2021-07-14', 'house_arrest'), arrested('2021-12-01', 'house_arrest')];
    const more = [told('PersonSentenced', '2023-03-03'), told('PrisonerTransferred', '2023-05')];
    const found = episodes('2026-01-01', ...story, ...more);
    expect(found).toMatchObject([{ detained: day('2021-07-14'), ended: null }]);
    expect(found[0]!.acts).toHaveLength(4);
  });

  it('given an arrest after a release, are two', () => {
    const story = [arrested('2011-08-04'), freed('2014-06-21', 'amnesty'), arrest, release];
    expect(episodes('2026-01-01', ...story)).toMatchObject([
      { detained: day('2011-08-04'), ended: { mode: 'amnesty' } },
      { detained: day('2021-07-14'), ended: { mode: 'pardoned' } },
    ]);
  });

  it('given another arrest and no release before it, are two, of which the first ended on an unknown day', () => {
    expect(episodes('2026-01-01', told('PersonSentenced', '2011-11'), arrest)).toMatchObject([
      {
        detained: null,
        heldBy: day('2011-11-01', '2011-11-30'),
        ended: { ...day('2011-11-30', '2021-07-14'), mode: 'unknown' },
      },
      { detained: day('2021-07-14'), ended: null },
    ]);
  });

  it('given two reports that date one arrest some days apart, are still one', () => {
    expect(episodes('2026-01-01', arrest, arrested('2021-07-20', 'unknown'))).toHaveLength(1);
    expect(episodes('2026-01-01', arrest, arrested('2021-07-20', 're_arrest'))).toHaveLength(2);
  });

  it('given a sentence without an arrest, begin on an unknown day', () => {
    expect(episodes('2026-01-01', told('PersonSentenced', '2023-03-03'))).toMatchObject([
      { detained: null, heldBy: day('2023-03-03'), ended: null },
    ]);
  });

  it('given only a release, are one of which nothing but its end was seen', () => {
    expect(episodes('2026-01-01', release)).toMatchObject([{ detained: null, heldBy: null, ended: day('2025-12-13') }]);
  });

  it('given two releases years apart and no arrest between them, are two', () => {
    expect(episodes('2026-01-01', freed('2014-06-21'), release)).toHaveLength(2);
  });

  it.each([
    ['expulsion the day after', told('PersonExpelled', '2025-12-14', { destination: 'LT' }), 'expelled'],
    ['expulsion the same day', told('PersonExpelled', '2025-12-13', { destination: 'LT' }), 'expelled'],
    ['a second report that calls it an amnesty', freed('2025-12-14', 'amnesty'), 'unknown'],
  ])('given a release and %s, are still one', (_, second, mode) => {
    const found = episodes('2026-01-01', arrest, release, second);
    expect(found).toMatchObject([{ ended: { ...day('2025-12-13'), mode } }]);
    expect(found[0]!.ended!.modes).toContain('pardoned');
  });

  it('given death in custody, end with it', () => {
    const died = told('DiedInCustody', '2024-05-01');
    expect(episodes('2026-01-01', arrest, died)).toMatchObject([{ ended: { ...day('2024-05-01'), mode: 'died' } }]);
  });

  it('given one who refused to cross and was led away, go on, and what lies between is a gap', () => {
    const reversed = told('ReleaseReversed', '2025-12-15');
    expect(episodes('2025-12-14', arrest, release, reversed)).toMatchObject([{ ended: { mode: 'pardoned' } }]);
    expect(episodes('2026-01-01', arrest, release, reversed)).toMatchObject([
      { detained: day('2021-07-14'), ended: null, gaps: [{ from: { mode: 'pardoned' }, to: day('2025-12-15') }] },
    ]);
  });

  it('given a release that is denied, are disputed from then on', () => {
    const denied = told('PrisonerReleased', '2025-12-20', { modality: 'denied' });
    expect(episodes('2026-01-01', arrest, release, denied)).toMatchObject([
      { ended: null, disputed: day('2025-12-13') },
    ]);
  });

  it('have each claim among the acts of one of them, a pardon among those of its day', () => {
    const pardon = told('PrisonerPardoned', '2025-12-12');
    const story = [arrested('2011-08-04'), freed('2014-06-21'), arrest, pardon, release];
    const found = episodes('2026-01-01', ...story.toReversed());
    expect(found.map(({ acts }) => acts)).toEqual([
      [story[0]!.id, story[1]!.id],
      [arrest.id, pardon.id, release.id],
    ]);
  });
});

describe('days in custody', () => {
  const arrest = arrested('2021-07-14');

  it('from 14 July 2021 to 13 December 2025 are 1,613', () => {
    expect(daysOn('2026-01-01', arrest, freed('2025-12-13'))).toEqual([{ least: 1613, most: 1613 }]);
  });

  it('of an episode that goes on are counted up to the day that is asked for', () => {
    expect(daysOn('2021-07-14', arrest)).toEqual([{ least: 0, most: 0 }]);
    expect(daysOn('2021-07-24', arrest)).toEqual([{ least: 10, most: 10 }]);
  });

  it('have bounds where a date is only a month', () => {
    expect(daysOn('2026-01-01', arrested('2021-07'), freed('2025-12-13'))).toEqual([{ least: 1596, most: 1626 }]);
  });

  it('have no upper bound where the arrest was never seen, and none at all where only the release was', () => {
    expect(daysOn('2026-01-01', told('PersonSentenced', '2025-12-01'), freed('2025-12-13'))).toEqual([
      { least: 12, most: null },
    ]);
    expect(daysOn('2026-01-01', freed('2025-12-13'))).toEqual([null]);
  });

  it('leave out those on which the person was out', () => {
    const story = [arrest, freed('2021-07-24'), told('ReleaseReversed', '2021-07-26')];
    expect(daysOn('2021-07-31', ...story)).toEqual([{ least: 15, most: 15 }]);
  });

  it('are at least those before it was disputed that custody goes on', () => {
    const denied = told('PrisonerReleased', '2021-07-26', { modality: 'denied' });
    expect(daysOn('2021-08-13', arrest, freed('2021-07-24'), denied)).toEqual([{ least: 10, most: 30 }]);
  });
});

describe('a claimed duration beside the derived days', () => {
  const story = [arrested('2021-07-14'), freed('2025-12-13')];
  const compared = (count: DataOf<'DurationClaimed'>['count'], unit: 'days' | 'years', edtf = '2025-12-13') => {
    const claim = told('DurationClaimed', edtf, { count, unit });
    const [episode] = careerOf(claimsOf<PersonType>(...story, claim), '2026-01-01');
    return episode!.claimed.map(({ agrees }) => agrees);
  };

  it('agrees where both can be true: "over 1,600 days", "four years"', () => {
    expect(compared({ value: 1600, qualifier: 'at_least' }, 'days')).toEqual([true]);
    expect(compared({ value: 4, qualifier: 'exact' }, 'years')).toEqual([true]);
  });

  it('does not where they cannot: "over 1,700 days", "five years"', () => {
    expect(compared({ value: 1700, qualifier: 'at_least' }, 'days')).toEqual([false]);
    expect(compared({ value: 5, qualifier: 'exact' }, 'years')).toEqual([false]);
  });

  it('is compared on its own day, not on the day of the question', () => {
    expect(compared({ value: 1000, qualifier: 'exact' }, 'days', '2024-04-09')).toEqual([true]);
  });

  it('is left open where the arrest was never seen, unless it is shorter than what was seen', () => {
    const sentence = told('PersonSentenced', '2023-03-03');
    const agrees = (value: number) => {
      const claim = told('DurationClaimed', '2025-12-13', { count: { value, qualifier: 'exact' }, unit: 'days' });
      return careerOf(claimsOf<PersonType>(sentence, claim), '2025-12-13')[0]!.claimed[0]!.agrees;
    };
    expect(agrees(1613)).toBe(null);
    expect(agrees(100)).toBe(false);
  });
});
