import type { Slice } from '../engine/model.js';

/** What is claimed to have been done last; what it comes to for the target is derived elsewhere, per authority. */
export const SANCTION_STATUSES = ['imposed', 'eased', 'lifted', 'unknown', 'disputed'] as const;
export type SanctionStatus = (typeof SANCTION_STATUSES)[number];

/** One authority's restrictions on one target, during one span of days. */
export interface SanctionSlice extends Slice {
  readonly authority: string;
  /** ISO country of the programme; null where a text names none. */
  readonly country: string | null;
  readonly target: string;
  readonly status: SanctionStatus;
  /** The days between which the status began; null when nothing is claimed of the days before. */
  readonly sinceEarliest: string | null;
  readonly sinceLatest: string | null;
  /** By what the row is found: how the words of the target's name sound. */
  readonly keys: string;
}
