import type { Count, DataOf, Modality, Occurred } from '#domain';
import type { Act } from '../engine/acts.js';
import type { Slice } from '../engine/model.js';

/** A counted group that was freed, pardoned or detained: one occurrence, whatever the number of reports. */
export interface ReleaseSlice extends Slice {
  readonly country: string;
  /** `freed` covers pardon and release: one report calls it this, another that. */
  readonly kind: 'freed' | 'detained';
  readonly modality: Modality;
  /** The figure as the first claim has it; `details.counts` has each. */
  readonly count: number;
  readonly details: {
    readonly occurred: Occurred;
    readonly by: string | null;
    readonly population: string;
    readonly counts: readonly Count[];
    readonly named: readonly { readonly personId: string; readonly name: string }[];
    /** How many are not named so far, from the least to the most that the counts allow. */
    readonly unnamed: { readonly least: number; readonly most: number | null };
    readonly partitions: DataOf<'PrisonersPardoned'>['partitions'];
    readonly acts: readonly Act[];
  };
}
