import type { KnownClaim } from '../engine/model.js';
import { compareCounts, type Figure } from './compare.js';

/** A claimed figure, as far as it is compared with others. */
export function figureOf({ event }: KnownClaim<'CountClaimed'>): Figure {
  const { country, metric, count, window, population, modality, occurred } = event.data;
  return { id: event.id, country, metric, count, window, population, modality, occurred };
}

/** The most ids that a list of an answer names; the numbers beside it are of all. */
const NAMED_MAX = 50;

/** Figures with the others of their country and metric: which can be compared, which conflict, and why the rest can't be. */
export const composeCounts = (figures: readonly Figure[]): Map<string, object> =>
  new Map([...compareCounts(figures, NAMED_MAX)].map(([id, comparison]) => [id, { comparison }]));
