import { personId, type ClaimType } from '#domain';
import { actsOf } from '../engine/acts.js';
import { daysApart } from '../engine/days.js';
import type { KnownClaim, ReadModel } from '../engine/model.js';
import { timeline, turnOf, type Period, type Turn } from '../engine/timeline.js';
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

type Heard = keyof typeof on;

/** A denial speaks of the same matter when it lies within a month of the claim. */
const DENIAL_DAYS_MAX = 31;

export const prisoner: ReadModel<Heard, PrisonerSlice> = {
  name: 'prisoner',
  table: prisonerTable,
  on,
  unit: ({ data: { person } }) => personId(person.country, person.name),
  slices(claims) {
    const first = claims[0];
    if (!first) return [];
    const denials = claims.filter(({ event }) => event.data.modality === 'denied');
    const turns = claims.flatMap((claim) => turnsOf(claim, denials));
    const periods = timeline<Status>(turns, 'unknown', resolve);
    return periods.map((period) => sliceOf(period, claims, turns));
  },
};

function turnsOf(claim: KnownClaim<Heard>, denials: readonly KnownClaim<Heard>[]): Turn<Status>[] {
  const effect = on[claim.event.type];
  if (effect === null) return [];
  const denied = denials.some(
    (denial) => denial.event.type === claim.event.type && daysApart(denial, claim) <= DENIAL_DAYS_MAX,
  );
  const turn = turnOf<Status>(claim, denied ? 'disputed' : effect);
  return turn ? [turn] : [];
}

/** Several things told of one day. */
function resolve(sameDay: readonly Turn<Status>[]): Status {
  const said = new Set(sameDay.map(({ status }) => status));
  if (said.size === 1) return sameDay[0]!.status;
  if (said.has('died')) return 'died';
  // Whoever was led back had been let go first; whoever was expelled had been released to be so.
  if (sameDay.some(({ claim }) => claim.event.type === 'ReleaseReversed')) return 'in_custody';
  if (said.size === 2 && said.has('released') && said.has('expelled')) return 'expelled';
  return 'disputed';
}

function sliceOf(
  period: Period<Status>,
  claims: readonly KnownClaim<Heard>[],
  turns: readonly Turn<Status>[],
): PrisonerSlice {
  const { person } = claims[0]!.event.data;
  const ofDays = new Set(period.claims);
  const ofOtherDays = new Set(turns.map(({ claim }) => claim).filter((claim) => !ofDays.has(claim)));
  // The days before anything is claimed rest on nothing; a later claim does not change them.
  const acts =
    period.since === null ? [] : claims.filter((claim) => !ofOtherDays.has(claim) || isEarlier(claim, period));
  const shown = turns.length === 0 ? claims : acts;
  return {
    id: personId(person.country, person.name),
    validFrom: period.validFrom,
    validTo: period.validTo,
    certain: period.certain,
    name: person.name,
    country: person.country,
    status: period.status,
    details: { since: period.since, person, acts: actsOf(shown), durations: durationsOf(shown) },
  };
}

const isEarlier = (claim: KnownClaim, period: Period<Status>): boolean =>
  (claim.event.data.occurred.earliest ?? period.validFrom) < period.validTo;

const durationsOf = (claims: readonly KnownClaim<Heard>[]) =>
  claims.flatMap(({ event }) =>
    event.type === 'DurationClaimed' ? [{ event: event.id, count: event.data.count, unit: event.data.unit }] : [],
  );
