import { actsOf } from '../engine/acts.js';
import { BEGINNING, ENDLESS, type KnownClaim, type ReadModel, type Slice } from '../engine/model.js';
import { OccurrenceFold, type Grouping } from '../engine/occurrences.js';
import { tableOf } from '../engine/table.js';

/** A figure that somebody claimed. Counts are claims: each is a row of its own, none is summed or repaired. */
export interface CountSlice extends Slice {
  readonly country: string;
  readonly metric: string;
  readonly value: number;
}

type CountClaim = KnownClaim<'CountClaimed'>;

const grouping: Grouping<CountSlice> = {
  agree: () => false,
  daysApartMax: 0,
  rank: () => 0,
  row(claim) {
    const { id, data } = (claim as CountClaim).event;
    const { country, metric, count, occurred } = data;
    return {
      id,
      validFrom: occurred.earliest ?? BEGINNING,
      validTo: ENDLESS,
      certain: occurred.earliest !== null && occurred.earliest === occurred.latest,
      country,
      metric,
      value: count.value,
    };
  },
};

export const count: ReadModel<'CountClaimed', CountSlice> = {
  name: 'count',
  table: tableOf<CountSlice>('count', {
    country: { type: 'text' },
    metric: { type: 'text' },
    value: { type: 'integer' },
  }),
  on: { CountClaimed: true },
  unit: ({ id }) => id,
  fold: () => new OccurrenceFold(grouping),
  details(_row, [claim]) {
    if (!claim) return { acts: [] };
    const { count: figure, window, population, modality, occurred, assertedBy } = claim.event.data;
    return { count: figure, window, population, modality, occurred, assertedBy, acts: actsOf([claim]) };
  },
};
