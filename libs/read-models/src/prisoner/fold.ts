import { blockOf } from '#domain';
import type { ReadModel } from '../engine/model.js';
import { prisonerDetails } from './details.js';
import { PeopleFold } from './people-fold.js';
import type { PrisonerSlice } from './row.js';
import { SAYS, type PersonType } from './status.js';
import { prisonerTable } from './table.js';

export const prisoner: ReadModel<PersonType, PrisonerSlice> = {
  name: 'prisoner',
  table: prisonerTable,
  on: SAYS,
  unit: ({ data: { person } }) => blockOf(person),
  fold: () => new PeopleFold(),
  details: (row, claims) => ({
    ...prisonerDetails(
      row,
      claims,
      claims.filter(({ event }) => SAYS[event.type] !== null),
    ),
    names: row.names.split('\n'),
    // For the database alone.
    keys: undefined,
  }),
};
