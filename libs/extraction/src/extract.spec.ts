import fc from 'fast-check';
import { claimEvents, type Report } from '#domain';
import { extract } from './extract.js';
import { EXTRACTOR } from './extractor.js';
import { PUBLISHED, told, toldOf } from './testing/told.js';

const REPORT_ID = '0b0f4a52-5d0b-5f0e-9f57-3e8f3c1d7a10';
const source = { id: 'wire', name: 'A wire', kind: 'agency' };
const report = (body: string): Report => ({ source, body, lang: 'en', publishedAt: PUBLISHED });
const origin = (body: string) => ({ reportId: REPORT_ID, report: report(body), ledger: 'urn:clemency:test:1' });

const STORY = `MINSK, Dec 13 (Wire) - President Alexander Lukashenko of Belarus pardoned 123 prisoners on Saturday, among them the Nobel laureate Ales Bialiatski, the protest leader Maria Kolesnikova and the banker Viktar Babaryka, days after the United States eased its sanctions on Belarusian potash.

More than 430 people have been freed since July 2024, said John Coale, the U.S. envoy. Bialiatski, who founded the rights group Viasna, spent over 1,600 days in confinement.

The European Union's own potash sanctions stay in force. An opposition leader, Pavel Latushka, hopes that the EU will ease them one day. Sviatlana Tsikhanouskaya demanded the release of all other political prisoners. A spokesman in Minsk denied that there had been any deal.`;

describe('the report that shaped the house', () => {
  it('tells of an easing by the United States on potash, not of a lifting', () => {
    expect(toldOf('SanctionLifted', STORY)).toEqual([]);
    expect(toldOf('SanctionEased', STORY)[0]).toMatchObject({
      key: '#eased',
      authority: 'US',
      country: 'BY',
      target: { kind: 'goods', name: 'potash' },
      means: 'unspecified',
      modality: 'performed',
    });
  });

  it('asserts nothing of the European Union', () => {
    const asserted = told(STORY).filter(
      ({ modality, fields }) => modality === 'performed' && 'authority' in fields && fields.authority === 'EU',
    );
    expect(asserted).toEqual([]);
  });

  it('tells of one pardoned group of 123 with its three named members', () => {
    const [group, ...more] = toldOf('PrisonersPardoned', STORY);
    expect(more).toEqual([]);
    expect(group).toMatchObject({
      key: '#group',
      country: 'BY',
      by: 'Alexander Lukashenko',
      count: { value: 123, qualifier: 'exact' },
      on: '2025-12-13',
    });
    expect((group!['named'] as { name: string }[]).map(({ name }) => name)).toEqual([
      'Ales Bialiatski',
      'Maria Kolesnikova',
      'Viktar Babaryka',
    ]);
  });

  it('tells that each of the three is free, as part of the group', () => {
    const freed = toldOf('PrisonerReleased', STORY);
    expect(freed.map(({ person }) => (person as { name: string }).name)).toEqual([
      'Ales Bialiatski',
      'Maria Kolesnikova',
      'Viktar Babaryka',
    ]);
    for (const each of freed)
      expect(each).toMatchObject({ mode: 'pardoned', partOf: '#group', person: { country: 'BY' } });
  });

  it('keeps the running total and the days in confinement as claims of their own', () => {
    expect(toldOf('CountClaimed', STORY)).toMatchObject([
      {
        country: 'BY',
        metric: 'released',
        count: { value: 430, qualifier: 'at_least' },
        window: { from: '2024-07', to: PUBLISHED },
        assertedBy: { how: 'quotes', name: 'John Coale' },
      },
    ]);
    expect(toldOf('DurationClaimed', STORY)).toMatchObject([
      { person: { name: 'Ales Bialiatski' }, count: { value: 1600, qualifier: 'at_least' }, unit: 'days' },
    ]);
  });

  it('ties the two sides by time alone, for the text says "days after"', () => {
    expect(toldOf('ExchangeReported', STORY)).toMatchObject([
      {
        link: 'temporal_only',
        legs: [
          { party: { country: 'US' }, gives: { eventIds: ['#eased'] } },
          { party: { country: 'BY' }, gives: { eventIds: ['#group'] } },
        ],
      },
    ]);
  });

  it('gives drafts that the house takes without a refusal', () => {
    const { events, refused } = claimEvents(origin(STORY), told(STORY), EXTRACTOR);
    expect(refused).toEqual([]);
    expect(events.length).toBeGreaterThan(8);
  });
});

describe('what is not read', () => {
  it('says so of a report in another language', () => {
    expect(extract({ source, body: 'Беларусь вызваліла 123 вязняў.', lang: 'be' })).toEqual({
      drafts: [],
      extractor: EXTRACTOR,
      reason: 'Reads English only; this is be.',
    });
  });

  it('says so of a report without a claim, and of one without a body', () => {
    expect(extract(report('The weather was mild in Vilnius on Friday.')).reason).toMatch(/^Nothing in it claims /);
    expect(extract({ source }).reason).toBe('It has no body to read.');
  });

  it('says how much of a body without end was left', () => {
    const sentence = 'Belarus released 12 prisoners on Saturday, and Turkey detained 40 protesters on Sunday. ';
    const reading = extract(report(sentence.repeat(14_000)));
    expect(reading.drafts.length).toBeLessThanOrEqual(1000);
    expect(reading.reason).toMatch(/characters were not read/);
  });
});

describe('any text', () => {
  const words = fc.constantFrom(
    'Belarus',
    'Lukashenko',
    'pardoned',
    'released',
    '123',
    'prisoners',
    'after',
    'the',
    'United',
    'States',
    'eased',
    'sanctions',
    'on',
    'potash',
    ',',
    '.',
    '"',
    '—',
    'Ales',
    'Bialiatski',
    'including',
    'since',
    'July',
    '2024',
    'said',
    'if',
    'will',
    'not',
    'General',
    'License',
    '13',
    '\u{1F54A}',
    'é',
    '\n',
    'more',
    'than',
    'sentenced',
    'to',
    'five',
    'years',
    'in',
    'exchange',
    'for',
    'of',
    '(',
    ')',
  );
  const salad = fc.array(words, { maxLength: 120 }).map((list) => list.join(' '));
  const anyText = fc.oneof(
    salad,
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.tuple(salad, fc.string({ unit: 'grapheme' })).map((parts) => parts.join(' ')),
  );
  const readable = (text: string): boolean => text.trim() !== '' && text.isWellFormed() && !text.includes('\u0000');

  it('gives passages that lie in the body, split no pair and are at most 400 units long', () => {
    fc.assert(
      fc.property(anyText, (body) => {
        for (const { start, end } of extract(report(body)).drafts.flatMap(({ evidence }) => evidence)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(body.length);
          expect(end - start).toBeLessThanOrEqual(400);
          expect(body.slice(start, end).isWellFormed() || !body.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it('gives the same claims each time', () => {
    fc.assert(fc.property(anyText, (body) => expect(extract(report(body))).toEqual(extract(report(body)))));
  });

  it('gives drafts that the house takes', () => {
    fc.assert(
      fc.property(anyText.filter(readable), (body) => {
        const { drafts } = extract(report(body));
        expect(
          claimEvents(origin(body), drafts, EXTRACTOR).refused.map(
            ({ reason }) => `${reason.path.join('.')} ${reason.message}`,
          ),
        ).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
