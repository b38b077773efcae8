import type { ClaimType } from '#domain';
import type { KnownClaim } from '../engine/model.js';
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
