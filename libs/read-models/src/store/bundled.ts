import type { Snapshot } from './reader.js';

/** An event that belongs into a bundle, and where in `events` it lies. */
export interface BundledEvent {
  readonly id: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** What goes out as one: events, and the records of the reports that they came of. */
export interface Bundled {
  readonly events: readonly BundledEvent[];
  /** The records' values, to the byte, by report id. */
  readonly reports: ReadonlyMap<string, Buffer>;
}

/** Everything that a report caused, what was decided about it and about its claims, and the report itself. */
export const bundledReport = (snapshot: Snapshot, report: string, limit: number): Promise<Bundled> =>
  bundled(snapshot, `submission = $1::uuid or subject = 'report/' || $1::text`, report, limit);

/** Everything under these subjects, with all reports that it came of and their receipts. */
export const bundledSubjects = (snapshot: Snapshot, subjects: readonly string[], limit: number): Promise<Bundled> =>
  bundled(snapshot, 'subject = any($1::text[])', subjects, limit);

/** Under which subjects the events lie on which a row rests or rested. */
export async function subjectsOfRow({ runner }: Snapshot, id: string): Promise<string[]> {
  const rows = (await runner.query(
    `select distinct subject from basis join event using (event_id) where basis.id = $1::uuid order by subject limit 100`,
    [id],
  )) as { subject: string }[];
  return rows.map(({ subject }) => subject);
}

/**
 * Reviews are followed to the end, since a review may be about a review. One event more than `limit` shows that there are
 * too many.
 */
async function bundled(
  { runner }: Snapshot,
  condition: string,
  asked: string | readonly string[],
  limit: number,
): Promise<Bundled> {
  const rows = (await runner.query(
    `with recursive chosen as (
       select event_id, submission from event where ${condition}
       union
       select event.event_id, event.submission from event join chosen on event.of_event = chosen.event_id
     ), behind as (
       select report_id, 'report/' || report_id as subject from report
       where report_id in (select submission from chosen)
     )
     select event_id as id, partition, "offset" from event
     where event_id in (select event_id from chosen)
       or type = 'ReportRecorded' and subject in (select subject from behind)
     order by partition, "offset" limit $2`,
    [asked, limit + 1],
  )) as { id: string; partition: number; offset: string }[];
  const events = rows.map(({ id, partition, offset }) => ({ id, partition, offset: BigInt(offset) }));
  const reports = (await runner.query(
    `select report_id as id, value from report
     where report_id in (select submission from event where event_id = any($1::uuid[]))`,
    [events.slice(0, limit).map(({ id }) => id)],
  )) as { id: string; value: Buffer }[];
  return { events, reports: new Map(reports.map(({ id, value }) => [id, value])) };
}
