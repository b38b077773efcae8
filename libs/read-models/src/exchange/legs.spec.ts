import { idOf, type ClaimFields, type DataOf, type Unstamped } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';
import { claimsOf } from '../engine/testing/claims.js';
import type { KnownClaim } from '../engine/model.js';
import { composeLegs } from './legs.js';

type Given = 'SanctionEased' | 'SanctionReimposed' | 'PrisonerReleased' | 'ReleaseReversed' | 'PrisonersPardoned';
const told = <Type extends Given>(type: Type, edtf: string, over: Partial<DataOf<Type>> & Partial<ClaimFields> = {}) =>
  exampleOf(type, { ...EXAMPLES[type][0].data, ...saidOn(edtf), ...over });
const US = { name: 'the United States', country: 'US' };
const BY = { name: 'Belarus', country: 'BY' };
const party = (country: 'US' | 'BY', gives: { eventIds: string[] } | { words: string }) => ({
  party: country === 'US' ? US : BY,
  gives,
});
const target = (name: string) => ({ kind: 'goods' as const, name, identifiers: [] });
const easing = told('SanctionEased', '2025-12-13', { modality: 'announced', target: target('potash') });
const licence = (on: string) =>
  told('SanctionEased', '2025-12-15', {
    means: 'general_licence',
    licence: { number: '13', parties: [], excludes: [], unblocks: false },
    target: target(on),
  });
const freed = told('PrisonersPardoned', '2025-12-13');

const exchange = (american: { eventIds: string[] } | { words: string }, belarusian: typeof american) =>
  exampleOf('ExchangeReported', {
    ...EXAMPLES.ExchangeReported[0].data,
    legs: [party('US', american), party('BY', belarusian)],
  });
function legs(report: Unstamped<'ExchangeReported'>, ...standing: Unstamped<Given>[]) {
  const claims = claimsOf<Given>(...standing) as unknown as KnownClaim[];
  const composed = composeLegs(claimsOf(report), claims);
  expect(composeLegs(claimsOf(report), claims.toReversed())).toEqual(composed);
  return Object.fromEntries(composed.map((leg) => [leg.party.country, leg]));
}

describe('the legs of an exchange', () => {
  const deal = exchange({ eventIds: [easing.id] }, { eventIds: [freed.id] });

  it('given prisoners who were freed and an easing that was only announced, are performed and promised', () => {
    const { US: american, BY: belarusian } = legs(deal, easing, freed);
    expect([american!.outcome, belarusian!.outcome]).toEqual(['promised', 'performed']);
    expect(belarusian!.performedBy).toMatchObject([{ event: freed.id, when: { earliest: '2025-12-13' } }]);
    expect(american!.performedBy).toEqual([]);
  });

  it('given one who is named of the freed and was led back, are reversed in part; of somebody else, not at all', () => {
    const group = told('PrisonersPardoned', '2025-12-13', { named: [personNamed('Mikola Statkevich')] });
    const led = (name: string) => told('ReleaseReversed', '2025-12-14', { person: personNamed(name), of: {} });
    const report = exchange({ words: 'an easing' }, { eventIds: [group.id] });
    expect(legs(report, group, led('Mikola Statkevich')).BY).toMatchObject({
      outcome: 'reversed_in_part',
      reversedBy: [{ type: 'ReleaseReversed', upon: 'Mikola Statkevich' }],
    });
    expect(legs(report, group, led('Ales Bialiatski')).BY).toMatchObject({ outcome: 'performed', reversedBy: [] });
  });

  it('given two reports of one licence, is performed by it once', () => {
    const again = { ...licence('potash'), id: idOf('another report', {}) };
    expect(legs(deal, easing, freed, licence('potash'), again).US!.performedBy).toHaveLength(1);
  });

  it('given an easing that is told as done and no instrument, is no more than claimed', () => {
    const words = told('SanctionEased', '2025-12-13', { means: 'unspecified' });
    const { US: american } = legs(exchange({ eventIds: [words.id] }, { words: 'prisoners' }), words);
    expect(american).toMatchObject({ outcome: 'claimed', performedBy: [] });
  });

  it('given the licence of two days later on the same target, is performed by it', () => {
    const { US: american } = legs(deal, easing, freed, licence('potash'));
    expect(american).toMatchObject({
      outcome: 'performed',
      performedBy: [{ instrument: 'licence 13', when: { earliest: '2025-12-15' }, upon: 'potash' }],
    });
  });

  it('given the licence on companies, stays promised, and the licence is shown as what followed', () => {
    const { US: american } = legs(deal, easing, freed, licence('Belaruskali'));
    expect(american).toMatchObject({
      outcome: 'promised',
      performedBy: [],
      followedBy: [{ instrument: 'licence 13', upon: 'Belaruskali' }],
    });
  });

  it('given that the easing is taken back, is reversed', () => {
    const reimposed = told('SanctionReimposed', '2026-02-01', {
      of: { words: 'the easing' },
      target: target('potash'),
    });
    const { US: american } = legs(deal, easing, licence('potash'), reimposed);
    expect(american).toMatchObject({ outcome: 'reversed', reversedBy: [{ type: 'SanctionReimposed' }] });
  });

  it('given one of those freed who is led back, is reversed for that one', () => {
    const person = personNamed('Mikola Statkevich');
    const release = told('PrisonerReleased', '2025-09-11', { person });
    const reversed = told('ReleaseReversed', '2025-09-11', { person, of: { eventId: release.id } });
    const { BY: belarusian } = legs(exchange({ words: 'an airline' }, { eventIds: [release.id] }), release, reversed);
    expect(belarusian).toMatchObject({ outcome: 'reversed', reversedBy: [{ upon: 'Mikola Statkevich' }] });
  });

  it('given only words, is unknown, and the words are shown', () => {
    const { US: american } = legs(exchange({ words: 'relief for potash' }, { eventIds: [freed.id] }), freed);
    expect(american).toMatchObject({ outcome: 'unknown', words: ['relief for potash'], events: [] });
  });

  it('given an event that was retracted or that never came, says that it is missing', () => {
    const id = idOf('event', { never: true });
    expect(legs(exchange({ eventIds: [id] }, { words: 'prisoners' })).US).toMatchObject({
      outcome: 'unknown',
      missing: [id],
    });
  });

  it('given that one side refuses, is refused', () => {
    const refused = told('SanctionEased', '2025-12-13', { modality: 'refused' });
    expect(legs(exchange({ eventIds: [refused.id] }, { words: 'prisoners' }), refused).US).toMatchObject({
      outcome: 'refused',
    });
  });
});
