import type { Envelope, Instant, LedgerEvent, ReviewType } from '#domain';
import { recordedBefore } from './model.js';

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
export type ReviewEvent = Extract<LedgerEvent, { type: ReviewType }>;

export const isReview = (event: LedgerEvent): event is ReviewEvent => Object.hasOwn(REVIEWS, event.type);

/** Whether a claim counts: `out` when it was retracted, rejected or corrected by another. */
export type Standing = 'stands' | 'confirmed' | 'out';

/**
 * Which claims stand. A retraction voids what it is about, a review included, unless it is itself void; of the other
 * reviews that are not void the one recorded last counts, so that an analyst can change a judgement.
 */
export class Reviews {
  private readonly about = new Map<string, Envelope<ReviewType>[]>();

  add(review: ReviewEvent): void {
    const others = this.about.get(review.data.of);
    if (others) others.push(review);
    else this.about.set(review.data.of, [review]);
  }

  of(claim: string): Standing {
    if (this.isVoid(claim)) return 'out';
    let last: Envelope<ReviewType> | undefined;
    for (const review of this.about.get(claim) ?? []) {
      if (review.type === 'ClaimRetracted' || this.isVoid(review.id)) continue;
      if (!last || recordedBefore(last, review)) last = review;
    }
    if (last?.type === 'ClaimRejected' || last?.type === 'ClaimCorrected') return 'out';
    return last ? 'confirmed' : 'stands';
  }

  /** Was it retracted, by a retraction that is not void itself? */
  isVoid(id: string): boolean {
    return (this.about.get(id) ?? []).some((review) => review.type === 'ClaimRetracted' && !this.isVoid(review.id));
  }
}
