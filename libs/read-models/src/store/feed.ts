import { modelOf, type ModelName } from '../models.js';
import { causesFrom, changesOf, type Cause, type EventChanges } from './changes.js';
import type { FeedPlaces } from './feed-places.js';
import type { Snapshot } from './reader.js';

/** What one event changed, whole. */
export interface Changed extends EventChanges {
  readonly cause: Cause;
}

export interface FeedPage {
  readonly items: readonly Changed[];
  /** Where to read on. */
  readonly places: FeedPlaces;
  /** Nothing was there beyond the last item in this snapshot; false: there may be more, also after an empty page. */
  readonly atEnd: boolean;
}

/** How many events of a partition are looked at for one page: most of them change something, some change nothing. */
const SCANNED = 500;

/**
 * The next changes from these places on: each partition in its own order, the partitions side by side by known time. What
 * an event changed is never cut in two.
 * @param ends where the partitions stand in this snapshot
 * @param asked only what one model's rows are changed by; at most `limit` events
 */
export async function changesFrom(
  snapshot: Snapshot,
  places: FeedPlaces,
  ends: FeedPlaces,
  { model, limit }: { readonly model: ModelName | undefined; readonly limit: number },
): Promise<FeedPage> {
  const scan = Math.max(SCANNED, limit);
  const lists = await causesFrom(snapshot, places, scan);
  const merged = sideBySide([...lists.values()]);
  const next = [...places];
  const items: Changed[] = [];
  for (let from = 0; from < merged.length;) {
    const chunk = chunkOf(merged, from, limit - items.length, model);
    const changes = await changesOf(
      snapshot,
      chunk.filter((cause) => concerns(cause, model)),
    );
    for (const cause of chunk) {
      next[cause.told] = cause.after;
      const made = cause.ended ?? changes.get(cause.event);
      if (made && made.rows.length + made.bases.length > 0) items.push({ cause, ...made });
    }
    from += chunk.length;
    if (items.length === limit && from < merged.length) return { items, places: next, atEnd: false };
  }
  // A partition of which all was looked at is at its end, wherever its last event was.
  const whole = ends.map((_, partition) => (lists.get(partition)?.length ?? 0) < scan);
  return {
    items,
    places: next.map((place, partition) => (whole[partition] ? ends[partition]! : place)),
    atEnd: whole.every(Boolean),
  };
}

const concerns = ({ unit }: Cause, model: ModelName | undefined): boolean =>
  unit !== null && (model === undefined || modelOf(unit).name === model);

/** The next of them, so many of which may have changed something that is asked for. */
function chunkOf(merged: readonly Cause[], from: number, most: number, model: ModelName | undefined): Cause[] {
  let to = from;
  for (let found = 0; to < merged.length && found < most; to += 1) if (concerns(merged[to]!, model)) found += 1;
  return merged.slice(from, to);
}

/** One list of several, each of which keeps its order: of the first ones, that which was known first. */
function sideBySide(lists: readonly (readonly Cause[])[]): Cause[] {
  const heads = lists.map(() => 0);
  const merged: Cause[] = [];
  for (;;) {
    let least: number | undefined;
    for (const [at, list] of lists.entries()) {
      const head = list[heads[at]!];
      if (head && (least === undefined || head.known < lists[least]![heads[least]!]!.known)) least = at;
    }
    if (least === undefined) return merged;
    merged.push(lists[least]![heads[least]!]!);
    heads[least]! += 1;
  }
}
