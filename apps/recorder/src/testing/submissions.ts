import {
  idOf,
  judgementIdOf,
  type Judgement,
  writeRecord,
  type ProducedEvent,
  type Report,
  type Review,
  type Submission,
  type Unstamped,
} from '#domain';
import type { Draft } from '#log';

export const WIRE = { id: 'example-wire', name: 'Example Wire', kind: 'news_agency' };
const BELARUS = { country: 'BY' };

/** A figure as a structured producer states it; each metric is a subject of its own. */
export const figure = (metric: 'held' | 'released' | 'pardoned', value: number): ProducedEvent => ({
  type: 'CountClaimed',
  data: {
    ...BELARUS,
    metric,
    count: { value, qualifier: 'exact' },
    window: {},
    population: 'prisoners',
    occurred: '2025-12-13',
  },
});

type Received = Unstamped<Submission['type']>;
const submission = (ledger: string, record: Omit<Received, 'source' | 'correlationid' | 'causationid'>): Received => ({
  ...record,
  source: ledger,
  correlationid: record.id,
  causationid: record.id,
});

export const reportIdFor = (name: string): string => idOf('test report', { name });

/** A report with structured events, as the door would have let it in. */
export const report = (ledger: string, name: string, over: Partial<Report>): Received =>
  submission(ledger, {
    id: reportIdFor(name),
    type: 'ReportReceived',
    subject: `report/${reportIdFor(name)}`,
    data: { source: WIRE, ...over },
  });

export const withdrawal = (ledger: string, name: string, reason: string): Received =>
  submission(ledger, {
    id: idOf('test withdrawal', { name, reason }),
    type: 'WithdrawalReceived',
    subject: `report/${reportIdFor(name)}`,
    data: { of: reportIdFor(name), by: { id: WIRE.id, name: WIRE.name }, reason },
  });

export const review = (ledger: string, data: Review): Received =>
  submission(ledger, {
    id: idOf('test review', { ...data }),
    type: 'ReviewReceived',
    subject: `event/${data.of}`,
    data: { review: data },
  });

export const judgement = (ledger: string, data: Judgement): Received =>
  submission(ledger, {
    id: judgementIdOf(data),
    type: 'JudgementReceived',
    subject: `judgement/${judgementIdOf(data)}`,
    data: { judgement: data },
  });

/** Under the key that the door gives it: reports and their withdrawals share one, so they keep their order. */
export function draftOf(record: Received): Draft {
  const { type, data } = record as Unstamped<'WithdrawalReceived'>;
  return { key: type === 'WithdrawalReceived' ? data.of : record.id, print: writeRecord(record) };
}
