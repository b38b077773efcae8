import { readSubmission, writeRecord, type Envelope, type Report } from '#domain';
import type { LogRecord } from '#log';
import { readProse } from './prose.js';
import { isProduced, originOf, readProduced, receiptOf, type Reading } from './reading.js';
import { figure, report } from './testing/submissions.js';

const LEDGER = 'urn:clemency:test:1';

function received(over: Partial<Report>): [Envelope<'ReportReceived'>, LogRecord] {
  const value = Buffer.from(writeRecord(report(LEDGER, 'a report', over))(0n));
  return [readSubmission(value) as Envelope<'ReportReceived'>, { offset: 0n, key: 'k', value }];
}

function readReport(submission: Envelope<'ReportReceived'>, record: LogRecord): Reading {
  const origin = originOf(submission);
  return { submission, record, ...(isProduced(origin) ? readProduced(origin) : readProse(origin)) };
}

describe('reading a report', () => {
  it("takes a structured producer's events as they are, and names the producer", () => {
    const reading = readReport(...received({ body: 'Belarus freed people.', events: [figure('held', 1)] }));
    expect(reading.events.map(({ type }) => type)).toEqual(['CountClaimed']);
    expect(reading.extractor.name).toBe('producer');
    expect(reading.reason).toBeUndefined();
  });

  it('gives nothing and the reason where prose claims nothing', () => {
    const reading = readReport(...received({ body: 'The weather was fine on Saturday.', lang: 'en' }));
    expect(reading.events).toEqual([]);
    expect(reading.reason).toMatch(/\S/);
  });

  it('names what it had to leave out', () => {
    const events = [
      figure('held', 1),
      { type: 'CountClaimed', data: { metric: 'held' } },
      { type: 'Nothing', data: {} },
    ];
    const reading = readReport(...received({ events }));
    expect(reading.events).toHaveLength(1);
    expect(reading.refused!.map(({ at, type }) => [at, type])).toEqual([
      [1, 'CountClaimed'],
      [2, 'Nothing'],
    ]);
    expect(reading.reason).toMatch(/^2 claims were refused; the first: data\.country /);
  });

  it('is a pure function: the same bytes give the same events and the same receipt', () => {
    const twice = [0, 1].map(() => {
      const reading = readReport(
        ...received({ body: 'Belarus pardoned 123 prisoners on 13 December 2025.', lang: 'en' }),
      );
      return [
        reading.events,
        receiptOf(
          reading,
          reading.events.map(({ id }) => id),
        ),
      ];
    });
    expect(twice[1]).toEqual(twice[0]);
  });
});

describe('a receipt', () => {
  it('can be written whatever the reason, also one that has to be cut in the middle of a pair', () => {
    const [submission, record] = received({ events: [figure('held', 1)] });
    const reading = { ...readReport(submission, record), reason: `${'x'.repeat(499)}🕊 and more` };
    const receipt = receiptOf(reading, []);
    expect(() => writeRecord(receipt)).not.toThrow();
    expect(receipt.data.reason!.length).toBeLessThanOrEqual(500);
  });

  it('commits to the bytes of the record and, where there is one, of the body', () => {
    const withBody = readReport(...received({ body: 'abc', events: [figure('held', 1)] }));
    const without = readReport(...received({ events: [figure('held', 1)] }));
    expect(receiptOf(withBody, []).data.bodySha256).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(receiptOf(without, []).data.bodySha256).toBeNull();
    expect(receiptOf(withBody, []).data.recordSha256).not.toBe(receiptOf(without, []).data.recordSha256);
  });
});
