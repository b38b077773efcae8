import { saysItHappened } from '#domain';
import type { KnownClaim } from '../engine/model.js';
import { isUndatedPast, spanOf, type Days } from '../engine/span.js';
import { episodesOf } from '../prisoner/episodes.js';
import type { Status } from '../prisoner/row.js';
import type { PersonType } from '../prisoner/status.js';
import type { Member } from './figures.js';

/** What is held to be so of a person on the day of the question, by the person's own row and the claims on which it rests. */
export interface Known {
  readonly status: Status;
  readonly since: Days | null;
  readonly claims: readonly KnownClaim<PersonType>[];
}

/** What became of somebody who was named as one of a group. */
export interface MemberOutcome extends Member {
  /** null: nothing but the name is known. */
  readonly status: Status | null;
  readonly since: Days | null;
  /** Where the person was taken, as ISO codes, by claims of the person's own release. */
  readonly destinations: readonly string[];
  /** Led back or arrested anew since the group was freed: a name on a list of the freed is not freedom. */
  readonly heldAgain: boolean;
}

/**
 * The members of a group with what became of each, up to the day of the question.
 * @param group its kind, and the first day of what it tells of
 * @param known by person id
 */
export function outcomesOf(
  members: readonly Member[],
  group: { readonly kind: string; readonly day: string | null },
  known: ReadonlyMap<string, Known>,
  asOf: string,
): MemberOutcome[] {
  const day = group.day ?? '';
  return members.map((member) => {
    const person = known.get(member.personId);
    if (!person) return { ...member, status: null, since: null, destinations: [], heldAgain: false };
    const { status, since, claims } = person;
    const ended = episodesOf(claims, asOf).findLast((one) => one.ended !== null && one.ended.latest >= day)?.ended;
    const heldAgain =
      group.kind === 'freed' && status === 'in_custody' && claims.some((claim) => isTaken(claim, day, asOf));
    return { ...member, status, since, destinations: ended?.destinations ?? [], heldAgain };
  });
}

/** An arrest that is told as history without a day may be the one from which the group was freed. */
const isTaken = (claim: KnownClaim<PersonType>, from: string, to: string): boolean => {
  const { type, data } = claim.event;
  const { earliest, latest } = spanOf(claim);
  const says = (type === 'ReleaseReversed' || type === 'PersonDetained') && saysItHappened(data.modality);
  return says && !isUndatedPast(claim) && latest >= from && earliest <= to;
};
