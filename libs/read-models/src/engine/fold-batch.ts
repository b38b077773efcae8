import type { Instant, LedgerEvent } from '#domain';
import { homeOf, type AnyModel } from '../models.js';
import { isReview, type KnownEvent } from './standing.js';
import type { UnitFold } from './unit-fold.js';
import { versionsOf, type Change } from './versions.js';

/** An event of a batch, decoded, with its known time and its place. */
export interface Incoming extends KnownEvent {
  readonly offset: bigint;
  readonly recorded: Instant;
  readonly value: Uint8Array;
}

/** Gives a unit's fold anew, so that a try that failed half-way leaves nothing behind. */
export type FoldOf = (unit: string) => { model: AnyModel; fold: UnitFold };

/** What the fold makes of a batch. Whatever was parked is in `parked` and in nothing else. */
export interface Folded {
  readonly changes: Map<AnyModel, Change>;
  /** Units whose rows depend on others as well: they are written anew, together, when the events are in. */
  readonly tied: readonly string[];
  readonly folded: readonly Incoming[];
  readonly parked: readonly { readonly incoming: Incoming; readonly reason: string | null }[];
}

/**
 * The unit of each event of a batch: a claim's own, a review's that of the claim that it is about in the end (a review
 * may be about a review). null: it changes no row, or what it is about has not come yet.
 * @param events of the batch, and those that came earlier and waited for what they are about
 * @param earlier the units of other events that came before
 */
export function unitsOf(
  events: readonly LedgerEvent[],
  earlier: ReadonlyMap<string, string | null>,
): Map<string, string | null> {
  const here = new Map(events.map((event) => [event.id, event]));
  const units = new Map<string, string | null>();
  const unitOf = (id: string): string | null => {
    const known = units.get(id);
    if (known !== undefined) return known;
    const event = here.get(id);
    if (!event) return earlier.get(id) ?? null;
    // Ids are digests of what they name, so reviews can't form a ring; null stands while the answer is looked for.
    units.set(id, null);
    const unit = isReview(event) ? unitOf(event.data.of) : (homeOf(event)?.unit ?? null);
    units.set(id, unit);
    return unit;
  };
  for (const { id } of events) unitOf(id);
  return units;
}

/**
 * Folds a batch, subject by subject. A subject one of whose events can't be folded is parked from that event on, in
 * order; the others are not held up.
 * @param units of the batch's events, as `unitsOf` gives them
 * @param foldOf a unit as its earlier events leave it; called once for each try, and what it gives takes the new ones in
 * @param waitsFrom the offset from which on a subject's events wait, whatever they are; undefined where none does
 */
export function foldBatch(
  incoming: readonly Incoming[],
  units: ReadonlyMap<string, string | null>,
  foldOf: FoldOf,
  waitsFrom: (subject: string) => bigint | undefined,
): Folded {
  const changes = new Map<AnyModel, Change>();
  const tied: string[] = [];
  const folded: Incoming[] = [];
  const parked: { incoming: Incoming; reason: string | null }[] = [];
  for (const [subject, all] of bySubject(incoming)) {
    const from = waitsFrom(subject);
    const events = from === undefined ? all : all.filter(({ offset }) => offset < from);
    const { made, good, reason } = foldSubject(subject, events, { units, foldOf });
    for (const { unit, model, change } of made) {
      if (change) add(changes, model, change);
      else tied.push(unit);
    }
    folded.push(...events.slice(0, good));
    parked.push(...all.slice(good).map((one, at) => ({ incoming: one, reason: at === 0 ? reason : null })));
  }
  return { changes, tied, folded, parked };
}

export function bySubject(incoming: readonly Incoming[]): Map<string, Incoming[]> {
  const subjects = new Map<string, Incoming[]>();
  for (const one of incoming) {
    const events = subjects.get(one.event.subject);
    if (events) events.push(one);
    else subjects.set(one.event.subject, [one]);
  }
  return subjects;
}

/** What a unit's new events change; null where that depends on other units as well. */
type Made = { readonly unit: string; readonly model: AnyModel; readonly change: Change | null }[];
interface Context {
  readonly units: ReadonlyMap<string, string | null>;
  readonly foldOf: FoldOf;
}

/** Folds all of a subject's events or, where one can't be, as many as come before it. */
function foldSubject(
  subject: string,
  events: readonly Incoming[],
  context: Context,
): { made: Made; good: number; reason: string | null } {
  let reason: string;
  try {
    return { made: foldUnits(subject, events, context), good: events.length, reason: null };
  } catch (error) {
    reason = (error as Error).message;
  }
  // Events are folded one after the other, so that whatever begins with a broken one is broken: halving finds the first.
  let [good, bad] = [0, events.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      foldUnits(subject, events.slice(0, middle), context);
      good = middle;
    } catch (error) {
      [bad, reason] = [middle, (error as Error).message];
    }
  }
  return { made: foldUnits(subject, events.slice(0, good), context), good, reason };
}

function foldUnits(subject: string, events: readonly Incoming[], { units, foldOf }: Context): Made {
  const fresh = new Map<string, Incoming[]>();
  for (const one of events) {
    const unit = units.get(one.event.id);
    if (!unit) continue;
    const list = fresh.get(unit);
    if (list) list.push(one);
    else fresh.set(unit, [one]);
  }
  return [...fresh].map(([unit, list]) => {
    const { model, fold } = foldOf(unit);
    const change = versionsOf(fold, { unit, subject }, list);
    return { unit, model, change: fold.isTied ? null : change };
  });
}

function add(changes: Map<AnyModel, Change>, model: AnyModel, change: Change): void {
  const sum = changes.get(model);
  if (!sum) {
    changes.set(model, change);
    return;
  }
  sum.close.push(...change.close);
  sum.open.push(...change.open);
  sum.parted.push(...change.parted);
  sum.joined.push(...change.joined);
}
