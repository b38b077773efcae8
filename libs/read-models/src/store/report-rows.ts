import type { QueryRunner } from 'typeorm';
import type { ReportsPart } from './work.js';

/** Keeps reports and lists of ids. The first record of an id is the report, whichever is written first. */
export async function insertReports(
  runner: QueryRunner,
  { reports, batches }: ReportsPart,
  partition: number,
): Promise<void> {
  await runner.query(
    `insert into report as earlier (report_id, source_id, uri, revises, known, partition, "offset", value, day, words)
     select distinct on (id) id, source_id, uri, revises, known, $8::int, "offset", value, day,
       to_tsvector('english', text)
     from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::bigint[], $6::bigint[], $7::bytea[], $9::date[],
       $10::text[]) as r (id, source_id, uri, revises, known, "offset", value, day, text)
     order by id, "offset"
     on conflict (report_id) do update set source_id = excluded.source_id, uri = excluded.uri,
       revises = excluded.revises, known = excluded.known, "offset" = excluded."offset", value = excluded.value,
       day = excluded.day, words = excluded.words
     where excluded.partition = earlier.partition and excluded."offset" < earlier."offset"`,
    [
      reports.map(({ id }) => id),
      reports.map(({ sourceId }) => sourceId),
      reports.map(({ uri }) => uri),
      reports.map(({ revises }) => revises),
      reports.map(({ known }) => String(known)),
      reports.map(({ offset }) => String(offset)),
      reports.map(({ value }) => value),
      partition,
      reports.map(({ day }) => day),
      reports.map(({ text }) => text),
    ],
  );
  for (const { id, ids } of batches) {
    await runner.query('insert into batch values ($1, $2) on conflict do nothing', [id, ids]);
  }
}
