import type { Modality } from '#domain';
import type { Slice } from '../engine/model.js';

/** A counted group that was freed, pardoned or detained: one occurrence, whatever the number of reports. */
export interface ReleaseSlice extends Slice {
  readonly country: string;
  /** `freed` covers pardon and release: one report calls it this, another that. */
  readonly kind: 'freed' | 'detained';
  readonly modality: Modality;
  /** The figure as the most exact claim has it; the details have each. */
  readonly count: number;
}
