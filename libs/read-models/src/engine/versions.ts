import type { Instant } from '#domain';
import { FOREVER, type Slice, type Versioned } from './model.js';
import type { KnownEvent } from './standing.js';
import type { UnitFold } from './unit-fold.js';

/** A row version that is in the table and no longer so: found by its id and first valid day while it is open. */
export interface Closing {
  readonly id: string;
  readonly validFrom: string;
  readonly knownTo: Instant;
}

/** What a batch does to one table. */
export interface Change<Content extends Slice = Slice> {
  readonly close: Closing[];
  readonly open: Versioned<Content>[];
}

/**
 * The row versions that new events of a unit make. Each event has its own known time and so its own versions, also
 * when several come in one batch: the table is the same however the log was cut into batches. What the table holds
 * already follows from the earlier events, so it need not be read.
 * @param fold the unit as its earlier events leave it; it has taken the new ones in when this returns
 * @param fresh the new events, in the log's order
 */
export function versionsOf<Content extends Slice>(
  fold: UnitFold<Content>,
  at: { unit: string; subject: string },
  fresh: readonly KnownEvent[],
): Change<Content> {
  const close: Closing[] = [];
  const done: Versioned<Content>[] = [];
  const open = new Map<string, Versioned<Content>>();
  for (const next of fresh) {
    const { before, after } = fold.apply(next);
    for (const [key, { slice, text }] of before) {
      if (after.get(key)?.text === text) continue;
      const version = open.get(key);
      if (!version) close.push({ id: slice.id, validFrom: slice.validFrom, knownTo: next.known });
      else done.push({ ...version, knownTo: next.known });
      open.delete(key);
    }
    for (const [key, { slice, text }] of after) {
      if (before.get(key)?.text === text) continue;
      open.set(key, { ...slice, ...at, knownFrom: next.known, knownTo: FOREVER });
    }
  }
  return { close, open: [...done, ...open.values()] };
}
