import { glimpse, parseInstant, printInstant, readSubmission, type Instant, type Submission } from '#domain';
import type { LogRecord } from './engine/decode.js';
import { knownAfter } from './engine/known.js';
import { BEGINNING } from './engine/model.js';
import { searchedText } from './search/text.js';
import type { ParkedReport, ReportRow, ReportsPart } from './store/work.js';

/** A submission of which something is kept, and what it is parked as if that is refused. */
export interface KeptSubmission {
  readonly report?: ReportRow;
  readonly batch?: ReportsPart['batches'][number];
  readonly parked: Omit<ParkedReport, 'reason'>;
}

/** A batch of `reports`, read as far as it can be. */
export interface ReportsRead {
  readonly kept: readonly KeptSubmission[];
  readonly unreadable: readonly ParkedReport[];
  /** The known time of the last record. */
  readonly known: Instant;
}

export function readReports(records: readonly LogRecord[], before: Instant): ReportsRead {
  let known = before;
  const kept: KeptSubmission[] = [];
  const unreadable: ParkedReport[] = [];
  for (const { offset, key, value } of records) {
    try {
      const submission = readSubmission(value);
      known = knownAfter(known, parseInstant(submission.recordedtime));
      const one = keptOf(submission, { known, offset, value });
      if (one) kept.push({ ...one, parked: { submission: submission.id, key, known, offset, value } });
    } catch (error) {
      const seen = glimpse(value);
      known = knownAfter(known, seen.recorded);
      const reason = (error as Error).message;
      unreadable.push({ submission: seen.id ?? null, key, known, reason, offset, value });
    }
  }
  return { kept, unreadable, known };
}

/** What the read models keep of a submission; undefined where its events say everything. */
export function keptOf(
  submission: Submission,
  at: Pick<ReportRow, 'known' | 'offset' | 'value'>,
): Omit<KeptSubmission, 'parked'> | undefined {
  const { id } = submission;
  if (submission.type === 'BatchReceived') return { batch: { id, ids: submission.data.ids } };
  if (submission.type !== 'ReportReceived') return undefined;
  const { source, uri, revises, publishedAt } = submission.data;
  // A day is no instant and stays as it is; an instant is of its day in UTC, wherever it was written.
  const instant = publishedAt === undefined ? at.known : parseInstant(publishedAt);
  const day = (instant === undefined ? publishedAt! : printInstant(instant)).slice(0, 10);
  const text = searchedText(submission.data);
  return {
    report: {
      id,
      sourceId: source.id,
      uri: uri ?? null,
      revises: revises ?? null,
      day: day < BEGINNING ? BEGINNING : day,
      text,
      ...at,
    },
  };
}
