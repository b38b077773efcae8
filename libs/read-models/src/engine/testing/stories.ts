import { parseInstant, type ClaimType, type Unstamped } from '#domain';
import { EventsProjection } from '../../events-projection.js';
import { modelOf } from '../../models.js';
import type { Slice, Versioned } from '../model.js';
import { batchesOf, logOf, type Told } from './histories.js';
import { MemoryTables } from './memory-tables.js';

/** When the first event of a story is recorded; each of the others a second later. */
export const RECORDED = parseInstant('2025-12-20T12:00:00Z')!;

/** A row as an answer has it, with those of its details that specs count. */
export type Answered<Row extends Slice> = Versioned<Row> & {
  readonly details: {
    readonly acts: readonly unknown[];
    readonly named: readonly { readonly name: string }[];
    readonly unnamed: unknown;
    readonly licences: readonly unknown[];
  };
};

/** What a read model holds to be so when these events have been recorded one after the other, in order of days. */
export async function rowsAfter<Row extends Slice>(
  model: string,
  ...events: readonly Unstamped<ClaimType>[]
): Promise<Answered<Row>[]> {
  const tables = new MemoryTables();
  const projection = new EventsProjection(tables);
  await projection.positionsOf([0]);
  const history = events.map((event, at) => ({ event, stamp: RECORDED + BigInt(at) * 1_000_000n })) as Told[];
  for (const batch of batchesOf(logOf(history), [])) await projection.project(batch);
  const byDay = tables.rowsOf(model).sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  const answered = byDay.map((row) => ({ ...row, details: modelOf(row.unit).details(row, tables.claimsOf(row.id)) }));
  return answered as unknown as Answered<Row>[];
}
