import type { KnownClaim } from './model.js';

/**
 * Claims in the order of the days that they speak of, undated ones last, ties by event id. Rows are made from this order
 * and not from the log's, so that the same claims give the same rows in whatever order they arrived.
 */
export function inOrder<Claim extends KnownClaim>(claims: readonly Claim[]): readonly Claim[] {
  const ordered = claims.every((claim, at) => at === 0 || byDayAndId(claims[at - 1]!, claim) < 0);
  return ordered ? claims : [...claims].sort(byDayAndId);
}

/** How claims are ordered: never 0 for two events. */
export function byDayAndId(a: KnownClaim, b: KnownClaim): number {
  const [one, two] = [a.event.data.occurred, b.event.data.occurred];
  return (
    compare(one.earliest ?? UNDATED, two.earliest ?? UNDATED) ||
    compare(one.latest ?? UNDATED, two.latest ?? UNDATED) ||
    compare(a.event.id, b.event.id)
  );
}

/** Sorts after every date. */
const UNDATED = '~';
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
