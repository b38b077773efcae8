import { personId } from '#domain';
import { actsOf } from '../engine/acts.js';
import type { KnownClaim } from '../engine/model.js';
import { boundsOf } from './counts.js';
import { isMember, type GroupClaim, type MemberClaim } from './fold.js';
import type { ReleaseSlice } from './row.js';

/** What the claims say of a group: each figure with who says it, who is named, and how many are not. */
export function releaseDetails(row: ReleaseSlice, claims: readonly KnownClaim[]): Readonly<Record<string, unknown>> {
  const group = claims.filter((claim): claim is GroupClaim => !isMember(claim));
  const founder = group.find(({ event }) => event.id === row.id) ?? group[0];
  if (!founder) return { acts: actsOf(claims) };
  const { occurred, by, population, count } = founder.event.data;
  const named = namedIn(group, claims.filter(isMember));
  const { least, most } = boundsOf(count);
  return {
    occurred,
    by: by ?? null,
    population,
    counts: group.map(({ event }) => event.data.count),
    named,
    /** How many are not named so far, from the least to the most that the most exact count allows. */
    unnamed: {
      least: Math.max(0, Math.ceil(least) - named.length),
      most: most === Infinity ? null : Math.max(0, Math.floor(most) - named.length),
    },
    partitions: group.flatMap(({ event }) => event.data.partitions),
    acts: actsOf(claims),
  };
}

/** Who is named as one of them: in a group's own claim or later, less those whose names were withdrawn. */
function namedIn(group: readonly GroupClaim[], members: readonly MemberClaim[]): { personId: string; name: string }[] {
  const people = [
    ...group.flatMap(({ event }) => event.data.named),
    ...members.flatMap(({ event }) => (event.type === 'GroupMemberNamed' ? [event.data.person] : [])),
  ];
  const withdrawn = new Set(
    members.flatMap(({ event: { type, data } }) =>
      type === 'GroupMemberWithdrawn' ? [personId(data.person.country, data.person.name)] : [],
    ),
  );
  const named = new Map(people.map((person) => [personId(person.country, person.name), person.name]));
  return [...named].filter(([id]) => !withdrawn.has(id)).map(([id, name]) => ({ personId: id, name }));
}
