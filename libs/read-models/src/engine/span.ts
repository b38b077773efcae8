import { ENDLESS, type KnownClaim } from './model.js';

const DAY_MS = 86_400_000;

/** Days between which something lies, both included. */
export interface Days {
  readonly earliest: string;
  readonly latest: string;
}

/** Nights from one day to another; less than 0 where the second is earlier. */
export const daysFrom = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS;

/** The day after. */
export const dayAfter = (day: string): string => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);

/** Does the claim say when it was? */
export const isDated = ({ event }: KnownClaim): boolean => event.data.occurred.latest !== null;

/** Is it history without a day: so before the day on which it was recorded, and nobody says how long before? */
export const isUndatedPast = ({ event: { data } }: KnownClaim): boolean =>
  data.modality === 'background' && data.occurred.earliest === null && data.occurred.latest === null;

/** The days between which a claim's matter lies. What is not dated was so by the day on which it was recorded. */
export function spanOf({ event }: KnownClaim): Days {
  const { earliest, latest } = event.data.occurred;
  const recorded = event.recordedtime.slice(0, 10);
  return { earliest: earliest ?? latest ?? recorded, latest: latest ?? recorded };
}

/** A claim with the days that it gives, or that a more exact claim of the same gives it. */
export interface Dated<Claim extends KnownClaim> extends Days {
  readonly claim: Claim;
}

/**
 * Claims with their days. "In July" beside "on 14 July" is the 14th: a claim takes the first day within its own for which
 * another says the same to the day. Claims that give way are left out where anything else is told of their day or of one
 * before it: "he had been arrested" says nothing new of somebody whose release is told.
 * @param says what a claim says: claims of which this is equal say the same
 * @param givesWay whether a claim gives way so
 */
export function dated<Claim extends KnownClaim>(
  claims: readonly Claim[],
  says: (claim: Claim) => string,
  givesWay: (claim: Claim) => boolean = isUndatedPast,
): Dated<Claim>[] {
  const firm = narrowed(
    claims.filter((claim) => !givesWay(claim)),
    says,
  );
  const since = firm.map(({ earliest }) => earliest).sort()[0] ?? ENDLESS;
  const giving = claims.filter(givesWay).map((claim) => ({ claim, ...spanOf(claim) }));
  return [...firm, ...giving.filter(({ earliest }) => earliest < since)];
}

function narrowed<Claim extends KnownClaim>(claims: readonly Claim[], says: (claim: Claim) => string): Dated<Claim>[] {
  const spans = claims.map((claim) => ({ claim, ...spanOf(claim) }));
  const days = new Map<string, string[]>();
  for (const { claim, earliest, latest } of spans) {
    if (earliest !== latest) continue;
    const same = days.get(says(claim));
    if (same) same.push(earliest);
    else days.set(says(claim), [earliest]);
  }
  for (const same of days.values()) same.sort();
  return spans.map((span) => {
    if (span.earliest === span.latest) return span;
    const day = days.get(says(span.claim))?.find((one) => one >= span.earliest);
    return day !== undefined && day <= span.latest ? { ...span, earliest: day, latest: day } : span;
  });
}

/** What is told of each first day, the first day first. */
export function byDay<Claim extends KnownClaim>(claims: readonly Dated<Claim>[]): [string, Dated<Claim>[]][] {
  const days = new Map<string, Dated<Claim>[]>();
  for (const one of claims) {
    const same = days.get(one.earliest);
    if (same) same.push(one);
    else days.set(one.earliest, [one]);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The first day of what is told of one first day, and its narrowest end: a day beats the month that holds it. */
export const daysOf = (sameDay: readonly Days[]): Days => ({
  earliest: sameDay[0]!.earliest,
  latest: sameDay.map(({ latest }) => latest).sort()[0]!,
});
