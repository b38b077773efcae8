import type { Person } from '#domain';
import type { Act } from '../engine/acts.js';
import type { Days } from '../engine/days.js';
import type { Slice } from '../engine/model.js';
import type { Corroboration } from '../engine/origins.js';
import type { Episode } from './episode.js';
import type { Duration } from './episodes.js';

export const STATUSES = ['in_custody', 'released', 'expelled', 'died', 'unknown', 'disputed'] as const;
export type Status = (typeof STATUSES)[number];

/** One person, as one spelling of a name in one country has them, during one span of days. */
export interface PrisonerSlice extends Slice {
  readonly name: string;
  readonly country: string;
  readonly status: Status;
  readonly details: {
    /** The days between which the status began; null when nothing is claimed of the days before. */
    readonly since: Days | null;
    /** With every identifier that any claim gives; the birth date only where all that give one agree. */
    readonly person: Person;
    /** Each time in custody, as it stood during these days, the first one first. */
    readonly episodes: readonly Episode[];
    /** Every claim about the person that bears on these days or has no bearing on the status, in order of days. */
    readonly acts: readonly Act[];
    readonly durations: readonly Duration[];
    readonly corroboration: Corroboration;
  };
}
