import type { KnownClaim } from './model.js';

const DAY_MS = 86_400_000;

/** Days between two spans of days; 0 where they meet or where one has no date at all. */
export function daysApart(a: KnownClaim, b: KnownClaim): number {
  const [one, two] = [a.event.data.occurred, b.event.data.occurred];
  if (!one.earliest || !one.latest || !two.earliest || !two.latest) return 0;
  const gap = Math.max(
    Date.parse(two.earliest) - Date.parse(one.latest),
    Date.parse(one.earliest) - Date.parse(two.latest),
  );
  return Math.max(0, gap / DAY_MS);
}

/**
 * Claims that tell of one occurrence, in one list: each joins the first list with whose first claim it agrees. The
 * first claim of a list stays its name, so that an answer's id outlives the reports that come after.
 */
export function cluster<Claim extends KnownClaim>(
  claims: readonly Claim[],
  agree: (first: Claim, other: Claim) => boolean,
): Claim[][] {
  const clusters: Claim[][] = [];
  for (const claim of claims) {
    const home = clusters.find((members) => agree(members[0]!, claim));
    if (home) home.push(claim);
    else clusters.push([claim]);
  }
  return clusters;
}
