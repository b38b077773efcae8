import type { Instant } from '#domain';
import { keyOf } from './effect.js';
import { FOREVER, type Slice, type Versioned } from './model.js';
import type { Rank } from '../reviews/rank.js';
import type { KnownEvent } from './standing.js';
import type { UnitFold } from './unit-fold.js';

/** A row version that is in the table and no longer so: found by its id and first valid day while it is open. */
export interface Closing {
  readonly id: string;
  readonly validFrom: string;
  readonly knownTo: Instant;
}

/** That a row rests on an event, known from (included) to (excluded). */
export interface Basis extends Rank {
  readonly id: string;
  readonly event: string;
  readonly confirmed: boolean;
  readonly knownFrom: Instant;
  readonly knownTo: Instant;
}

/** What a batch does to one table, and to what its rows rest on. */
export interface Change<Content extends Slice = Slice> {
  readonly close: Closing[];
  readonly open: Versioned<Content>[];
  readonly parted: Pick<Basis, 'id' | 'event' | 'knownTo'>[];
  readonly joined: Basis[];
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
  const change: Change<Content> = { close: [], open: [], parted: [], joined: [] };
  const open = new Map<string, Versioned<Content>>();
  const links = new Map<string, Basis>();
  for (const next of fresh) {
    const { ended, begun, parted, joined } = fold.apply(next);
    for (const row of ended) {
      const version = open.get(keyOf(row));
      if (version) change.open.push({ ...version, knownTo: next.known });
      else change.close.push({ id: row.id, validFrom: row.validFrom, knownTo: next.known });
      open.delete(keyOf(row));
    }
    for (const row of begun) open.set(keyOf(row), { ...row, ...at, knownFrom: next.known, knownTo: FOREVER });
    for (const { id, event } of parted) {
      const link = links.get(`${id} ${event}`);
      if (link) change.joined.push({ ...link, knownTo: next.known });
      else change.parted.push({ id, event, knownTo: next.known });
      links.delete(`${id} ${event}`);
    }
    for (const link of joined) {
      links.set(`${link.id} ${link.event}`, { ...link, knownFrom: next.known, knownTo: FOREVER });
    }
  }
  change.open.push(...open.values());
  change.joined.push(...links.values());
  return change;
}
