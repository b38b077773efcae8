import type { PersonMention } from '../entities/people.js';
import type { Undergoers } from '../entities/undergoers.js';
import type { Predication } from '../grammar/predicate.js';
import type { Line } from '../scene.js';

/**
 * Of whom a relative clause or a participle tells: of all that stands before it those right beside it, "the 13
 * foreigners who will be deported" of a larger group, "Doe, who was jailed" of "Roe in exchange for Doe".
 */
export function nearest(found: Undergoers, line: Line, { aside, patient }: Predication): Undergoers {
  if (!aside) return found;
  const people = lastInARow(line, found.people);
  if (people.length > 0 && people.at(-1)!.to >= patient.to - 1) {
    const alone = people.length < found.people.length || (people.length === 1 && found.group?.counted === true);
    return alone ? { people } : found;
  }
  const part = found.group?.parts.find(({ at }) => at.from < patient.to && at.to >= patient.to - 1);
  if (part) {
    const { count, label: population } = part;
    return { people: [], group: { count, population, counted: true, parts: [], definite: false } };
  }
  return found.others?.length ? { ...found, group: found.others.at(-1), others: [] } : found;
}

/** The last of some names, with those before it from which only commas and "and" part it. */
function lastInARow({ sentence: { tokens } }: Line, people: readonly PersonMention[]): readonly PersonMention[] {
  let first = people.length - 1;
  while (
    first > 0 &&
    tokens
      .slice(people[first - 1]!.to, people[first]!.opening)
      .every(({ text, pos }) => /^(?:,|and|&)$/.test(text) || pos === 'DET')
  )
    first -= 1;
  return people.slice(Math.max(0, first));
}
