import type { AssertedBy, Count, DataOf, Modality, Occurred } from '#domain';
import { actsOf, type Act } from '../engine/acts.js';
import { BEGINNING, ENDLESS, type ReadModel, type Slice } from '../engine/model.js';
import { tableOf } from '../engine/table.js';

/** A figure that somebody claimed. Counts are claims: each is a row of its own, none is summed or repaired. */
export interface CountSlice extends Slice {
  readonly country: string;
  readonly metric: string;
  readonly value: number;
  readonly details: {
    readonly count: Count;
    readonly window: DataOf<'CountClaimed'>['window'];
    readonly population: string;
    readonly modality: Modality;
    readonly occurred: Occurred;
    readonly assertedBy: AssertedBy;
    readonly acts: readonly Act[];
  };
}

export const count: ReadModel<'CountClaimed', CountSlice> = {
  name: 'count',
  table: tableOf<CountSlice>('count', {
    country: { type: 'text' },
    metric: { type: 'text' },
    value: { type: 'integer' },
    details: { type: 'jsonb' },
  }),
  on: { CountClaimed: true },
  unit: ({ id }) => id,
  slices: (claims) =>
    claims.map((claim) => {
      const { id, data } = claim.event;
      const { country, metric, count: figure, window, population, modality, occurred, assertedBy } = data;
      return {
        id,
        validFrom: occurred.earliest ?? BEGINNING,
        validTo: ENDLESS,
        certain: occurred.earliest !== null && occurred.earliest === occurred.latest,
        country,
        metric,
        value: figure.value,
        details: { count: figure, window, population, modality, occurred, assertedBy, acts: actsOf([claim]) },
      };
    }),
};
