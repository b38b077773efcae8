import type { Envelope, Instant, LedgerEvent, ReviewType } from '#domain';
import type { KnownClaim } from './model.js';

/** An event of a unit: a claim, or a review of one. */
export interface KnownEvent {
  readonly event: LedgerEvent;
  readonly known: Instant;
}

const REVIEWS: Record<ReviewType, true> = {
  ClaimConfirmed: true,
  ClaimRejected: true,
  ClaimCorrected: true,
  ClaimRetracted: true,
};
type ReviewEvent = Envelope<ReviewType>;

export const isReview = (event: LedgerEvent): event is Extract<LedgerEvent, { type: ReviewType }> =>
  Object.hasOwn(REVIEWS, event.type);

/**
 * Which claims stand. A retraction voids what it is about, a review included, unless it is itself void; of the other
 * reviews that are not void the last one in the log's order counts, so that an analyst can change a judgement.
 */
export function standing(events: readonly KnownEvent[]): KnownClaim[] {
  const reviews = new Map<string, ReviewEvent[]>();
  for (const { event } of events) {
    if (!isReview(event)) continue;
    const about = reviews.get(event.data.of);
    if (about) about.push(event);
    else reviews.set(event.data.of, [event]);
  }
  const isVoid = (id: string): boolean =>
    (reviews.get(id) ?? []).some((review) => review.type === 'ClaimRetracted' && !isVoid(review.id));
  const claims: KnownClaim[] = [];
  for (const { event, known } of events) {
    if (isReview(event) || isVoid(event.id)) continue;
    const last = (reviews.get(event.id) ?? []).filter((review) => !isVoid(review.id)).at(-1);
    if (last?.type === 'ClaimRejected' || last?.type === 'ClaimCorrected') continue;
    claims.push({ event: event as KnownClaim['event'], known, confirmed: last?.type === 'ClaimConfirmed' });
  }
  return claims;
}
