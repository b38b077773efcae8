import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimEvents, type Report } from '#domain';
import { exampleOf } from '#examples';
import { extract } from '#extraction';
import { annotationOf, type KnownClaim, type ReviewEvent } from '#read-models';
import { readCorpus } from './corpus.js';
import { predict } from './predict.js';
import { figuresOf, score } from './score.js';

const REPORT_ID = '0b0f4a52-5d0b-5f0e-9f57-3e8f3c1d7a10';
const report: Report = {
  source: { id: 'wire', name: 'A wire', kind: 'newsroom' },
  title: 'Two releases',
  publishedAt: '2025-12-13T08:00:00Z',
  lang: 'en',
  body: 'Nicaragua freed 40 political prisoners on Friday. Cuba arrested the editor Jairo Paz.',
};
const { drafts, extractor } = extract(report);
const claims = claimEvents({ reportId: REPORT_ID, report, ledger: 'urn:clemency:test:1' }, drafts, extractor)
  .events as unknown as KnownClaim['event'][];
const [freed, arrested] = ['PrisonersReleased', 'PersonDetained'].map((type) =>
  claims.find((claim) => claim.type === type)!,
) as [KnownClaim['event'], KnownClaim['event']];

const by = { id: 'analyst-7', name: 'An analyst' };
const stamped = (event: object, at: number): ReviewEvent =>
  ({ ...event, recordedtime: `2025-12-14T00:00:0${at}.000000Z` }) as unknown as ReviewEvent;
const confirm = (claim: KnownClaim['event']) =>
  stamped(
    exampleOf('ClaimConfirmed', { of: claim.id, ofSubject: claim.subject, by, reason: 'The list of names is out.' }),
    1,
  );
const reject = (claim: KnownClaim['event']) =>
  stamped(exampleOf('ClaimRejected', { of: claim.id, ofSubject: claim.subject, by, reason: 'extraction_error' }), 2);
const correct = (claim: KnownClaim['event'], replacedBy: string) =>
  stamped(
    exampleOf('ClaimCorrected', { of: claim.id, ofSubject: claim.subject, by, reason: 'extraction_error', replacedBy }),
    3,
  );

const annotated = (reviews: readonly ReviewEvent[], replacement?: KnownClaim['event']) =>
  annotationOf({
    reportId: REPORT_ID,
    report,
    claims: [freed, arrested],
    reviews,
    replacements: new Map(replacement ? [[replacement.id, replacement]] : []),
  });
const fileOf = (lines: readonly object[]): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'clemency-reviewed-')), 'reviewed.ndjson');
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
};

describe('given a report whose claims an analyst reviewed, when it is exported', () => {
  it('then it is an annotated example that the measure reads, and the extractor is right in what was confirmed', () => {
    const { documents } = readCorpus(fileOf([annotated([confirm(freed), confirm(arrested)])]));
    expect(documents[0]).toMatchObject({ title: 'Two releases', published: '2025-12-13', text: report.body });
    expect(documents[0]!.gold.map(({ type }) => type)).toEqual(['prisoner_released', 'prisoner_detained']);
    expect(documents[0]!.gold[0]).toMatchObject({ date: '2025-12-12', count: { value: 40, modifier: 'exact' } });
    for (const { span, quote } of documents[0]!.gold) expect(report.body!.slice(...span)).toBe(quote);
    expect(figuresOf(score(documents.map(predict)))).toMatchObject({ precision: 1, recall: 1, countAccuracy: 1 });
  });

  it('then what was rejected is no event, and counts against the extractor', () => {
    const one = annotated([confirm(freed), reject(arrested)]);
    expect(one).toMatchObject({ complete: true, not_events: [{ why: 'extraction_error' }] });
    const { documents } = readCorpus(fileOf([one]));
    expect(figuresOf(score(documents.map(predict)))).toMatchObject({ precision: 0.5, recall: 1 });
  });

  it('then what was corrected is annotated as it is corrected, at the passage that was read wrongly', () => {
    const right = { ...freed, id: '11111111-1111-5111-8111-111111111111' } as KnownClaim['event'];
    (right as { data: object }).data = { ...freed.data, count: { value: 44, qualifier: 'at_least' } };
    const { events } = annotated([correct(freed, right.id), confirm(arrested)], right);
    expect(events[0]).toMatchObject({ type: 'prisoner_released', count: { value: 44, modifier: 'at_least' } });
  });

  it('then one that was reviewed in part says so, and is not measured', () => {
    const one = annotated([confirm(freed)]);
    expect(one).toMatchObject({ complete: false, events: [{ type: 'prisoner_released' }] });
    expect(() => readCorpus(fileOf([one]))).toThrow(/no document of which every claim was looked at/);
  });
});
