import type { Instant } from '#domain';
import type { Snapshot } from './reader.js';

/** A report of which nothing came, or nothing yet. */
export interface SilentReport {
  readonly reportId: string;
  readonly sourceId: string | null;
  readonly uri: string | null;
  readonly known: Instant;
  /** What its receipt says of it; null where there is no receipt. */
  readonly reason: string | null;
}

export interface GapPage {
  readonly source?: string | undefined;
  readonly limit: number;
  readonly before?: { readonly known: Instant; readonly id: string } | undefined;
}

interface Row {
  readonly report_id: string;
  readonly source_id: string | null;
  readonly uri: string | null;
  readonly known: string;
  readonly reason: string | null;
}

/** Reports that were read and in which nothing was found, newest first; one more than `limit` shows another page. */
export async function reportsWithoutEvents({ runner }: Snapshot, page: GapPage): Promise<SilentReport[]> {
  const rows = (await runner.query(
    `select receipt.submission as report_id, source_id, uri, receipt.known,
       convert_from(receipt.value, 'UTF8')::jsonb #>> '{data,reason}' as reason
     from event receipt left join report on report_id = receipt.submission
     where type = 'ReportRecorded' and closes = 0 and ($1::text is null or source_id = $1)
       and ($2::bigint is null or (receipt.known, receipt.submission) < ($2, $3::uuid))
     order by receipt.known desc, receipt.submission desc limit $4`,
    parametersOf(page),
  )) as Row[];
  return rows.map(silent);
}

/** Reports that came in and have no receipt yet, nor one that waits: the recorder or the projector is not there yet. */
export async function reportsWithoutReceipt({ runner }: Snapshot, page: GapPage): Promise<SilentReport[]> {
  const rows = (await runner.query(
    `select report_id, source_id, uri, known, null as reason from report
     where ($1::text is null or source_id = $1) and ($2::bigint is null or (known, report_id) < ($2, $3::uuid))
       and not exists (select from event where submission = report_id and type = 'ReportRecorded')
       and not exists (select from parked_event where submission = report_id)
     order by known desc, report_id desc limit $4`,
    parametersOf(page),
  )) as Row[];
  return rows.map(silent);
}

const parametersOf = ({ source, before, limit }: GapPage): unknown[] => [
  source ?? null,
  before ? String(before.known) : null,
  before?.id ?? null,
  limit + 1,
];

const silent = (row: Row): SilentReport => ({
  reportId: row.report_id,
  sourceId: row.source_id,
  uri: row.uri,
  known: BigInt(row.known),
  reason: row.reason,
});
