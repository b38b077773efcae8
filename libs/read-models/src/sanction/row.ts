import type { Target } from '#domain';
import type { Act } from '../engine/acts.js';
import type { Slice } from '../engine/model.js';

/** What is claimed to have been done last; what it comes to for the target is derived elsewhere, per authority. */
export type SanctionStatus = 'imposed' | 'eased' | 'lifted' | 'unknown' | 'disputed';

/** One authority's restrictions on one target, during one span of days. */
export interface SanctionSlice extends Slice {
  readonly authority: string;
  /** ISO country of the programme; null where a text names none. */
  readonly country: string | null;
  readonly target: string;
  readonly status: SanctionStatus;
  readonly details: {
    readonly since: { readonly earliest: string; readonly latest: string } | null;
    readonly target: Target;
    readonly programme: string | null;
    readonly measures: readonly string[];
    readonly instruments: readonly string[];
    readonly licences: readonly unknown[];
    readonly acts: readonly Act[];
  };
}
