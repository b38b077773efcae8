import type { Slice } from '../engine/model.js';

export const STATUSES = ['in_custody', 'released', 'expelled', 'died', 'unknown', 'disputed'] as const;
export type Status = (typeof STATUSES)[number];

/** One person, as one spelling of a name in one country has them, during one span of days. */
export interface PrisonerSlice extends Slice {
  readonly name: string;
  readonly country: string;
  readonly status: Status;
  /** The days between which the status began; null when nothing is claimed of the days before. */
  readonly sinceEarliest: string | null;
  readonly sinceLatest: string | null;
}
