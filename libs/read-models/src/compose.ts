import type { Slice, Versioned } from './engine/model.js';
import type { ModelName } from './models.js';
import { composePrisoner } from './prisoner/compose.js';
import type { PrisonerSlice } from './prisoner/row.js';
import type { Clocks } from './store/list.js';
import type { Snapshot } from './store/reader.js';

type Additions = readonly object[];
type Compose = (snapshot: Snapshot, rows: readonly Versioned<Slice>[], at: Clocks) => Promise<Additions>;

/** What crosses subjects, or needs the day of the question, is in no row: it is put beside the rows when they are read. */
const COMPOSE: Record<ModelName, Compose> = {
  prisoner: async (_, rows, { asOf }) => (rows as unknown as PrisonerSlice[]).map((row) => composePrisoner(row, asOf)),
  sanction: nothing,
  release: nothing,
  count: nothing,
  exchange: nothing,
};

async function nothing(_: Snapshot, rows: readonly unknown[]): Promise<Additions> {
  return rows.map(() => ({}));
}

/**
 * What an answer shows of rows beside their own columns and details, in the rows' order. Costs a few queries whatever the
 * number of rows.
 */
export const composed = (
  snapshot: Snapshot,
  name: ModelName,
  rows: readonly Versioned<Slice>[],
  at: Clocks,
): Promise<Additions> => (rows.length === 0 ? Promise.resolve([]) : COMPOSE[name](snapshot, rows, at));
