import { type Unstamped } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';
import { claimsOf } from '../engine/testing/claims.js';
import { returnsOf } from './returns.js';
import type { PersonType } from './status.js';

const told = (type: PersonType, edtf: string, basis = 'arrest'): Unstamped<PersonType> =>
  exampleOf<PersonType>(type, {
    ...EXAMPLES[type][0].data,
    ...(type === 'PersonDetained' ? { basis } : {}),
    ...saidOn(edtf),
    person: personNamed('Mikola Statkevich'),
  });
const returns = (asOf: string, ...story: Unstamped<PersonType>[]) => {
  const claims = claimsOf<PersonType>(...story);
  const found = returnsOf(claims, asOf);
  expect(returnsOf(claims.toReversed(), asOf)).toEqual(found);
  return found.map(({ what, when, freed }) => [what, when.earliest, freed?.earliest ?? null]);
};

describe('what became of the freedom of somebody who was freed', () => {
  const arrest = told('PersonDetained', '2020-05-31');
  const release = told('PrisonerReleased', '2025-09-11');

  it('given a release and nothing after it, then nothing', () => {
    expect(returns('2026-01-01', arrest, release)).toEqual([]);
  });

  it('given that he was led back days after a release, or on the day of it, then that is said', () => {
    expect(returns('2026-01-01', arrest, release, told('ReleaseReversed', '2025-09-14'))).toEqual([
      ['led_back', '2025-09-14', '2025-09-11'],
    ]);
    expect(returns('2026-01-01', arrest, release, told('ReleaseReversed', '2025-09-11'))).toEqual([
      ['led_back', '2025-09-11', '2025-09-11'],
    ]);
  });

  it('given a later arrest, then he was detained again, but not yet on a day before it', () => {
    const again = told('PersonDetained', '2026-02-01');
    expect(returns('2026-03-01', arrest, release, again)).toEqual([['detained_again', '2026-02-01', '2025-09-11']]);
    expect(returns('2026-01-31', arrest, release, again)).toEqual([]);
  });

  it('given two arrests with no release told between them, then nobody says that he was freed', () => {
    expect(returns('2026-01-01', told('PersonDetained', '2010-12-19'), arrest)).toEqual([]);
  });

  it('given an arrest that is called another one, then he had been freed, between the days that this leaves', () => {
    const before = told('PersonSentenced', '2011-11');
    const again = told('PersonDetained', '2021-07-14', 're_arrest');
    expect(returns('2026-01-01', before, again)).toEqual([['detained_again', '2021-07-14', '2011-11-30']]);
    expect(returns('2021-07-13', before, again)).toEqual([]);
  });

  it('given an expulsion, then that is said', () => {
    expect(returns('2026-01-01', arrest, told('PersonExpelled', '2025-09-11'))).toEqual([
      ['expelled', '2025-09-11', null],
    ]);
  });
});
