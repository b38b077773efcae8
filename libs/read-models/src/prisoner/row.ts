import type { Count, Person } from '#domain';
import type { Act } from '../engine/acts.js';
import type { Slice } from '../engine/model.js';

export const STATUSES = ['in_custody', 'released', 'expelled', 'died', 'unknown', 'disputed'] as const;
export type Status = (typeof STATUSES)[number];

/** One person, as one spelling of a name in one country has them, during one span of days. */
export interface PrisonerSlice extends Slice {
  readonly name: string;
  readonly country: string;
  readonly status: Status;
  readonly details: {
    /** The days between which the status began; null when nothing is claimed of the days before. */
    readonly since: { readonly earliest: string; readonly latest: string } | null;
    readonly person: Person;
    /** Every claim about the person that bears on these days or has no bearing on the status, newest last. */
    readonly acts: readonly Act[];
    readonly durations: readonly { readonly event: string; readonly count: Count; readonly unit: string }[];
  };
}
