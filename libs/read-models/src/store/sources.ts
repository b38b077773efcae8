import { rereadEvent, readSubmission, type Envelope, type Instant, type LedgerEvent } from '#domain';
import type { ModelName } from '../models.js';
import type { Snapshot } from './reader.js';

export interface SourceLine {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly reports: number;
}

interface Line {
  readonly source_id: string;
  readonly reports: number;
  readonly value: Buffer;
}
/** A source is called what its newest report calls it. */
const lineOf = ({ source_id: id, reports, value }: Line): SourceLine => {
  const { source } = (readSubmission(value) as Envelope<'ReportReceived'>).data;
  return { id, name: source.name, kind: source.kind, reports };
};

const LINES = `select distinct on (source_id) source_id, (count(*) over (partition by source_id))::int as reports, value
  from report where known <= $1`;

/** Sources in order of their ids, after one of them; one more than `limit` shows that there is another page. */
export async function sources(
  { runner }: Snapshot,
  { after, limit }: { after: string; limit: number },
  knownAt: Instant,
): Promise<SourceLine[]> {
  const lines = (await runner.query(
    `${LINES} and source_id > $2
       and source_id in (select distinct source_id from report where source_id > $2 and known <= $1 order by 1 limit $3)
     order by source_id, known desc`,
    [String(knownAt), after, limit + 1],
  )) as Line[];
  return lines.map(lineOf);
}

/** A claim that no longer counts, and the act by which it was taken back. */
export interface TakenBack {
  readonly claim: LedgerEvent;
  readonly review: LedgerEvent;
}
/** A row of which nobody but one source tells, and one of its claims. */
export interface RestsAlone {
  readonly model: ModelName;
  readonly id: string;
  readonly claim: LedgerEvent;
}
export interface SourceAccount {
  readonly line: SourceLine;
  readonly claims: Readonly<Record<string, number>>;
  readonly takenBack: readonly TakenBack[];
  readonly restsAlone: readonly RestsAlone[];
}

/** The most that each list of an account names: the newest. */
const NAMED_MAX = 200;

const CLAIMS_OF = `report join event on event.submission = report.report_id
  where report.source_id = $1 and event.known <= $2 and event.unit is not null and event.of_event is null`;
const RESTS_AT = 'basis.known_from <= $2 and basis.known_to > $2';

/** What a source has told, what of it was taken back, and what rests on nobody else; undefined where it has told nothing. */
export async function sourceAccount(
  { runner }: Snapshot,
  id: string,
  knownAt: Instant,
): Promise<SourceAccount | undefined> {
  const at = [id, String(knownAt)];
  const [line] = (await runner.query(`${LINES} and source_id = $2 order by source_id, known desc`, [
    at[1],
    id,
  ])) as Line[];
  if (!line) return undefined;
  const types = (await runner.query(
    `select type, count(*)::int as claims from ${CLAIMS_OF} group by type order by type`,
    at,
  )) as { type: string; claims: number }[];
  // What a review has taken back rests in no row any more; a review that is void has taken nothing back.
  const back = (await runner.query(
    `select event.value as claim, review.value as review
     from ${CLAIMS_OF.replace(' where', ' join event as review on review.of_event = event.event_id where')}
       and review.known <= $2 and review.type in ('ClaimCorrected', 'ClaimRejected', 'ClaimRetracted')
       and not exists (select from basis where basis.event_id = event.event_id and ${RESTS_AT})
     order by review.known desc limit ${NAMED_MAX}`,
    at,
  )) as { claim: Buffer; review: Buffer }[];
  const alone = (await runner.query(
    `select id, unit, value from (
       select distinct on (basis.id) basis.id, event.unit, event.value, event.known
       from ${CLAIMS_OF.replace(' where', ' join basis using (event_id) where')} and ${RESTS_AT}
       order by basis.id, event.known desc
     ) as mine
     where not exists (
       select from basis join event using (event_id) left join report on report.report_id = event.submission
       where basis.id = mine.id and ${RESTS_AT} and report.source_id is distinct from $1
     )
     order by known desc, id limit ${NAMED_MAX}`,
    at,
  )) as { id: string; unit: string; value: Buffer }[];
  return {
    line: lineOf(line),
    claims: Object.fromEntries(types.map(({ type, claims }) => [type, claims])),
    takenBack: back.map(({ claim, review }) => ({ claim: rereadEvent(claim), review: rereadEvent(review) })),
    restsAlone: alone.map(({ id: row, unit, value }) => ({
      model: unit.slice(0, unit.indexOf(':')) as ModelName,
      id: row,
      claim: rereadEvent(value),
    })),
  };
}

/** The newest reports of each of these sources, by source. */
export async function newestReports(
  { runner }: Snapshot,
  ids: readonly string[],
  knownAt: Instant,
  most: number,
): Promise<Map<string, string[]>> {
  const rows = (await runner.query(
    `select asked.id, newest.report_id from unnest($1::text[]) as asked (id) cross join lateral (
       select report_id, known from report where source_id = asked.id and known <= $2 order by known desc limit $3
     ) as newest order by newest.known desc`,
    [ids, String(knownAt), most],
  )) as { id: string; report_id: string }[];
  const reports = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { id, report_id } of rows) reports.get(id)!.push(report_id);
  return reports;
}

/** The newest claims of a source, by type. */
export async function newestClaims(
  { runner }: Snapshot,
  id: string,
  knownAt: Instant,
  most: number,
): Promise<Map<string, string[]>> {
  const rows = (await runner.query(
    `select type, (array_agg(event.event_id::text order by event.known desc))[1:$3::int] as ids
     from ${CLAIMS_OF} group by type`,
    [id, String(knownAt), most],
  )) as { type: string; ids: string[] }[];
  return new Map(rows.map(({ type, ids }) => [type, ids]));
}
