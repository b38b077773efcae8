import { tableOf } from '../engine/table.js';
import type { PrisonerSlice } from './row.js';

export const prisonerTable = tableOf<PrisonerSlice>('prisoner', {
  name: { type: 'text' },
  country: { type: 'text' },
  status: { type: 'text' },
  details: { type: 'jsonb' },
});
