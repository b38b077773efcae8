import type { KnownClaim } from './model.js';

const DAY_MS = 86_400_000;

/** Days between which something lies, both included. */
export interface Days {
  readonly earliest: string;
  readonly latest: string;
}

/** Nights from one day to another; less than 0 where the second is earlier. */
export const daysFrom = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** The day so many days later. */
export const dayAfter = (day: string, days = 1): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** Days between two spans of days; 0 where they meet or where one has no date at all. */
export function daysApart(a: KnownClaim, b: KnownClaim): number {
  const [one, two] = [a.event.data.occurred, b.event.data.occurred];
  if (!one.earliest || !one.latest || !two.earliest || !two.latest) return 0;
  if (one.earliest <= two.latest && two.earliest <= one.latest) return 0;
  const [former, latter] = one.latest < two.earliest ? [one.latest, two.earliest] : [two.latest, one.earliest];
  return daysFrom(former, latter);
}
