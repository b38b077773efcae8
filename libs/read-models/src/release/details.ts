import { actsOf } from '../engine/acts.js';
import { boundsOf } from '../engine/counts.js';
import type { KnownClaim } from '../engine/model.js';
import { originsOf } from '../engine/origins.js';
import { figuresOf, groupIn, isMember, membersOf, unnamedOf } from './figures.js';
import { partitionsOf } from './partitions.js';
import type { ReleaseSlice } from './row.js';

/** What the claims say of a group: each figure with who says it, how it divides, who is named, and how many are not. */
export function releaseDetails(row: ReleaseSlice, claims: readonly KnownClaim[]): Readonly<Record<string, unknown>> {
  const group = groupIn(claims);
  const founder = group.find(({ event }) => event.id === row.id) ?? group[0];
  if (!founder) return { acts: actsOf(claims) };
  const { occurred, by, population, count } = founder.event.data;
  const named = membersOf(group, claims.filter(isMember));
  return {
    occurred,
    by: by ?? null,
    population,
    counts: figuresOf(group),
    named,
    /** How many are not named so far, from the least to the most that the most exact count allows. */
    unnamed: unnamedOf(boundsOf(count), { least: named.length, most: named.length }),
    partitions: partitionsOf(group, count, named),
    corroboration: originsOf(group),
    acts: actsOf(claims),
  };
}
