import { mentionIds, readEvent, type Instant, type LedgerEvent, type Person } from '#domain';
import { isReview, Reviews, type ReviewEvent, type Standing } from '../engine/standing.js';
import type { ModelName } from '../models.js';
import type { Snapshot } from './reader.js';
import { judgementsOn, type Judged } from './sounding.js';

/** A review of the event, or of a review of it. */
export interface ReviewOn {
  readonly event: ReviewEvent;
  readonly known: Instant;
  /** Retracted: it does not count. */
  readonly isVoid: boolean;
}

/** A report as the log has it, and the acts of which it is the subject: its receipt, revisions, a withdrawal. */
export interface ReportBehind {
  readonly id: string;
  readonly known: Instant;
  /** The record's value, to the byte. */
  readonly value: Buffer;
  readonly acts: readonly LedgerEvent[];
}

/** All that is known of one event at an instant. */
export interface EventAccount {
  readonly event: LedgerEvent;
  /** The record's value, to the byte. */
  readonly value: Buffer;
  readonly known: Instant;
  readonly partition: number;
  readonly offset: bigint;
  /** Whether it counts; of what is no claim and no review this means nothing. */
  readonly standing: Standing;
  readonly reports: readonly ReportBehind[];
  readonly reviews: readonly ReviewOn[];
  readonly judgements: readonly Judged[];
  /** The rows that rest on it. */
  readonly rows: readonly { readonly model: ModelName; readonly id: string }[];
}

interface Row {
  readonly known: string;
  readonly value: Buffer;
}

/** @returns undefined where no such event was known at the instant */
export async function eventAccount(
  snapshot: Snapshot,
  id: string,
  knownAt: Instant,
): Promise<EventAccount | undefined> {
  const at = String(knownAt);
  const [row] = (await snapshot.runner.query(
    'select known, value, partition, "offset", submission, unit from event where event_id = $1 and known <= $2',
    [id, at],
  )) as (Row & { partition: number; offset: string; submission: string; unit: string | null })[];
  if (!row) return undefined;
  const event = readEvent(row.value);
  const { reviews, of } = await reviewsOn(snapshot, id, at);
  const rows = (await snapshot.runner.query(
    'select distinct id from basis where event_id = $1 and known_from <= $2 and known_to > $2 order by id',
    [id, at],
  )) as { id: string }[];
  const model = (row.unit ?? '').split(':')[0] as ModelName;
  return {
    event,
    value: row.value,
    known: BigInt(row.known),
    partition: row.partition,
    offset: BigInt(row.offset),
    standing: of,
    reports: await reportsBehind(snapshot, reportsOf(event, row.submission), at),
    reviews,
    judgements: await judgementsOn(snapshot, peopleIn(event).flatMap(mentionIds), knownAt),
    rows: rows.map((one) => ({ model, id: one.id })),
  };
}

const reportsOf = (event: LedgerEvent, submission: string): string[] =>
  'evidence' in event.data ? event.data.evidence.map(({ reportId }) => reportId) : [submission];

const peopleIn = ({ data }: LedgerEvent): Person[] => ('person' in data ? [data.person] : []);

async function reviewsOn(
  { runner }: Snapshot,
  id: string,
  knownAt: string,
): Promise<{ reviews: ReviewOn[]; of: Standing }> {
  const rows = (await runner.query(
    `with recursive review as (
       select event_id, known, value from event where of_event = $1 and known <= $2
       union
       select event.event_id, event.known, event.value from event
       join review on event.of_event = review.event_id where event.known <= $2
     ) select known, value from review order by known, event_id`,
    [id, knownAt],
  )) as Row[];
  const all = rows.map(({ known, value }) => ({ event: readEvent(value), known: BigInt(known) }));
  const reviews = new Reviews();
  for (const { event } of all) if (isReview(event)) reviews.add(event);
  return {
    of: reviews.of(id),
    reviews: all.flatMap(({ event, known }) =>
      isReview(event) ? [{ event, known, isVoid: reviews.isVoid(event.id) }] : [],
    ),
  };
}

async function reportsBehind({ runner }: Snapshot, ids: readonly string[], knownAt: string): Promise<ReportBehind[]> {
  const wanted = [...new Set(ids)];
  const reports = (await runner.query(
    'select report_id as id, known, value from report where report_id = any($1::uuid[]) order by known, report_id',
    [wanted],
  )) as (Row & { id: string })[];
  const acts = (await runner.query(
    `select subject, value from event where subject = any($1::text[]) and known <= $2 order by known, event_id`,
    [wanted.map((id) => `report/${id}`), knownAt],
  )) as { subject: string; value: Buffer }[];
  return reports.map(({ id, known, value }) => ({
    id,
    known: BigInt(known),
    value,
    acts: acts.filter(({ subject }) => subject === `report/${id}`).map((act) => readEvent(act.value)),
  }));
}
