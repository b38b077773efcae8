import type { ClaimType } from '#domain';
import type { KnownClaim } from '../engine/model.js';
import { isDated, isUndatedPast } from '../engine/span.js';
import type { Anew } from '../engine/turns.js';
import type { Status } from './row.js';

/** What each type does to the status of the person; null where it says nothing of custody. */
export const SAYS = {
  PersonDetained: 'in_custody',
  PersonSentenced: 'in_custody',
  PrisonerTransferred: 'in_custody',
  // An act of clemency is not yet freedom: pardons of 2021 only moved people to another regime.
  PrisonerPardoned: null,
  PrisonerReleased: 'released',
  PersonExpelled: 'expelled',
  ReleaseReversed: 'in_custody',
  DiedInCustody: 'died',
  StatusRecognised: null,
  StatusWithdrawn: null,
  DurationClaimed: null,
} as const satisfies Partial<Record<ClaimType, Status | null>>;

export type PersonType = keyof typeof SAYS;
/** A claim about one person. */
export type PrisonerClaim = KnownClaim<PersonType>;

/** A denial speaks of the same matter when it lies within a month of the claim. */
export const DENIAL_DAYS_MAX = 31;

/** Two claims of one kind that lie further apart than this tell of two arrests, or of two releases. */
const ONE_MATTER_DAYS_MAX = 31;
const FREE: readonly Status[] = ['released', 'expelled'];

/**
 * When a claim shows that what was so before it had ended, though nobody told of that: whoever is arrested anew was free, and
 * whoever is freed anew, or dies in custody, had been taken. House arrest, a transfer and a sentence are part of the same
 * custody, and what has no date may be the arrest, or the release, that was told before. Until then, from the last day of
 * which it was told, the status is unknown and not certain, and an episode of custody has its end between the two.
 */
export function anewOf(claim: PrisonerClaim): Anew<Status> | undefined {
  const { event } = claim;
  if (event.type === 'DiedInCustody') return { days: 0, after: FREE };
  if (!isDated(claim)) return undefined;
  if (event.type === 'PrisonerReleased') return { days: ONE_MATTER_DAYS_MAX, after: FREE };
  if (event.type !== 'PersonDetained' || event.data.basis === 'house_arrest') return undefined;
  return { days: event.data.basis === 're_arrest' ? 0 : ONE_MATTER_DAYS_MAX, after: ['in_custody'] };
}

/** Whether a claim holds only where nothing else is known, as history without a day does; of death there is but one day. */
export const givesWay = (claim: KnownClaim): boolean => claim.event.type !== 'DiedInCustody' && isUndatedPast(claim);

/** Several things told of one day. `kind` is the claim's type. */
export function resolveDay(sameDay: readonly { readonly status: Status; readonly kind: string }[]): Status {
  const said = new Set(sameDay.map(({ status }) => status));
  if (said.size === 1) return sameDay[0]!.status;
  if (said.has('died')) return 'died';
  // Whoever was led back had been let go first; whoever was expelled had been released to be so.
  if (sameDay.some(({ kind }) => kind === 'ReleaseReversed')) return 'in_custody';
  if (said.size === 2 && said.has('released') && said.has('expelled')) return 'expelled';
  return 'disputed';
}
