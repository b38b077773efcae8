import { rereadEvent, readSubmission, type Instant } from '#domain';
import type { KnownClaim } from '../engine/model.js';
import { isReview, type ReviewEvent } from '../engine/standing.js';
import { reportsByIds } from '../store/events.js';
import type { Snapshot } from '../store/reader.js';
import type { Reviewed } from './annotated.js';

/** How many reports lie in memory at a time. */
const REPORTS_AT_ONCE = 20;

/** Reports of which somebody has reviewed a claim by an instant, by id, with all that was said of their claims until then. */
export async function* reviewedReports(snapshot: Snapshot, knownAt: Instant): AsyncGenerator<Reviewed[]> {
  // The ids at once: so many as people have reviewed. To ask for them page by page would look at all reviews each time.
  const rows = (await snapshot.runner.query(
    `select distinct claim.submission as id from event as act join event as claim on claim.event_id = act.of_event
     where act.type in ('ClaimConfirmed', 'ClaimCorrected', 'ClaimRejected') and act.known <= $1 order by 1`,
    [String(knownAt)],
  )) as { id: string }[];
  for (let at = 0; at < rows.length; at += REPORTS_AT_ONCE) {
    const ids = rows.slice(at, at + REPORTS_AT_ONCE).map(({ id }) => id);
    yield await reviewedOf(snapshot, ids, knownAt);
  }
}

async function reviewedOf(snapshot: Snapshot, ids: readonly string[], knownAt: Instant): Promise<Reviewed[]> {
  const reports = await reportsByIds(snapshot, ids);
  const claims = await eventsWhere(snapshot, 'submission', ids, knownAt);
  const reviews: ReviewEvent[] = [];
  // A review may be about a review.
  for (let about = claims.map(({ id }) => id); about.length > 0;) {
    const found = (await eventsWhere(snapshot, 'of_event', about, knownAt)).filter((event) => isReview(event));
    reviews.push(...found);
    about = found.map(({ id }) => id);
  }
  const replacing = reviews.flatMap((review) => (review.type === 'ClaimCorrected' ? [review.data.replacedBy] : []));
  const replacements = await eventsWhere(snapshot, 'event_id', replacing, knownAt);
  const byId = new Map(replacements.map((event) => [event.id, event as KnownClaim['event']]));
  return ids.flatMap((reportId) => {
    const value = reports.get(reportId);
    const submission = value && readSubmission(value);
    if (submission?.type !== 'ReportReceived') return [];
    const own = claims.filter(({ correlationid, data }) => correlationid === reportId && 'evidence' in data);
    return [{ reportId, report: submission.data, claims: own as KnownClaim['event'][], reviews, replacements: byId }];
  });
}

async function eventsWhere(
  { runner }: Snapshot,
  column: 'submission' | 'of_event' | 'event_id',
  ids: readonly string[],
  knownAt: Instant,
): Promise<ReturnType<typeof rereadEvent>[]> {
  if (ids.length === 0) return [];
  const rows = (await runner.query(
    `select value from event where ${column} = any($1::uuid[]) and known <= $2 order by known, event_id`,
    [[...ids], String(knownAt)],
  )) as { value: Buffer }[];
  return rows.map(({ value }) => rereadEvent(value));
}
