import fc from 'fast-check';
import { RecordRefused, writeRecord } from './envelope.js';
import { fingerprint } from './fingerprint.js';
import { parseOccurred, UNKNOWN_DATE } from './occurred.js';
import { claimEvents, digestOfIds, producedDraft, type ClaimDraft, type DraftOf, type Origin } from './recording.js';
import { EVENTS_MAX, type Report } from './report.js';

const BODY = 'Belarus pardoned 123 prisoners 🕊 on Saturday. Свабода!';
const report: Report = {
  source: { id: 'example-wire', name: 'Example Wire', kind: 'news_agency' },
  body: BODY,
  lang: 'en',
  credit: 'EX',
};
const origin: Origin = {
  reportId: '77f56692-efc0-5e26-ad1e-df3e4d2e0946',
  report,
  ledger: 'urn:clemency:test:77f56692-efc0-5e26-ad1e-df3e4d2e0946',
};
const PROSE = { name: 'prose', version: '1' };

const said = {
  modality: 'performed',
  occurred: parseOccurred('2025-12-13')!,
  assertedBy: { how: 'own_account' },
  confidence: 0.8,
  evidence: [{ start: 0, end: 30 }],
} as const;
const died = (name: string, over: Partial<DraftOf<'DiedInCustody'>> = {}): ClaimDraft => ({
  ...said,
  type: 'DiedInCustody',
  fields: { person: { name, script: 'Latn', country: 'BY' } },
  ...over,
});
const group = (over: Partial<DraftOf<'PrisonersPardoned'>> = {}): ClaimDraft => ({
  ...said,
  type: 'PrisonersPardoned',
  fields: { country: 'BY', count: { value: 123, qualifier: 'exact' }, population: 'prisoners' },
  ...over,
});
const idsOf = (drafts: readonly ClaimDraft[], extractor = PROSE, from = origin): string[] =>
  claimEvents(from, drafts, extractor).events.map(({ id }) => id);

describe('the events of a report', () => {
  it('are written under their subjects, with quotes cut from the body and the credit and fingerprint of its text', () => {
    const { events, refused } = claimEvents(origin, [died('Vitold Ashurak')], PROSE);
    expect(refused).toEqual([]);
    expect(events[0]).toMatchObject({
      type: 'DiedInCustody',
      source: origin.ledger,
      correlationid: origin.reportId,
      causationid: origin.reportId,
      time: '2025-12-13T00:00:00Z',
      data: { extractor: PROSE, confidence: 0.8, person: { identifiers: [] } },
    });
    expect(events[0]!.data.evidence).toEqual([
      {
        reportId: origin.reportId,
        start: 0,
        end: 30,
        quote: 'Belarus pardoned 123 prisoners',
        lang: 'en',
        credit: 'EX',
        fingerprint: fingerprint(BODY),
      },
    ]);
  });

  it('have a time only when the text dates them to a day', () => {
    const times = ['2025-12-13', '2025-12', '2025-12-13?', 'XXXX'].map(
      (edtf) => claimEvents(origin, [died('A B', { occurred: parseOccurred(edtf)! })], PROSE).events[0]!.time,
    );
    expect(times).toEqual(['2025-12-13T00:00:00Z', undefined, undefined, undefined]);
  });

  it('quote exactly the passage, and never half of a pair', () => {
    fc.assert(
      fc.property(fc.nat(BODY.length), fc.nat(BODY.length), (start, end) => {
        const { events, refused } = claimEvents(origin, [died('A B', { evidence: [{ start, end }] })], PROSE);
        const quote = BODY.slice(start, end);
        if (start <= end && quote.isWellFormed() && BODY.slice(0, start).isWellFormed()) {
          expect(events[0]!.data.evidence[0]).toMatchObject({ start, end, quote });
        } else {
          expect(events).toEqual([]);
          expect(refused[0]!.reason.path).toEqual(['data', 'evidence']);
        }
      }),
    );
  });

  it.each([
    ['before the body', { start: -1, end: 3 }],
    ['beyond the body', { start: 0, end: BODY.length + 1 }],
  ])('are refused when a passage lies %s', (_, span) => {
    expect(claimEvents(origin, [died('A B', { evidence: [span] })], PROSE).refused).toHaveLength(1);
  });
});

describe('the id of a claim', () => {
  it('ignores confidence, passage and the version of the extractor, and nothing else', () => {
    const [id] = idsOf([died('Vitold Ashurak')]);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.stringMatching(/^[0-9.]{1,9}$/),
        (confidence, version) => {
          const again = died('Vitold Ashurak', { confidence, evidence: [{ start: 1, end: 5 }] });
          expect(idsOf([again], { name: 'prose', version })).toEqual([id]);
        },
      ),
    );
    const others = [
      idsOf([died('Vitold Ashurak')], { name: 'other prose', version: '1' }),
      idsOf([died('Vitold Ashurak', { modality: 'rumoured' })]),
      idsOf([died('Vitold Ashurak', { occurred: UNKNOWN_DATE })]),
      idsOf([died('Vitold Ashurak', { assertedBy: { how: 'quotes', name: 'a lawyer' } })]),
      idsOf([died('Vitald Ashurak')]),
      idsOf([died('Vitold Ashurak')], PROSE, { ...origin, reportId: '00000000-0000-5000-8000-000000000000' }),
    ].flat();
    expect(new Set([id, ...others]).size).toBe(7);
  });

  it('does not shift when one more claim is found, wherever it stands in the text', () => {
    const names = fc.uniqueArray(fc.constantFrom('A B', 'C D', 'E F', 'G H', 'I J'), { minLength: 1 });
    fc.assert(
      fc.property(names, fc.nat(5), (list, at) => {
        const drafts = list.map((name) => died(name));
        const more = drafts.toSpliced(Math.min(at, drafts.length), 0, group());
        expect(idsOf(more)).toEqual(expect.arrayContaining(idsOf(drafts)));
        expect(idsOf(more)).toHaveLength(drafts.length + 1);
      }),
    );
  });

  it('is one for two drafts that say the same, with both passages as evidence and the greater confidence', () => {
    const twice = [died('A B'), died('A B', { confidence: 0.9, evidence: [{ start: 3, end: 9 }] }), died('A B')];
    const { events } = claimEvents(origin, twice, PROSE);
    expect(events).toHaveLength(1);
    expect(events[0]!.data.confidence).toBe(0.9);
    expect(events[0]!.data.evidence.map(({ start, end }) => [start, end])).toEqual([
      [0, 30],
      [3, 9],
    ]);
  });

  it('is one for a claim that is told in more than twenty places, which is still written', () => {
    const often = Array.from({ length: 25 }, (_, at) => died('A B', { evidence: [{ start: at, end: at + 1 }] }));
    const { events, refused } = claimEvents(origin, often, PROSE);
    expect(refused).toEqual([]);
    expect(events[0]!.data.evidence).toHaveLength(20);
    expect(() => writeRecord(events[0]!)).not.toThrow();
  });
});

describe('drafts that name each other', () => {
  const pardoned = group({ key: '#pardoned' });
  const freed: ClaimDraft = {
    ...said,
    type: 'PrisonersReleased',
    key: '#freed',
    fields: { country: 'BY', count: { value: 114, qualifier: 'exact' }, population: 'of them', partOf: '#pardoned' },
  };
  const member: ClaimDraft = {
    ...said,
    type: 'GroupMemberNamed',
    fields: { country: 'BY', of: '#freed', person: { name: 'A B', script: 'Latn', country: 'BY' } },
  };
  const exchange: ClaimDraft = {
    ...said,
    type: 'ExchangeReported',
    fields: {
      legs: [
        { party: { name: 'Belarus', country: 'BY' }, gives: { eventIds: ['#pardoned', '#freed'] } },
        { party: { name: 'the US', country: 'US' }, gives: { words: 'relief' } },
      ],
      link: 'explicit_deal',
    },
  };

  it('are resolved, and give the same events in whatever order they stand', () => {
    const drafts = [pardoned, freed, member, exchange];
    const all = idsOf(drafts).sort();
    expect(all).toHaveLength(4);
    fc.assert(
      fc.property(fc.shuffledSubarray(drafts, { minLength: 4 }), (order) => {
        const { events, refused } = claimEvents(origin, order, PROSE);
        expect(refused).toEqual([]);
        expect(events.map(({ id }) => id).sort()).toEqual(all);
        const at = (type: string): number => events.findIndex((event) => event.type === type);
        expect(at('PrisonersPardoned')).toBeLessThan(at('PrisonersReleased'));
        expect(at('PrisonersReleased')).toBeLessThan(at('GroupMemberNamed'));
      }),
    );
    const { events } = claimEvents(origin, drafts, PROSE);
    expect(JSON.stringify(events)).not.toContain('#');
  });

  it('are given back when nothing has the key, when it is a ring, and when two have the key', () => {
    expect(claimEvents(origin, [freed], PROSE).refused[0]!.reason.path).toEqual(['data', 'partOf']);
    const ring: ClaimDraft = { ...freed, key: '#pardoned', fields: { ...freed.fields, partOf: '#freed' } as never };
    expect(claimEvents(origin, [freed, ring], PROSE).events).toEqual([]);
    const other = group({ key: '#pardoned', modality: 'announced' });
    const { events, refused } = claimEvents(origin, [pardoned, other, group({ key: '#pardoned' })], PROSE);
    expect(events).toHaveLength(1);
    expect(refused.map(({ at, reason }) => [at, reason.path])).toEqual([[1, ['key']]]);
  });
});

describe('drafts that break a rule', () => {
  it('are given back with their place and the reason, and the others are written', () => {
    const drafts = [died('A B'), died(' '), died('C D', { confidence: 2 }), died('E F')];
    const { events, refused } = claimEvents(origin, drafts, PROSE);
    expect(events).toHaveLength(2);
    expect(refused.map(({ at, reason }) => [at, reason.path])).toEqual([
      [1, ['data', 'person', 'name']],
      [2, ['data', 'confidence']],
    ]);
  });

  it('are given back when the event would be longer than the log takes', () => {
    const crowd = Array.from({ length: 200 }, (_, at) => ({
      name: `${at} `.padEnd(200, 'ё'),
      script: 'Cyrl',
      country: 'BY',
    }));
    const long = group({
      fields: { country: 'BY', count: { value: 200, qualifier: 'exact' }, population: 'p', named: crowd },
    });
    const { events, refused } = claimEvents(origin, [died('A B'), long], PROSE);
    expect(events.map(({ type }) => type)).toEqual(['DiedInCustody']);
    expect(refused[0]).toMatchObject({ at: 1, reason: { message: expect.stringContaining('65535') as string } });
  });

  it('are given back beyond the thousandth event, which a repeat of an earlier one is not', () => {
    const drafts = Array.from({ length: EVENTS_MAX + 2 }, (_, at) => died(`A ${at}`));
    const { events, refused } = claimEvents(origin, [...drafts, died('A 0')], PROSE);
    expect(events).toHaveLength(EVENTS_MAX);
    expect(refused.map(({ at }) => at)).toEqual([EVENTS_MAX, EVENTS_MAX + 1]);
  });
});

describe("a structured producer's event", () => {
  const produced = (data: Record<string, unknown>, type = 'DiedInCustody') => producedDraft({ type, data });
  const person = { name: 'A B', script: 'Latn', country: 'BY' };

  it('is a draft, with what it leaves out filled in', () => {
    const { events } = claimEvents(
      { ...origin, report: { ...report, body: undefined, events: [] } },
      [produced({ person })],
      {
        name: 'producer',
        version: '1',
      },
    );
    expect(events[0]!.data).toMatchObject({
      modality: 'performed',
      occurred: UNKNOWN_DATE,
      assertedBy: { how: 'own_account' },
      confidence: 1,
      evidence: [{ start: 0, end: 0, quote: '' }],
    });
  });

  it('may date itself by an EDTF text or in full', () => {
    expect(produced({ person, occurred: '2025-12' }).occurred).toEqual(parseOccurred('2025-12'));
    expect(produced({ person, occurred: parseOccurred('2025') }).occurred).toEqual(parseOccurred('2025'));
  });

  it.each([
    ['a type that claims nothing', { person }, 'ReportRecorded', ['type']],
    ['a type that nobody knows', { person }, 'PrisonerFreed', ['type']],
    ['a date that no calendar has', { person, occurred: '2025-02-29' }, 'DiedInCustody', ['data', 'occurred']],
    ['an extractor of its own', { person, extractor: PROSE }, 'DiedInCustody', ['data', 'extractor']],
    ['evidence that is no list', { person, evidence: 'page 1' }, 'DiedInCustody', ['data', 'evidence']],
    ['an empty list of evidence', { person, evidence: [] }, 'DiedInCustody', ['data', 'evidence']],
    [
      'a passage of half numbers',
      { person, evidence: [{ start: 0.5, end: 2 }] },
      'DiedInCustody',
      ['data', 'evidence'],
    ],
  ])('is refused with %s', (_, data, type, path) => {
    expect(() => produced(data, type)).toThrow(RecordRefused);
    expect(() => produced(data, type)).toThrow(expect.objectContaining({ path }) as Error);
  });
});

it('gives the receipt one digest for a set of ids, whatever their order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.uuid()), (ids) => {
      expect(digestOfIds(ids.toReversed())).toBe(digestOfIds(ids));
    }),
  );
  expect(digestOfIds([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});
