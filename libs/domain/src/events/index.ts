import type { z } from 'zod';
import { exchangeEvents } from './exchange.js';
import { groupEvents } from './group.js';
import { ledgerEvents, reportEvents } from './house.js';
import { countEvents, prisonerEvents } from './prisoner.js';
import { identityEvents, reviewEvents, type ReviewType } from './review.js';
import { sanctionEvents } from './sanction.js';

/** Types that claim something about the world; a report can hold them. */
export const CLAIMS = {
  ...sanctionEvents,
  ...prisonerEvents,
  ...groupEvents,
  ...countEvents,
  ...exchangeEvents,
};

/** Every type that the `events` topic holds. A new type is added to its family's file and is known from here on. */
export const EVENTS = { ...CLAIMS, ...reportEvents, ...reviewEvents, ...identityEvents, ...ledgerEvents };

export type ClaimType = keyof typeof CLAIMS;
export type EventType = keyof typeof EVENTS;
export type DataOf<Type extends EventType> = z.infer<(typeof EVENTS)[Type]['data']>;

export const isClaimType = (type: string): type is ClaimType => Object.hasOwn(CLAIMS, type);
export const isReviewType = (type: string): type is ReviewType => Object.hasOwn(reviewEvents, type);
export const isEventType = (type: string): type is EventType => Object.hasOwn(EVENTS, type);

export { MEASURES, type Target } from './sanction.js';
export { LINKS } from './exchange.js';
export type { GroupType } from './group.js';
export { METRICS, RELEASE_MODES, blockOf } from './prisoner.js';
export { REVIEW_REASONS, type ReviewType } from './review.js';
export type { Actor, RefusedClaim } from './house.js';
