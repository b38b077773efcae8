import { parseInstant, parseOccurred, printInstant } from '#domain';
import { dayAfter, type Days } from '../engine/span.js';

/**
 * The days between which the first one lies on which a licence is no longer in force at the day's end, UTC. An instant
 * ends it within its own day; a day, month or year is itself still covered.
 * @param ends as an act's `dates.ends` has it
 * @returns null where the text is no date, such as "until further notice": then no end is known
 */
export function endOf(ends: string | undefined): Days | null {
  if (ends === undefined) return null;
  const instant = parseInstant(ends);
  if (instant !== undefined) {
    const day = printInstant(instant).slice(0, 10);
    return { earliest: day, latest: day };
  }
  const days = parseOccurred(ends);
  if (!days?.earliest || !days.latest) return null;
  return { earliest: dayAfter(days.earliest), latest: dayAfter(days.latest) };
}
