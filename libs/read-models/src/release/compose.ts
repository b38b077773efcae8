import type { KnownClaim } from '../engine/model.js';
import {
  figuresOf,
  groupIn,
  isMember,
  membersOf,
  relationTo,
  withdrawnFrom,
  type OtherGroup,
  type Relation,
} from './figures.js';
import { outcomesOf, type Known } from './members.js';
import { partitionsOf } from './partitions.js';

/** The members of a group, for asking what is known of each. */
export const membersIn = (claims: readonly KnownClaim[]) => membersOf(groupIn(claims), claims.filter(isMember));

/**
 * What became of a group's members, its divisions with who is known to be of each part, and how other groups of near
 * days relate to it.
 * @param row its id is that of the claim whose figure counts for the group
 * @param known by person id
 */
export function composeRelease(
  row: { readonly id: string; readonly kind: string },
  claims: readonly KnownClaim[],
  asOf: string,
  { known, others }: { known: ReadonlyMap<string, Known>; others: readonly OtherGroup[] },
) {
  const group = groupIn(claims);
  const founder = group.find(({ event }) => event.id === row.id) ?? group[0];
  if (!founder) return {};
  const { count, occurred } = founder.event.data;
  const named = outcomesOf(membersIn(claims), { kind: row.kind, day: occurred.earliest }, known, asOf);
  const besides = relationsOf(asGroup(row, claims), others);
  const withdrawn = withdrawnFrom(claims.filter(isMember));
  return { named, withdrawn, partitions: partitionsOf(group, count, named), besides };
}

/** A group as others are compared with it. */
export function asGroup(
  row: { readonly id: string; readonly kind: string },
  claims: readonly KnownClaim[],
): OtherGroup {
  const group = groupIn(claims);
  const partOf = group.flatMap(({ event }) => (event.data.partOf ? [event.data.partOf] : []));
  const events = group.map(({ event }) => event.id);
  return { id: row.id, kind: row.kind, events, figures: figuresOf(group), partOf };
}

function relationsOf(mine: OtherGroup, others: readonly OtherGroup[]) {
  const related: { id: string; relation: Relation; counts: OtherGroup['figures'] }[] = [];
  for (const other of others) {
    const relation = other.id === mine.id ? null : relationTo(mine, other);
    if (relation) related.push({ id: other.id, relation, counts: other.figures });
  }
  return related.sort((a, b) => (a.id < b.id ? -1 : 1));
}
