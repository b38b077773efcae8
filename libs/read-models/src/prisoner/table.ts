import { tableOf } from '../engine/table.js';
import type { PrisonerSlice } from './row.js';

export const prisonerTable = tableOf<PrisonerSlice>('prisoner', {
  name: { type: 'text' },
  country: { type: 'text' },
  status: { type: 'text' },
  sinceEarliest: { name: 'since_earliest', type: 'date', nullable: true },
  sinceLatest: { name: 'since_latest', type: 'date', nullable: true },
  names: { type: 'text' },
  keys: { type: 'text' },
});
