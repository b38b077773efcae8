import { tableOf } from '../engine/table.js';
import type { SanctionSlice } from './row.js';

export const sanctionTable = tableOf<SanctionSlice>('sanction', {
  authority: { type: 'text' },
  country: { type: 'text', nullable: true },
  target: { type: 'text' },
  status: { type: 'text' },
  sinceEarliest: { name: 'since_earliest', type: 'date', nullable: true },
  sinceLatest: { name: 'since_latest', type: 'date', nullable: true },
  keys: { type: 'text' },
});
