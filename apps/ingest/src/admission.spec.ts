import { BODY_BYTES_MAX, readSubmission, type Report } from '#domain';
import { Problem } from '#service';
import { admitReport, admitReview, admitWithdrawal, batchOf } from './admission.js';

const LEDGER = 'urn:clemency:test:77f56692-efc0-5e26-ad1e-df3e4d2e0946';
const OF = '77f56692-efc0-5e26-ad1e-df3e4d2e0946';
const report: Report = {
  source: { id: 'example-wire', name: 'Example Wire', kind: 'news_agency' },
  uri: 'https://wire.example/2025/12/13/pardons',
  body: 'Belarus pardoned 123 prisoners on Saturday.',
  lang: 'en',
};
const count = {
  type: 'CountClaimed',
  data: { country: 'BY', metric: 'held', count: { value: 5, qualifier: 'exact' }, window: {}, population: 'prisoners' },
};
const by = { id: 'analyst-7', name: 'An analyst' };

function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
const fieldsOf = (problem: Problem): string[] => (problem.options.errors ?? []).map(({ field }) => field);

describe('the id of a report', () => {
  const id = (over: Partial<Report> & Record<string, unknown> = {}): string =>
    admitReport({ ...report, ...over }, LEDGER).id;

  it('is the same wherever and whenever it enters, and whatever is said about it', () => {
    const again = [
      admitReport({ ...report }, 'urn:clemency:other:1').id,
      id({ title: 'Belarus pardons 123', lang: 'be', credit: 'EX' }),
      id({ publishedAt: '2025-12-13', retrievedAt: '2025-12-14T00:00:00Z' }),
      id({ source: { ...report.source, name: 'The Wire', kind: 'blog' } }),
    ];
    expect(new Set(again)).toEqual(new Set([id()]));
  });

  it('is another when source, address, body or events are others', () => {
    const ids = [
      id(),
      id({ source: { ...report.source, id: 'other' } }),
      id({ uri: undefined }),
      id({ body: `${report.body} ` }),
      id({ events: [count] }),
      id({ events: [count], body: undefined }),
      id({ events: [{ ...count, key: '#held' }] }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('a report that is let in', () => {
  it('goes to reports under its id, as it came', () => {
    const { id, draft, bytes } = admitReport(report, LEDGER);
    expect(draft).toMatchObject({ topic: 'reports', key: id });
    const value = Buffer.from(draft.print(0n));
    expect(bytes).toBe(value.length);
    expect(readSubmission(value)).toMatchObject({ id, source: LEDGER, type: 'ReportReceived', data: report });
  });

  it('names the older report that it needs', () => {
    expect(admitReport({ ...report, revises: OF }, LEDGER).needs).toBe(OF);
    expect(admitReport(report, LEDGER).needs).toBeUndefined();
  });

  it('may have a body of one MiB of UTF-8 and not a byte more', () => {
    const body = 'ё'.repeat(BODY_BYTES_MAX / 2);
    expect(() => admitReport({ ...report, body }, LEDGER)).not.toThrow();
    const problem = problemOf(() => admitReport({ ...report, body: `${body}.` }, LEDGER, { at: [4] }));
    expect(problem.status).toBe(413);
    expect(fieldsOf(problem)).toEqual(['[4].body']);
  });
});

describe('a report that is refused', () => {
  it.each([
    ['an unknown field', { ...report, author: 'A' }, 'author'],
    [
      'an unknown field in an event',
      { ...report, events: [count, { ...count, data: { ...count.data, mood: 1 } }] },
      'events[1].data.mood',
    ],
    [
      'an event of a type that claims nothing',
      { ...report, events: [{ ...count, type: 'ClaimRejected' }] },
      'events[0].type',
    ],
    [
      'a date that no calendar has',
      { ...report, events: [{ ...count, data: { ...count.data, occurred: '2025-02-29' } }] },
      'events[0].data.occurred',
    ],
    [
      'a count that is none',
      { ...report, events: [{ ...count, data: { ...count.data, count: { value: -1, qualifier: 'exact' } } }] },
      'events[0].data.count.value',
    ],
    [
      'a key that nothing has',
      {
        ...report,
        events: [
          {
            type: 'GroupMemberNamed',
            data: { country: 'BY', of: '#group', person: { name: 'A B', script: 'Latn', country: 'BY' } },
          },
        ],
      },
      'events[0].data.of',
    ],
    [
      'a quote of its own',
      { ...report, events: [{ ...count, data: { ...count.data, evidence: [{ start: 0, end: 3, quote: 'Bel' }] } }] },
      'events[0].data.evidence[0].quote',
    ],
    [
      'a passage that is not in the body',
      { ...report, events: [{ ...count, data: { ...count.data, evidence: [{ start: 0, end: 9999 }] } }] },
      'events[0].data.evidence',
    ],
    [
      'an extractor of its own',
      { ...report, events: [{ ...count, data: { ...count.data, extractor: { name: 'x', version: '1' } } }] },
      'events[0].data.extractor',
    ],
    ['neither body nor events', { source: report.source }, 'body'],
    ['a list', [report], 'body'],
  ])('for %s is told which field', (_, value, field) => {
    const problem = problemOf(() => admitReport(value, LEDGER));
    expect(problem.status).toBe(422);
    expect(fieldsOf(problem)).toContain(field);
  });

  it('for an event too long for the log is told so, and which', () => {
    const named = Array.from({ length: 200 }, (_, at) => ({
      name: `${at} `.padEnd(200, 'ё'),
      script: 'Cyrl',
      country: 'BY',
    }));
    const group = { country: 'BY', count: { value: 200, qualifier: 'exact' }, population: 'prisoners', named };
    const events = [count, { type: 'PrisonersPardoned', data: group }];
    const problem = problemOf(() => admitReport({ ...report, events }, LEDGER));
    expect(problem.status).toBe(422);
    expect(fieldsOf(problem)).toEqual(['events[1]']);
    expect(problem.detail).toContain('65535');
  });

  it('in a list is named with its place', () => {
    const problem = problemOf(() => admitReport({ ...report, body: ' ' }, LEDGER, { at: [7] }));
    expect(fieldsOf(problem)).toEqual(['[7].body']);
  });
});

describe('a withdrawal', () => {
  it("lies under its report's key, so that it is read after it", () => {
    const admitted = admitWithdrawal({ by, reason: 'Wrong.' }, OF, LEDGER);
    expect(admitted).toMatchObject({ needs: OF, draft: { topic: 'reports', key: OF } });
    expect(readSubmission(admitted.draft.print(0n))).toMatchObject({
      id: admitted.id,
      data: { of: OF, by, reason: 'Wrong.' },
    });
  });

  it('is one however often it is sent', () => {
    const id = (reason: string): string => admitWithdrawal({ by, reason }, OF, LEDGER).id;
    expect(id('Wrong.')).toBe(id('Wrong.'));
    expect(id('Wrong.')).not.toBe(id('Very wrong.'));
  });

  it('is refused without a reason, or with a field that nobody knows', () => {
    expect(fieldsOf(problemOf(() => admitWithdrawal({ by }, OF, LEDGER)))).toEqual(['reason']);
    expect(fieldsOf(problemOf(() => admitWithdrawal({ by, reason: 'x', mood: 1 }, OF, LEDGER)))).toEqual(['mood']);
  });
});

describe('a review', () => {
  const rejected = { type: 'ClaimRejected', of: OF, by, reason: 'duplicate' };

  it('is one however often it is sent, and another by another analyst or for another reason', () => {
    const ids = [
      rejected,
      { ...rejected, by: { ...by, name: 'Renamed' } },
      { ...rejected, by: { ...by, id: 'b' } },
      { ...rejected, reason: 'court' },
    ];
    const [first, renamed, ...others] = ids.map((review) => admitReview(review, LEDGER).id);
    expect(renamed).toBe(first);
    expect(new Set([first, ...others]).size).toBe(3);
  });

  it('says what it is about, and what replaces it', () => {
    const corrected = { ...rejected, type: 'ClaimCorrected', replacedBy: OF };
    expect(admitReview(corrected, LEDGER)).toMatchObject({ of: OF, replacedBy: OF });
    expect(admitReview(rejected, LEDGER)).not.toHaveProperty('replacedBy');
  });

  it('is refused with a reason that is not in the list', () => {
    expect(fieldsOf(problemOf(() => admitReview({ ...rejected, reason: 'a whim' }, LEDGER)))).toEqual(['reason']);
  });
});

it('names many ids by one list, which is the same list for the same ids', () => {
  const batch = batchOf([OF], LEDGER);
  expect(batchOf([OF], LEDGER).id).toBe(batch.id);
  expect(readSubmission(batch.draft.print(0n))).toMatchObject({ type: 'BatchReceived', data: { ids: [OF] } });
});
