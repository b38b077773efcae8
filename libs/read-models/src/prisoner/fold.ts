import { personId, type ClaimType } from '#domain';
import { CourseFold, type Coursing } from '../engine/course.js';
import { daysApart } from '../engine/days.js';
import type { KnownClaim, ReadModel } from '../engine/model.js';
import { turnOf, type Turn } from '../engine/turns.js';
import { prisonerDetails } from './details.js';
import type { PrisonerSlice, Status } from './row.js';
import { prisonerTable } from './table.js';

/** What each type does to the status of the person; null where it says nothing of custody. */
const on = {
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

export type PrisonerClaim = KnownClaim<keyof typeof on>;

/** A denial speaks of the same matter when it lies within a month of the claim. */
const DENIAL_DAYS_MAX = 31;

const coursing: Coursing<PrisonerSlice, Status> = {
  before: 'unknown',
  turns(claim) {
    const effect = on[(claim as PrisonerClaim).event.type];
    const turn = effect === null ? undefined : turnOf<Status>(claim, effect);
    return turn ? [turn] : [];
  },
  resolve,
  doubts: {
    status: 'disputed',
    by: ({ event }) => event.data.modality === 'denied',
    of: (denial, claim) => denial.event.type === claim.event.type && daysApart(denial, claim) <= DENIAL_DAYS_MAX,
  },
  id: idOf,
  row(lead, { status, since, validFrom, validTo, certain }) {
    const { person } = (lead as PrisonerClaim).event.data;
    return {
      id: idOf(lead),
      validFrom,
      validTo,
      certain,
      name: person.name,
      country: person.country,
      status,
      sinceEarliest: since?.earliest ?? null,
      sinceLatest: since?.latest ?? null,
    };
  },
};

export const prisoner: ReadModel<keyof typeof on, PrisonerSlice> = {
  name: 'prisoner',
  table: prisonerTable,
  on,
  unit: ({ data: { person } }) => personId(person.country, person.name),
  fold: () => new CourseFold(coursing),
  details: (row, claims) =>
    prisonerDetails(
      row,
      claims,
      claims.filter((claim) => coursing.turns(claim).length > 0),
    ),
};

function idOf(claim: KnownClaim): string {
  const { person } = (claim as PrisonerClaim).event.data;
  return personId(person.country, person.name);
}

/** Several things told of one day. */
function resolve(sameDay: readonly Turn<Status>[]): Status {
  const said = new Set(sameDay.map(({ status }) => status));
  if (said.size === 1) return sameDay[0]!.status;
  if (said.has('died')) return 'died';
  // Whoever was led back had been let go first; whoever was expelled had been released to be so.
  if (sameDay.some(({ kind }) => kind === 'ReleaseReversed')) return 'in_custody';
  if (said.size === 2 && said.has('released') && said.has('expelled')) return 'expelled';
  return 'disputed';
}
