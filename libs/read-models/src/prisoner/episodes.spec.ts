import { EXAMPLES, exampleOf, personNamed, saidOn, type ClaimFields, type DataOf } from '#domain';
import { rowsAfter } from '../engine/testing/stories.js';
import { compareDurations, daysInCustody } from './days-in-custody.js';
import type { PrisonerSlice } from './row.js';

type PersonType =
  | 'PersonDetained'
  | 'PersonSentenced'
  | 'PrisonerTransferred'
  | 'PrisonerPardoned'
  | 'PrisonerReleased'
  | 'PersonExpelled'
  | 'ReleaseReversed'
  | 'DiedInCustody'
  | 'DurationClaimed';
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

type Story = Parameters<typeof rowsAfter>[1][];
/** What is held to be so at the end of a day, after all of this has been told. */
async function on(asOf: string, ...story: Story): Promise<PrisonerSlice> {
  const rows = await rowsAfter<PrisonerSlice>('prisoner', ...story);
  return rows.find(({ validFrom, validTo }) => validFrom <= asOf && asOf < validTo)!;
}
const episodes = async (asOf: string, ...story: Story) => (await on(asOf, ...story)).details.episodes;
const daysOn = async (asOf: string, ...story: Story) =>
  (await episodes(asOf, ...story)).map((episode) => daysInCustody(episode, asOf));

describe('the episodes of a life', () => {
  const arrest = arrested('2021-07-14');
  const release = freed('2025-12-13', 'pardoned');

  it('given an arrest and a pardon with release, are one, with how it ended', async () => {
    expect(await episodes('2026-01-01', arrest, release)).toMatchObject([
      { detained: day('2021-07-14'), ended: { ...day('2025-12-13'), mode: 'pardoned' }, gaps: [], disputed: null },
    ]);
  });

  it('given a day before the release, then the episode has not ended on that day', async () => {
    expect(await episodes('2025-12-12', arrest, release)).toMatchObject([{ detained: day('2021-07-14'), ended: null }]);
    expect(await episodes('2021-07-13', arrest, release)).toEqual([]);
  });

  it('given a sentence, a transfer and house arrest, go on', async () => {
    const story = [arrested('2021-07-14', 'house_arrest'), arrested('2021-12-01', 'house_arrest')];
    const more = [told('PersonSentenced', '2023-03-03'), told('PrisonerTransferred', '2023-05')];
    const found = await episodes('2026-01-01', ...story, ...more);
    expect(found).toMatchObject([{ detained: day('2021-07-14'), ended: null }]);
    expect(found[0]!.acts).toHaveLength(4);
  });

  it('given an arrest after a release, are two', async () => {
    const story = [arrested('2011-08-04'), freed('2014-06-21', 'amnesty'), arrest, release];
    expect(await episodes('2026-01-01', ...story)).toMatchObject([
      { detained: day('2011-08-04'), ended: { mode: 'amnesty' } },
      { detained: day('2021-07-14'), ended: { mode: 'pardoned' } },
    ]);
  });

  it('given another arrest and no release before it, are two, of which the first ended on an unknown day', async () => {
    expect(await episodes('2026-01-01', told('PersonSentenced', '2011-11'), arrest)).toMatchObject([
      {
        detained: null,
        heldBy: day('2011-11-01', '2011-11-30'),
        ended: { ...day('2011-11-30', '2021-07-14'), mode: 'unknown' },
      },
      { detained: day('2021-07-14'), ended: null },
    ]);
  });

  it('given two reports that date one arrest some days apart, are still one', async () => {
    expect(await episodes('2026-01-01', arrest, arrested('2021-07-20', 'unknown'))).toHaveLength(1);
    expect(await episodes('2026-01-01', arrest, arrested('2021-07-20', 're_arrest'))).toHaveLength(2);
  });

  it('given a sentence without an arrest, begin on an unknown day', async () => {
    expect(await episodes('2026-01-01', told('PersonSentenced', '2023-03-03'))).toMatchObject([
      { detained: null, heldBy: day('2023-03-03'), ended: null },
    ]);
  });

  it('given only a release, are one of which nothing but its end was seen', async () => {
    expect(await episodes('2026-01-01', release)).toMatchObject([
      { detained: null, heldBy: null, ended: day('2025-12-13') },
    ]);
  });

  it('given two releases years apart and no arrest between them, are two', async () => {
    expect(await episodes('2026-01-01', freed('2014-06-21'), release)).toHaveLength(2);
  });

  it.each([
    ['expulsion the day after', told('PersonExpelled', '2025-12-14', { destination: 'LT' }), 'expelled'],
    ['expulsion the same day', told('PersonExpelled', '2025-12-13', { destination: 'LT' }), 'expelled'],
    ['a second report that calls it an amnesty', freed('2025-12-14', 'amnesty'), 'unknown'],
  ])('given a release and %s, are still one', async (_, second, mode) => {
    const found = await episodes('2026-01-01', arrest, release, second);
    expect(found).toMatchObject([{ ended: { ...day('2025-12-13'), mode } }]);
    expect(found[0]!.ended!.modes).toContain('pardoned');
  });

  it('given death in custody, end with it', async () => {
    const died = told('DiedInCustody', '2024-05-01');
    expect(await episodes('2026-01-01', arrest, died)).toMatchObject([
      { ended: { ...day('2024-05-01'), mode: 'died' } },
    ]);
  });

  it('given one who refused to cross and was led away, go on, and what lies between is a gap', async () => {
    const reversed = told('ReleaseReversed', '2025-12-15');
    expect(await episodes('2025-12-14', arrest, release, reversed)).toMatchObject([{ ended: { mode: 'pardoned' } }]);
    expect(await episodes('2026-01-01', arrest, release, reversed)).toMatchObject([
      { detained: day('2021-07-14'), ended: null, gaps: [{ from: { mode: 'pardoned' }, to: day('2025-12-15') }] },
    ]);
  });

  it('given a release that is denied, are disputed from then on', async () => {
    const denied = told('PrisonerReleased', '2025-12-20', { modality: 'denied' });
    expect(await episodes('2026-01-01', arrest, release, denied)).toMatchObject([
      { ended: null, disputed: day('2025-12-13') },
    ]);
  });

  it('have each claim among the acts of one of them, a pardon among those of its day', async () => {
    const pardon = told('PrisonerPardoned', '2025-12-12');
    const story = [arrested('2011-08-04'), freed('2014-06-21'), arrest, pardon, release];
    const found = await episodes('2026-01-01', ...story.toReversed());
    expect(found.map(({ acts }) => acts)).toEqual([
      [story[0]!.id, story[1]!.id],
      [arrest.id, pardon.id, release.id],
    ]);
  });
});

describe('days in custody', () => {
  const arrest = arrested('2021-07-14');

  it('from 14 July 2021 to 13 December 2025 are 1,613', async () => {
    expect(await daysOn('2026-01-01', arrest, freed('2025-12-13'))).toEqual([{ least: 1613, most: 1613 }]);
  });

  it('of an episode that goes on are counted up to the day that is asked for', async () => {
    expect(await daysOn('2021-07-14', arrest)).toEqual([{ least: 0, most: 0 }]);
    expect(await daysOn('2021-07-24', arrest)).toEqual([{ least: 10, most: 10 }]);
  });

  it('have bounds where a date is only a month', async () => {
    expect(await daysOn('2026-01-01', arrested('2021-07'), freed('2025-12-13'))).toEqual([{ least: 1596, most: 1626 }]);
  });

  it('have no upper bound where the arrest was never seen, and none at all where only the release was', async () => {
    expect(await daysOn('2026-01-01', told('PersonSentenced', '2025-12-01'), freed('2025-12-13'))).toEqual([
      { least: 12, most: null },
    ]);
    expect(await daysOn('2026-01-01', freed('2025-12-13'))).toEqual([null]);
  });

  it('leave out those on which the person was out', async () => {
    const story = [arrest, freed('2021-07-24'), told('ReleaseReversed', '2021-07-26')];
    expect(await daysOn('2021-07-31', ...story)).toEqual([{ least: 15, most: 15 }]);
  });

  it('are at least those before it was disputed that custody goes on', async () => {
    const denied = told('PrisonerReleased', '2021-07-26', { modality: 'denied' });
    expect(await daysOn('2021-08-13', arrest, freed('2021-07-24'), denied)).toEqual([{ least: 10, most: 30 }]);
  });
});

describe('a claimed duration beside the derived days', () => {
  const story = [arrested('2021-07-14'), freed('2025-12-13')];
  const compared = async (count: DataOf<'DurationClaimed'>['count'], unit: 'days' | 'years', edtf = '2025-12-13') => {
    const claim = told('DurationClaimed', edtf, { count, unit });
    const { details } = await on('2026-01-01', ...story, claim);
    return compareDurations(details.episodes, details.episodes[0]!, details.durations, '2026-01-01').map(
      ({ agrees }) => agrees,
    );
  };

  it('agrees where both can be true: "over 1,600 days", "four years"', async () => {
    expect(await compared({ value: 1600, qualifier: 'at_least' }, 'days')).toEqual([true]);
    expect(await compared({ value: 4, qualifier: 'exact' }, 'years')).toEqual([true]);
  });

  it('does not where they cannot: "over 1,700 days", "five years"', async () => {
    expect(await compared({ value: 1700, qualifier: 'at_least' }, 'days')).toEqual([false]);
    expect(await compared({ value: 5, qualifier: 'exact' }, 'years')).toEqual([false]);
  });

  it('is compared on its own day, not on the day of the question', async () => {
    expect(await compared({ value: 1000, qualifier: 'exact' }, 'days', '2024-04-09')).toEqual([true]);
  });

  it('is left open where the arrest was never seen, unless it is shorter than what was seen', async () => {
    const sentence = told('PersonSentenced', '2023-03-03');
    const claim = (value: number) =>
      told('DurationClaimed', '2025-12-13', { count: { value, qualifier: 'exact' }, unit: 'days' });
    const agrees = async (value: number) => {
      const { details } = await on('2025-12-13', sentence, claim(value));
      return compareDurations(details.episodes, details.episodes[0]!, details.durations, '2025-12-13')[0]!.agrees;
    };
    expect(await agrees(1613)).toBe(null);
    expect(await agrees(100)).toBe(false);
  });
});
