import { blockOf, saysItHappened, type ClaimType, type DataOf } from '#domain';
import type { KnownClaim } from '../engine/model.js';
import { inOrder } from '../engine/order.js';
import { daysFrom, spanOf, type Days } from '../engine/span.js';

type Leg = DataOf<'ExchangeReported'>['legs'][number];

/**
 * What became of what a party was to give. `claimed`: it is told as done, but no act that did it is shown. `reversed_in_part`:
 * some of those who are named of a group were led back.
 */
export type Outcome = 'performed' | 'claimed' | 'promised' | 'refused' | 'reversed' | 'reversed_in_part' | 'unknown';

/** An act that performed a leg, or could have. */
export interface Performance {
  readonly event: string;
  readonly type: ClaimType;
  readonly when: Days;
  /** The act by which it was done, as the claim has it: a licence, an order, a decree. */
  readonly instrument: string | null;
  /** What it was done to: a target or a person; null for a group. */
  readonly upon: string | null;
}

export interface ComposedLeg {
  readonly party: Leg['party'];
  /** What it gives, in the words of those who tell of it. */
  readonly words: readonly string[];
  readonly events: readonly string[];
  readonly outcome: Outcome;
  readonly performedBy: readonly Performance[];
  /** Acts of the same authority and programme on other targets that followed: nobody says that they are it. */
  readonly followedBy: readonly Performance[];
  readonly reversedBy: readonly Performance[];
  /** Events that were named and that do not stand any more, or that we do not have. */
  readonly missing: readonly string[];
}

/** An instrument that comes later than this after what was promised is another matter. */
const FOLLOWS_DAYS_MAX = 180;

/**
 * What became of the legs of an exchange: one line a party, whatever the number of reports.
 * @param told the claims of the exchange
 * @param standing the claims that stand under the subjects of the events that legs name, those events among them
 */
export function composeLegs(
  told: readonly KnownClaim<'ExchangeReported'>[],
  standing: readonly KnownClaim[],
): ComposedLeg[] {
  const parties = new Map<string, Leg[]>();
  for (const { event } of inOrder(told)) {
    for (const leg of event.data.legs) parties.set(leg.party.country, [...(parties.get(leg.party.country) ?? []), leg]);
  }
  const claims = inOrder(standing);
  return [...parties].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, legs]) => composeLeg(legs, claims));
}

function composeLeg(legs: readonly Leg[], claims: readonly KnownClaim[]): ComposedLeg {
  const events = unique(legs.flatMap(({ gives }) => ('eventIds' in gives ? gives.eventIds : [])));
  const words = unique(legs.flatMap(({ gives }) => ('words' in gives ? [gives.words] : [])));
  const named = claims.filter(({ event }) => events.includes(event.id));
  const reversals = claims.filter((claim) => reverses(claim, named));
  const done = named.filter(isDone);
  const followers = claims.filter((claim) => !events.includes(claim.event.id) && follows(claim, named));
  const sameMatter = followers.filter((claim) => named.some((one) => matterOf(one) === matterOf(claim)));
  // Whoever only announces, or names no instrument, has not shown that it was done; what did it shows by its own act.
  const performing = [...done.filter((claim) => hasInstrument(claim) || !isAct(claim)), ...sameMatter.filter(isDone)];
  return {
    party: legs[0]!.party,
    words,
    events,
    outcome: outcomeOf(named, performing, reversals),
    performedBy: eachOnce(performing.map(performanceOf)),
    followedBy: eachOnce(followers.filter((claim) => isDone(claim) && !sameMatter.includes(claim)).map(performanceOf)),
    reversedBy: eachOnce(reversals.map(performanceOf)),
    missing: events.filter((id) => !named.some(({ event }) => event.id === id)),
  };
}

/** Several reports of one act are one act; the first of them stands for all. What is done to a group has no name of its own. */
const eachOnce = (acts: readonly Performance[]): Performance[] =>
  [
    ...new Map(
      acts.toReversed().map((act) => {
        const { type, when, instrument, upon, event } = act;
        return [upon === null ? event : `${type} ${upon} ${instrument ?? when.earliest}`.toLowerCase(), act];
      }),
    ).values(),
  ].toReversed();

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
const isDone = ({ event }: KnownClaim): boolean => saysItHappened(event.data.modality);

function outcomeOf(
  named: readonly KnownClaim[],
  performing: readonly KnownClaim[],
  reversals: readonly KnownClaim[],
): Outcome {
  const done = performing.length > 0 ? performing : named.filter(isDone);
  const last = done
    .map((claim) => spanOf(claim).earliest)
    .sort()
    .at(-1);
  if (last !== undefined) {
    const undone = reversals.filter((claim) => spanOf(claim).latest >= last);
    if (undone.some((claim) => named.some((one) => undoes(claim, one)))) return 'reversed';
    if (undone.length > 0) return 'reversed_in_part';
    return performing.length > 0 ? 'performed' : 'claimed';
  }
  const said = new Set(named.map(({ event }) => event.data.modality));
  if (said.has('announced') || said.has('conditional')) return 'promised';
  return said.has('refused') || said.has('denied') ? 'refused' : 'unknown';
}

const EASING: readonly ClaimType[] = ['SanctionEased', 'SanctionLifted'];
const isAct = ({ event }: KnownClaim): boolean => EASING.includes(event.type);

/** Does the claim take back what one of these gave: the same target restricted again, the same person led back? */
function reverses(claim: KnownClaim, named: readonly KnownClaim[]): boolean {
  const { event } = claim;
  if ((event.type !== 'SanctionReimposed' && event.type !== 'ReleaseReversed') || !isDone(claim)) return false;
  return named.some((one) => undoes(claim, one) || isOfMember(claim, one));
}

function undoes({ event, ...claim }: KnownClaim, one: KnownClaim): boolean {
  if (event.type !== 'SanctionReimposed' && event.type !== 'ReleaseReversed') return false;
  const of = event.data.of.eventId;
  const whole = { event, ...claim };
  return one.event.id === of || (of === undefined && matterOf(one) === matterOf(whole) && isLater(whole, one));
}

/** Was one of those whom a group's claim names led back, after the group was freed? */
function isOfMember(claim: KnownClaim, one: KnownClaim): boolean {
  const { event } = claim;
  if (event.type !== 'ReleaseReversed' || !('named' in one.event.data) || !isLater(claim, one)) return false;
  return one.event.data.named.some(
    (member) => blockOf(member) === event.subject && member.name === event.data.person.name,
  );
}

const isLater = (claim: KnownClaim, than: KnownClaim): boolean => spanOf(claim).latest >= spanOf(than).earliest;

/** Could the claim be the act by which something that was named was done: an easing with an instrument, not long after? */
function follows(claim: KnownClaim, named: readonly KnownClaim[]): boolean {
  if (!isAct(claim) || !hasInstrument(claim)) return false;
  return named.some((one) => {
    const days = daysFrom(spanOf(one).earliest, spanOf(claim).latest);
    return isAct(one) && one.event.subject === claim.event.subject && days >= 0 && days <= FOLLOWS_DAYS_MAX;
  });
}

const hasInstrument = ({ event }: KnownClaim): boolean => instrumentOf(event) !== null;

function instrumentOf(event: KnownClaim['event']): string | null {
  switch (event.type) {
    case 'SanctionEased':
      return event.data.instrument ?? (event.data.licence ? `licence ${event.data.licence.number}` : null);
    case 'SanctionImposed':
    case 'SanctionLifted':
    case 'SanctionReimposed':
      return event.data.instrument ?? null;
    case 'PrisonerPardoned':
      return event.data.act ?? null;
    default:
      return null;
  }
}

/** Claims of one matter are about one target or one person. */
function matterOf({ event }: KnownClaim): string {
  return `${event.subject} ${uponOf(event) ?? event.id}`.toLowerCase();
}

function uponOf(event: KnownClaim['event']): string | null {
  if ('target' in event.data) return event.data.target.name;
  return 'person' in event.data ? event.data.person.name : null;
}

const performanceOf = (claim: KnownClaim): Performance => ({
  event: claim.event.id,
  type: claim.event.type,
  when: spanOf(claim),
  instrument: instrumentOf(claim.event),
  upon: uponOf(claim.event),
});
