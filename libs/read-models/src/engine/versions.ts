import { canonicalJson, type Instant } from '#domain';
import { FOREVER, type KnownClaim, type Slice, type Versioned } from './model.js';
import { standing, type KnownEvent } from './standing.js';

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

interface Folding<Content extends Slice> {
  slices(claims: readonly KnownClaim[]): Content[];
}

/**
 * The row versions that new events of a unit make. Each event has its own known time and so its own versions, also
 * when several come in one batch: the table is the same however the log was cut into batches. What the table holds
 * already follows from the earlier events, so it need not be read.
 * @param earlier the unit's events before, in the log's order
 * @param fresh the new ones, in the log's order
 */
export function versionsOf<Content extends Slice>(
  model: Folding<Content>,
  at: { unit: string; subject: string },
  earlier: readonly KnownEvent[],
  fresh: readonly KnownEvent[],
): Change<Content> {
  const close: Closing[] = [];
  const done: Versioned<Content>[] = [];
  const open = new Map<string, Versioned<Content>>();
  let rows = contentOf(model, earlier);
  const events = [...earlier];
  for (const next of fresh) {
    events.push(next);
    const after = contentOf(model, events);
    for (const [key, { slice, text }] of rows) {
      if (after.get(key)?.text === text) continue;
      const version = open.get(key);
      if (!version) close.push({ id: slice.id, validFrom: slice.validFrom, knownTo: next.known });
      else done.push({ ...version, knownTo: next.known });
      open.delete(key);
    }
    for (const [key, { slice, text }] of after) {
      if (rows.get(key)?.text === text) continue;
      open.set(key, { ...slice, ...at, knownFrom: next.known, knownTo: FOREVER });
    }
    rows = after;
  }
  return { close, open: [...done, ...open.values()] };
}

function contentOf<Content extends Slice>(
  model: Folding<Content>,
  events: readonly KnownEvent[],
): Map<string, { slice: Content; text: string }> {
  const slices = events.length === 0 ? [] : model.slices(standing(events));
  return new Map(slices.map((slice) => [`${slice.id} ${slice.validFrom}`, { slice, text: canonicalJson(slice) }]));
}
