import type { Batch } from '#log';
import { Metrics } from '#service';
import { admitReport } from './admission.js';
import { InboxController } from './inbox.controller.js';

const LEDGER = 'urn:clemency:test:1';
const report = { source: { id: 'wire', name: 'Wire', kind: 'news_agency' }, body: 'Belarus freed 52 people.' };
const inbox = () => new InboxController(new Metrics('ingest'), LEDGER);
const batchOf = (...values: readonly (string | Buffer)[]): Batch => ({
  topic: 'inbox',
  partition: 3,
  from: 10n,
  next: 10n + BigInt(values.length),
  records: values.map((value, at) => ({ offset: 10n + BigInt(at), key: 'any key', value: Buffer.from(value) })),
});

describe('what strangers write to the inbox', () => {
  it('goes on as a report under the id that any other door gives it', () => {
    const [draft, ...others] = inbox().transform(batchOf(JSON.stringify(report)));
    expect(others).toEqual([]);
    const { id, draft: same } = admitReport(report, LEDGER, { channel: 'inbox' });
    expect(draft).toMatchObject({ topic: 'reports', key: id });
    expect(Buffer.from(draft!.print(5n)).equals(Buffer.from(same.print(5n)))).toBe(true);
  });

  it('goes on once when it is there twice in a batch', () => {
    const spelled = `{"body":"Belarus freed 52 people.","source":${JSON.stringify(report.source)}}`;
    expect(inbox().transform(batchOf(JSON.stringify(report), spelled))).toHaveLength(1);
  });

  it('is kept among the rejected with its place and the reason where it is no report, and holds up no other', () => {
    const bad = ['no json', Buffer.from([0xff, 0xfe]), '{"source":1}', '', '[]', '{"a":"\\ud83d"}'];
    const drafts = inbox().transform(batchOf(...bad, JSON.stringify(report)));
    expect(drafts.map(({ topic }) => topic)).toEqual([...bad.map(() => 'rejected'), 'reports']);
    for (const [at, draft] of drafts.slice(0, bad.length).entries()) {
      expect(draft.key).toBe(`inbox/3/${10 + at}`);
      const { reason, valueBase64 } = JSON.parse(Buffer.from(draft.print(0n)).toString()) as Record<string, string>;
      expect(reason).toMatch(/\S/);
      expect(Buffer.from(valueBase64!, 'base64').equals(Buffer.from(bad[at]!))).toBe(true);
    }
  });
});
