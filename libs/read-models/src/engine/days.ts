import type { KnownClaim } from './model.js';

const DAY_MS = 86_400_000;

/** Days between two spans of days; 0 where they meet or where one has no date at all. */
export function daysApart(a: KnownClaim, b: KnownClaim): number {
  const [one, two] = [a.event.data.occurred, b.event.data.occurred];
  if (!one.earliest || !one.latest || !two.earliest || !two.latest) return 0;
  if (one.earliest <= two.latest && two.earliest <= one.latest) return 0;
  const [former, latter] = one.latest < two.earliest ? [one.latest, two.earliest] : [two.latest, one.earliest];
  return (Date.parse(latter) - Date.parse(former)) / DAY_MS;
}
