import {
  digestOfIds,
  idOfReport,
  receiptIdOf,
  receivedOf,
  systemClock,
  writeRecord,
  type Report,
  type Unstamped,
} from '#domain';
import type { Draft } from '#log';
import { claimsOf, PRODUCER } from './backlog.js';
import { structuredReport } from './reports.js';

/** A report as `reports` has it, and all that the recorder appends for it, its receipt last. */
export interface RecordedReport {
  readonly report: Draft;
  readonly events: readonly Draft[];
}

/** Reports of structured sources as door and recorder write them: all of it holds against a verifier. Endless. */
export function* recordedReports(ledger: string): Generator<RecordedReport> {
  for (let number = 0; ; number += 1) {
    const { report } = structuredReport(number);
    const id = idOfReport(report);
    const value = receivedRecord(id, report, ledger);
    const claims = claimsOf({ id, report }, ledger);
    const ids = claims.map((claim) => claim.id);
    const receipt: Unstamped<'ReportRecorded'> = {
      ...about(id, ledger),
      id: receiptIdOf(id),
      type: 'ReportRecorded',
      data: {
        ...{ reportId: id, ...receivedOf(value, report.body) },
        ...{ events: ids.length, eventsDigest: digestOfIds(ids), extractor: PRODUCER },
      },
    };
    const events = [...claims, receipt].map((event) => ({ key: event.subject, print: writeRecord(event) }));
    yield { report: { key: id, print: () => value }, events };
  }
}

const about = (id: string, source: string) => ({
  source,
  subject: `report/${id}`,
  correlationid: id,
  causationid: id,
});

/** Printed at once: its receipt has its digest. */
const receivedRecord = (id: string, report: Report, ledger: string): Uint8Array =>
  writeRecord({ ...about(id, ledger), id, type: 'ReportReceived', channel: 'http', data: report })(systemClock());
