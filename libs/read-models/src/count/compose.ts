import type { KnownClaim } from '../engine/model.js';
import { compareCounts, type Comparison, type Figure } from './compare.js';

/** A claimed figure, as far as it is compared with others. */
export function figureOf({ event }: KnownClaim<'CountClaimed'>): Figure {
  const { country, metric, count, window, population, modality, occurred } = event.data;
  return { id: event.id, country, metric, count, window, population, modality, occurred };
}

/** The most ids that a list of an answer names; the numbers beside it are of all. */
const NAMED_MAX = 50;

/** Figures with the others of their country and metric: which can be compared, which conflict, and why the rest can't be. */
export function composeCounts(figures: readonly Figure[]): Map<string, object> {
  return new Map([...compareCounts(figures)].map(([id, comparison]) => [id, { comparison: inShort(comparison) }]));
}

function inShort({ comparable, conflicting, notComparable }: Comparison) {
  const reasons: Record<string, number> = {};
  for (const { because } of notComparable) for (const reason of because) reasons[reason] = (reasons[reason] ?? 0) + 1;
  return {
    comparable: comparable.slice(0, NAMED_MAX),
    conflicting: conflicting.slice(0, NAMED_MAX),
    notComparable: notComparable.slice(0, NAMED_MAX),
    of: { comparable: comparable.length, conflicting: conflicting.length, notComparable: notComparable.length },
    because: reasons,
  };
}
