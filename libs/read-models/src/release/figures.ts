import { personId, type AssertedBy, type Count, type GroupType } from '#domain';
import { boundsOf, meet, type Bounds } from '../engine/counts.js';
import type { KnownClaim } from '../engine/model.js';
import { inOrder } from '../engine/order.js';

export type GroupClaim = KnownClaim<GroupType>;
export type MemberClaim = KnownClaim<'GroupMemberNamed' | 'GroupMemberWithdrawn'>;

export const isMember = (claim: KnownClaim): claim is MemberClaim =>
  claim.event.type === 'GroupMemberNamed' || claim.event.type === 'GroupMemberWithdrawn';

/** The claims of a group itself, without those that add or take away a name. */
export const groupIn = (claims: readonly KnownClaim[]): GroupClaim[] =>
  claims.filter((claim): claim is GroupClaim => !isMember(claim));

/** A figure of a group, and whose word it is. */
export interface ClaimedFigure extends Count {
  readonly event: string;
  readonly population: string;
  readonly assertedBy: AssertedBy;
}

/** Every figure that is claimed of a group, side by side, in order of days. None is preferred and none repaired. */
export const figuresOf = (group: readonly GroupClaim[]): ClaimedFigure[] =>
  inOrder(group).map(({ event }) => {
    const { count, population, assertedBy } = event.data;
    return { ...count, event: event.id, population, assertedBy };
  });

/** Somebody who is named as one of a group, and by which events. */
export interface Member {
  readonly personId: string;
  readonly name: string;
  readonly events: readonly string[];
}

/** Names that were taken back from a group, each with the events that do so. */
export function withdrawnFrom(others: readonly MemberClaim[]): Member[] {
  const withdrawn = new Map<string, { personId: string; name: string; events: string[] }>();
  for (const { event } of inOrder(others)) {
    if (event.type !== 'GroupMemberWithdrawn') continue;
    const { country, name } = event.data.person;
    const id = personId(country, name);
    const events = [...(withdrawn.get(id)?.events ?? []), event.id];
    withdrawn.set(id, { personId: id, name, events });
  }
  return [...withdrawn.values()];
}

/** Who is named as one of a group, in its own claims or later, less those whose names were withdrawn. */
export function membersOf(group: readonly GroupClaim[], others: readonly MemberClaim[]): Member[] {
  const members = new Map<string, { personId: string; name: string; events: string[] }>();
  const withdrawn = new Set<string>();
  const name = (person: { country: string; name: string }, event: string): void => {
    const id = personId(person.country, person.name);
    const member = members.get(id);
    if (member) member.events.push(event);
    else members.set(id, { personId: id, name: person.name, events: [event] });
  };
  for (const { event } of inOrder(group)) for (const person of event.data.named) name(person, event.id);
  for (const { event } of inOrder(others)) {
    const { person } = event.data;
    if (event.type === 'GroupMemberNamed') name(person, event.id);
    else withdrawn.add(personId(person.country, person.name));
  }
  return [...members.values()].filter((member) => !withdrawn.has(member.personId));
}

/** How many of a figure are not named: from the least to the most; null where nothing bounds it. */
export const unnamedOf = ({ least, most }: Bounds, named: Bounds) => ({
  least: Math.max(0, Math.ceil(least) - named.most),
  most: most === Infinity ? null : Math.max(0, Math.floor(most) - named.least),
});

/** A group beside another that is reported of near days. */
export interface OtherGroup {
  readonly id: string;
  readonly kind: string;
  readonly events: readonly string[];
  readonly figures: readonly ClaimedFigure[];
  /** Events of which its own claims say that they are a part. */
  readonly partOf: readonly string[];
}

export type Relation = 'part' | 'whole' | 'could_be_part' | 'could_be_whole' | 'conflicting';

/**
 * How another group of near days relates to one: 104 Belarusians are a part of 114 people, not a contradiction. Two
 * groups conflict only where both are said to be the same people, in the same words, and their figures can't both be true.
 * @returns null where they have nothing to do with each other, being of different kinds
 */
export function relationTo(one: OtherGroup, other: OtherGroup): Relation | null {
  if (one.kind !== other.kind) return null;
  if (other.partOf.some((event) => one.events.includes(event))) return 'part';
  if (one.partOf.some((event) => other.events.includes(event))) return 'whole';
  for (const mine of one.figures) {
    for (const theirs of other.figures) {
      if (wordsOf(mine.population) === wordsOf(theirs.population) && !meet(boundsOf(mine), boundsOf(theirs))) {
        return 'conflicting';
      }
    }
  }
  const [mine, theirs] = [leastOf(one), leastOf(other)];
  return theirs <= mine ? 'could_be_part' : 'could_be_whole';
}

const leastOf = ({ figures }: OtherGroup): number => Math.max(...figures.map((figure) => boundsOf(figure).least));
const wordsOf = (text: string): string => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
