import { tableOf } from '../engine/table.js';
import type { ReleaseSlice } from './row.js';

export const releaseTable = tableOf<ReleaseSlice>('release', {
  country: { type: 'text' },
  kind: { type: 'text' },
  modality: { type: 'text' },
  count: { type: 'integer' },
});
