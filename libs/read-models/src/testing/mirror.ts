import type { DataSource } from 'typeorm';
import { FOREVER } from '../engine/model.js';
import { MODELS, type AnyModel } from '../models.js';
import { BEFORE_ALL, feedProgress, isBeyondEnd, type FeedPlaces } from '../store/feed-places.js';
import { changesFrom, type Changed } from '../store/feed.js';
import { inSnapshot } from '../store/reader.js';

/** The place before everything in each of so many partitions. */
export const beginning = (partitions = 4): FeedPlaces => Array.from({ length: partitions }, () => BEFORE_ALL);

/**
 * Applies changes as a reader would who keeps a copy. What is said to have been before must be what he has, unless events
 * are told again: then one that comes in late tells of a time before what he knows.
 */
export class Mirror {
  constructor(private readonly isStrict = true) {}

  readonly rows = new Map<string, string>();
  readonly links = new Map<string, Set<string>>();
  readonly causes: string[] = [];

  take({ cause, rows, bases }: Changed): void {
    this.causes.push(cause.event);
    for (const { model, id, before, after } of rows) {
      const key = `${model} ${id} ${(before ?? after)!.validFrom}`;
      if (this.isStrict)
        expect([cause.event, key, this.rows.get(key)]).toEqual([cause.event, key, before ? print(before) : undefined]);
      if (after) this.rows.set(key, print(after));
      else this.rows.delete(key);
    }
    for (const { id, added, removed } of bases) {
      const links = this.links.get(id) ?? new Set();
      for (const { event } of added) links.add(event);
      for (const event of removed) expect([event, links.delete(event) || !this.isStrict]).toEqual([event, true]);
      this.links.set(id, links);
    }
  }

  get state(): string[] {
    const links = [...this.links].flatMap(([id, events]) => [...events].map((event) => `${id} rests on ${event}`));
    return [...[...this.rows].map(([key, row]) => `${key} ${row}`), ...links].sort();
  }
}

const print = ({ knownTo: _to, ...row }: { readonly knownTo: bigint }): string =>
  JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

export async function stateOf(source: DataSource): Promise<string[]> {
  return inSnapshot(source, async ({ runner }) => {
    const texts: string[] = [];
    for (const model of Object.values(MODELS) as unknown as AnyModel[]) {
      const rows = await runner.manager.getRepository(model.table).find();
      for (const row of rows.filter(({ knownTo }) => knownTo === FOREVER))
        texts.push(`${model.name} ${row.id} ${row.validFrom} ${print({ ...row })}`);
    }
    const links = (await runner.query(`select id, event_id from basis where known_to = ${FOREVER}`)) as {
      id: string;
      event_id: string;
    }[];
    return [...texts, ...links.map(({ id, event_id: event }) => `${id} rests on ${event}`)].sort();
  });
}

export const page = (source: DataSource, places: FeedPlaces, limit: number, model?: 'count') =>
  inSnapshot(source, async (snapshot) => {
    const { ends } = await feedProgress(snapshot);
    expect(places.some((place, at) => isBeyondEnd(place, ends[at]!))).toBe(false);
    return changesFrom(snapshot, places, ends, { model, limit });
  });

/** Reads on until nothing is left and `done` says so. */
export async function readOn(
  source: DataSource,
  mirror: Mirror,
  {
    from = beginning(),
    limit = 3,
    done = () => true,
  }: { from?: FeedPlaces; limit?: number; done?: () => boolean } = {},
): Promise<FeedPlaces> {
  for (let places = from; ;) {
    const over = done();
    const { items, places: next, atEnd } = await page(source, places, limit);
    expect(items.length).toBeLessThanOrEqual(limit);
    items.forEach((item) => mirror.take(item));
    places = next;
    if (atEnd && over) return places;
  }
}
