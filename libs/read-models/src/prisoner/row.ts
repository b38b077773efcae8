import type { Slice } from '../engine/model.js';

export const STATUSES = ['in_custody', 'released', 'expelled', 'died', 'unknown', 'disputed'] as const;
export type Status = (typeof STATUSES)[number];

/** One person, as claims that belong together have them, during one span of days. */
export interface PrisonerSlice extends Slice {
  readonly name: string;
  readonly country: string;
  readonly status: Status;
  /** The days between which the status began; null when nothing is claimed of the days before. */
  readonly sinceEarliest: string | null;
  readonly sinceLatest: string | null;
  /** Every spelling as written, one a line, in order. */
  readonly names: string;
  /** By what the row is found: the ids of its spellings and second identifiers, and how its names sound. */
  readonly keys: string;
}
