import type { Modality } from '#domain';
import type { Slice } from '../engine/model.js';

/** What befell a group. `freed` covers pardon and release: one report calls it this, another that. */
export const GROUP_KINDS = ['freed', 'detained', 'sentenced', 'transferred', 'expelled'] as const;

/** A counted group to which one thing was done, such as being freed: one occurrence, whatever the number of reports. */
export interface ReleaseSlice extends Slice {
  readonly country: string;
  readonly kind: (typeof GROUP_KINDS)[number];
  readonly modality: Modality;
  /** The figure as the most exact claim has it; the details have each. */
  readonly count: number;
}
