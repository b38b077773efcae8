import { parseInstant, readEvent, sha256Hex, writeRecord, type Unstamped } from '#domain';
import { EXAMPLES, exampleOf, saidOn } from '#examples';
import type { EventAccount } from '#read-models';
import { explanationOf } from './explanation.js';

const AT = parseInstant('2025-12-13T15:00:00Z')!;
const QUOTE = 'Ales Bialiatski was freed. 🕊';
const BODY = `🕊🕊🕊 ${QUOTE}🕊 More will follow.`;
const [{ correlationid: reportId, source }] = EXAMPLES.PrisonerReleased;

const printed = (record: Unstamped) => Buffer.from(writeRecord(record)(AT));
const reportOf = (title: string) =>
  printed({
    id: reportId,
    source,
    type: 'ReportReceived',
    subject: `report/${reportId}`,
    correlationid: reportId,
    causationid: reportId,
    channel: 'inbox',
    data: { source: { id: 'example-wire', name: 'Example Wire', kind: 'news_agency' }, title, body: BODY, lang: 'en' },
  });
const report = reportOf('A title');
const start = BODY.indexOf(QUOTE);
const claim = (at = start) =>
  exampleOf('PrisonerReleased', {
    ...EXAMPLES.PrisonerReleased[0].data,
    ...saidOn('2025-12-13', {
      evidence: [{ reportId, start: at, end: at + QUOTE.length, quote: QUOTE, fingerprint: '0123456789abcdef' }],
    }),
  });
const receipt = exampleOf('ReportRecorded', {
  ...EXAMPLES.ReportRecorded[0].data,
  reportId,
  recordSha256: sha256Hex(report),
  bodySha256: sha256Hex(BODY),
});

function accountOf(event: Unstamped, more: Partial<EventAccount> = {}): EventAccount {
  const value = printed(event);
  return {
    event: readEvent(value),
    value,
    known: AT,
    partition: 3,
    offset: 7n,
    standing: 'stands',
    reports: [{ id: reportId, known: AT, value: report, acts: [readEvent(printed(receipt))] }],
    reviews: [],
    judgements: [],
    rows: [{ model: 'prisoner', id: reportId }],
    ...more,
  };
}

describe('what is behind an event', () => {
  it('shows the quote in its place, and parts no pair around it', () => {
    for (const context of [0, 1, 2, 3, 4, 7, 100]) {
      const { passages } = explanationOf(accountOf(claim()), context) as {
        passages: [{ before: string; quote: string; after: string; matches: boolean }];
      };
      const [{ before, quote, after, matches }] = passages;
      expect([quote, matches]).toEqual([QUOTE, true]);
      expect(BODY).toContain(before + quote + after);
      expect((before + after).isWellFormed()).toBe(true);
    }
    expect(explanationOf(accountOf(claim()), 3)).toMatchObject({ passages: [{ before: '🕊 ', start: 7 }] });
  });

  it('says so where the report does not have these units there, and where it is not what the receipt says', () => {
    const account = accountOf(claim(start + 1));
    const [behind] = account.reports;
    const altered = reportOf('Another');
    const { passages, reports } = explanationOf({ ...account, reports: [{ ...behind!, value: altered }] }, 10) as {
      passages: { matches: boolean }[];
      reports: { receipt: { matches: boolean }; recordSha256: string }[];
    };
    expect(passages[0]!.matches).toBe(false);
    expect(reports[0]).toMatchObject({ recordSha256: sha256Hex(altered), receipt: { matches: false } });
  });

  it('tells the door, the reader, and the route to what rests on it', () => {
    expect(explanationOf(accountOf(claim()), 10)).toMatchObject({
      reports: [{ channel: 'inbox', receivedAt: '2025-12-13T15:00:00.000000Z', receipt: { matches: true } }],
      reading: { how: 'extraction', extractor: { name: 'prose', version: '1' } },
      rows: [{ model: 'prisoner', see: `/v1/prisoners/${reportId}?explain=true` }],
    });
    const reread = { ...claim(), causationid: receipt.id };
    expect(explanationOf(accountOf(reread), 10)).toMatchObject({
      reading: { how: 'reextraction', causedBy: receipt.id },
    });
  });

  it('given an act of the house, shows the act and nothing that it has not', () => {
    const [act] = EXAMPLES.GenerationSwitched;
    expect(explanationOf(accountOf(act, { reports: [], rows: [] }), 10)).toMatchObject({
      standing: null,
      passages: [],
      reading: null,
      reports: [],
    });
  });
});
