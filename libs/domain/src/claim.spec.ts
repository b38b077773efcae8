import { assertedBySchema, claimSchema, countSchema, evidenceSchema, MODALITIES, personSchema } from './claim.js';
import { saysItHappened } from './claim.js';
import { saidOn } from './testing/examples.js';

const claim = saidOn('2025-12-13');
const [evidence] = claim.evidence;

describe('what every claim says', () => {
  it('is a claim as it stands', () => {
    expect(claimSchema.parse(claim)).toEqual(claim);
  });

  it('changes what is held to be so when it is told as performed, ongoing or background, and else not', () => {
    expect(MODALITIES.filter(saysItHappened)).toEqual(['performed', 'ongoing', 'background']);
  });

  it.each([
    ['a field that nobody knows', { mood: 'glad' }],
    ['a modality that nobody knows', { modality: 'hoped' }],
    ['no evidence', { evidence: [] }],
    ['more evidence than twenty passages', { evidence: Array.from({ length: 21 }, () => evidence) }],
    ['a confidence above 1', { confidence: 1.01 }],
    ['a confidence below 0', { confidence: -0.01 }],
    ['bounds that its date does not have', { occurred: { ...claim.occurred, latest: '2025-12-14' } }],
    ['an extractor without a version', { extractor: { name: 'prose' } }],
  ])('is refused with %s', (_, wrong) => {
    expect(claimSchema.safeParse({ ...claim, ...wrong }).success).toBe(false);
  });

  it.each([
    ['a quote with half a pair', { quote: 'a \ud83d' }],
    ['a quote with a NUL', { quote: 'a\0' }],
    ['a quote that is too long', { quote: 'x'.repeat(1001) }],
    ['a language that is none', { lang: 'en_GB' }],
    ['a fingerprint that is none', { fingerprint: '9E3779B97F4A7C15' }],
    ['a start before the text', { start: -1 }],
    ['a report that is no id', { reportId: 'report-1' }],
    ['a field that nobody knows', { page: 1 }],
  ])('refuses evidence with %s', (_, wrong) => {
    expect(evidenceSchema.safeParse({ ...evidence, ...wrong }).success).toBe(false);
  });

  it('says of a speaker how the source comes to speak for them', () => {
    expect(assertedBySchema.safeParse({ how: 'quotes', name: 'an envoy', role: 'envoy' }).success).toBe(true);
    expect(assertedBySchema.safeParse({ how: 'overheard' }).success).toBe(false);
  });
});

describe('a count', () => {
  it.each([
    [{ value: 123, qualifier: 'exact' }, true],
    [{ value: 0, qualifier: 'at_least' }, true],
    [{ value: 100, qualifier: 'range', max: 120 }, true],
    [{ value: 100, qualifier: 'range', max: 100 }, true],
    [{ value: 100, qualifier: 'range' }, false],
    [{ value: 100, qualifier: 'range', max: 99 }, false],
    [{ value: 100, qualifier: 'exact', max: 120 }, false],
    [{ value: 1.5, qualifier: 'exact' }, false],
    [{ value: -1, qualifier: 'exact' }, false],
    [{ value: 2_147_483_647, qualifier: 'exact' }, true],
    [{ value: 2_147_483_648, qualifier: 'exact' }, false],
    [{ value: 1, qualifier: 'exactly' }, false],
    [{ value: '1', qualifier: 'exact' }, false],
  ])('of %j is taken: %j', (count, taken) => {
    expect(countSchema.safeParse(count).success).toBe(taken);
  });
});

describe('a person', () => {
  const person = { name: 'Алесь Бяляцкі', script: 'Cyrl', country: 'BY' };

  it('has no identifier unless the text gives one', () => {
    expect(personSchema.parse(person)).toEqual({ ...person, identifiers: [] });
  });

  it.each([
    ['a script that is none', { script: 'cyrillic' }],
    ['a country in small letters', { country: 'by' }],
    ['a birth date that no calendar has', { birthDate: '1962-02-30' }],
    ['a blank name', { name: ' ' }],
    ['an address', { address: 'a street' }],
    ['a relative', { relatives: ['a name'] }],
  ])('is refused with %s', (_, wrong) => {
    expect(personSchema.safeParse({ ...person, ...wrong }).success).toBe(false);
  });
});
