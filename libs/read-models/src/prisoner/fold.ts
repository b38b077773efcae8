import { personId, type ClaimType, type Person } from '#domain';
import { actsOf } from '../engine/acts.js';
import { daysApart } from '../engine/days.js';
import type { KnownClaim, ReadModel } from '../engine/model.js';
import { inOrder } from '../engine/order.js';
import { originsOf } from '../engine/origins.js';
import { narrowed, timeline, turnOf, type Period, type Turn } from '../engine/timeline.js';
import type { Episode } from './episode.js';
import { dayOf, episodesOf, type Duration } from './episodes.js';
import { episodeOn } from './days-in-custody.js';
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
  slices(unordered) {
    if (unordered.length === 0) return [];
    const claims = inOrder(unordered);
    const denials = claims.filter(({ event }) => event.data.modality === 'denied');
    const turns = narrowed(claims.flatMap((claim) => turnsOf(claim, denials)));
    const periods = timeline<Status>(turns, 'unknown', resolve);
    const person = personOf(claims);
    const episodes = episodesOf(periods, turns);
    return periods.map((period, at) => {
      const shown = shownIn(period, claims, turns);
      return sliceOf(period, person, { shown, episodes: withActs(episodes[at]!, shown) });
    });
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

/** The claims that a period rests on. The days before anything is claimed rest on nothing, and a later claim changes none. */
function shownIn(
  period: Period<Status>,
  claims: readonly KnownClaim<Heard>[],
  turns: readonly Turn<Status>[],
): readonly KnownClaim<Heard>[] {
  if (turns.length === 0) return claims;
  if (period.since === null) return [];
  const ofDays = new Set<KnownClaim>(period.claims);
  const turning = new Set<KnownClaim>(turns.map(({ claim }) => claim));
  return claims.filter((claim) => ofDays.has(claim) || !turning.has(claim) || isEarlier(claim, period));
}

const isEarlier = (claim: KnownClaim, period: Period<Status>): boolean =>
  (claim.event.data.occurred.earliest ?? period.validFrom) < period.validTo;

function sliceOf(
  period: Period<Status>,
  person: Person,
  { shown, episodes }: { shown: readonly KnownClaim<Heard>[]; episodes: readonly Episode[] },
): PrisonerSlice {
  return {
    id: personId(person.country, person.name),
    validFrom: period.validFrom,
    validTo: period.validTo,
    certain: period.certain,
    name: person.name,
    country: person.country,
    status: period.status,
    details: {
      since: period.since,
      person,
      episodes,
      acts: actsOf(shown),
      durations: shown.flatMap(durationOf),
      corroboration: originsOf(shown),
    },
  };
}

/** Each claim that turns nothing, such as a pardon, goes with the episode of its day. */
function withActs(episodes: readonly Episode[], shown: readonly KnownClaim<Heard>[]): Episode[] {
  const turning = new Map(episodes.flatMap((episode) => episode.acts.map((id) => [id, episode] as const)));
  const acts = new Map<Episode, string[]>(episodes.map((episode) => [episode, []]));
  for (const claim of shown) {
    const episode = turning.get(claim.event.id) ?? episodeOn(episodes, dayOf(claim));
    if (episode) acts.get(episode)!.push(claim.event.id);
  }
  return episodes.map((episode) => ({ ...episode, acts: acts.get(episode)!.slice(-ACTS_MAX) }));
}

/** The most acts that an episode lists, as many as a row does. */
const ACTS_MAX = 100;

/** One spelling's claims may each know something: identifiers add up, and a birth date stands while nobody has another. */
function personOf(claims: readonly KnownClaim<Heard>[]): Person {
  const people = claims.map(({ event }) => event.data.person);
  const { birthDate: _, ...first } = people[0]!;
  const births = new Set(people.flatMap(({ birthDate }) => birthDate ?? []));
  const identifiers = new Map(
    people.flatMap((person) => person.identifiers).map((one) => [`${one.scheme} ${one.value}`, one]),
  );
  return {
    ...first,
    ...(births.size === 1 ? { birthDate: [...births][0]! } : {}),
    identifiers: [...identifiers].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one),
  };
}

function durationOf({ event }: KnownClaim<Heard>): Duration[] {
  if (event.type !== 'DurationClaimed') return [];
  const { count, unit, occurred } = event.data;
  const on = occurred.earliest && occurred.latest ? { earliest: occurred.earliest, latest: occurred.latest } : null;
  return [{ event: event.id, count, unit, on }];
}
