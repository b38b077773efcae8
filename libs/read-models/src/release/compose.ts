import type { KnownClaim } from '../engine/model.js';
import { boundsOf } from '../engine/counts.js';
import { originsOf } from '../engine/origins.js';
import {
  figuresOf,
  membersOf,
  relationTo,
  unnamedOf,
  type GroupClaim,
  type MemberClaim,
  type OtherGroup,
  type Relation,
} from './figures.js';
import { outcomesOf, type Known } from './members.js';
import { partitionsOf } from './partitions.js';

export type ReleaseClaim = GroupClaim | MemberClaim;

const isMember = (claim: ReleaseClaim): claim is MemberClaim =>
  claim.event.type === 'GroupMemberNamed' || claim.event.type === 'GroupMemberWithdrawn';

/** The members of a group, for asking what is known of each. */
export const membersIn = (claims: readonly ReleaseClaim[]) =>
  membersOf(
    claims.filter((claim): claim is GroupClaim => !isMember(claim)),
    claims.filter(isMember),
  );

/**
 * A group with its figures side by side, what became of its members, its divisions, and how other groups of near days
 * relate to it.
 * @param row its id is that of the claim whose figure counts for the group
 * @param known by person id
 */
export function composeRelease(
  row: { readonly id: string; readonly kind: string },
  claims: readonly KnownClaim[],
  asOf: string,
  { known, others }: { known: ReadonlyMap<string, Known>; others: readonly OtherGroup[] },
) {
  const all = claims as readonly ReleaseClaim[];
  const group = all.filter((claim): claim is GroupClaim => !isMember(claim));
  const founder = group.find(({ event }) => event.id === row.id) ?? group[0];
  if (!founder) return {};
  const { count, occurred } = founder.event.data;
  const named = outcomesOf(membersIn(all), { kind: row.kind, day: occurred.earliest }, known, asOf);
  return {
    counts: figuresOf(group),
    named,
    unnamed: unnamedOf(boundsOf(count), { least: named.length, most: named.length }),
    partitions: partitionsOf(group, count, named),
    besides: relationsOf(asGroup(row, all), others),
    corroboration: originsOf(group),
  };
}

/** A group as others are compared with it. */
export function asGroup(
  row: { readonly id: string; readonly kind: string },
  claims: readonly ReleaseClaim[],
): OtherGroup {
  const group = claims.filter((claim): claim is GroupClaim => !isMember(claim));
  const partOf = group.flatMap(({ event }) =>
    event.type === 'PrisonersReleased' && event.data.partOf ? [event.data.partOf] : [],
  );
  return { id: row.id, kind: row.kind, events: group.map(({ event }) => event.id), figures: figuresOf(group), partOf };
}

function relationsOf(mine: OtherGroup, others: readonly OtherGroup[]) {
  const related: { id: string; relation: Relation; counts: OtherGroup['figures'] }[] = [];
  for (const other of others) {
    const relation = other.id === mine.id ? null : relationTo(mine, other);
    if (relation) related.push({ id: other.id, relation, counts: other.figures });
  }
  return related.sort((a, b) => (a.id < b.id ? -1 : 1));
}
