import type { AssertedBy, ClaimType, Modality, Occurred } from '#domain';
import type { KnownClaim } from './model.js';

/** A claim in short, as a row lists it: what kind, how it is said, when it was so, by whom, and which event it is. */
export interface Act {
  readonly event: string;
  readonly type: ClaimType;
  readonly modality: Modality;
  readonly occurred: Occurred;
  readonly assertedBy: AssertedBy;
  readonly confirmed: boolean;
}

/** The most acts that a row lists; `/v1/events?subject=` has all of them. */
const ACTS_MAX = 100;

export const actsOf = (claims: readonly KnownClaim[]): Act[] =>
  claims.slice(-ACTS_MAX).map(({ event, confirmed }) => ({
    event: event.id,
    type: event.type,
    modality: event.data.modality,
    occurred: event.data.occurred,
    assertedBy: event.data.assertedBy,
    confirmed,
  }));
