import type { DataSource } from 'typeorm';
import { readEvent, type Instant } from '#domain';
import { inSnapshot, type Snapshot } from './reader.js';

/**
 * A place in what happens to the rows of one partition: the first thing that a reader has not been given. Events come by
 * their offsets; those that waited and were taken in by a redrive come where the partition stood then, just before the
 * event of offset `next`, by the number of the redrive and then by offset. Both only grow, and in the order in which the
 * transactions committed, so nothing ever appears below a place that was read in a snapshot.
 */
export interface FeedPlace {
  readonly next: bigint;
  readonly redrive: number;
  readonly offset: bigint;
}

/** Where each partition begins to be read; the index is the partition. */
export type FeedPlaces = readonly FeedPlace[];

export const BEFORE_ALL: FeedPlace = { next: 0n, redrive: 0, offset: 0n };

export const isBeyondEnd = (place: FeedPlace, end: FeedPlace): boolean =>
  place.next !== end.next
    ? place.next > end.next
    : place.redrive !== end.redrive
      ? place.redrive > end.redrive
      : place.offset > end.offset;

/** Where the partitions stand in this snapshot, which generation it is, and whose log: null while that is empty. */
export interface Progress {
  readonly ends: FeedPlaces;
  readonly built: Instant;
  readonly ledger: string | null;
}

/** Where the generation that answers stands, in a word: another word, and there may be changes. */
export async function progressOf(source: DataSource): Promise<string> {
  return inSnapshot(source, async (snapshot) => progressWord(snapshot));
}

export async function progressWord({ runner, generation }: Snapshot): Promise<string> {
  const [row] = (await runner.query(
    `select string_agg(next_offset || '.' || redrives, ' ' order by partition) as word from position where topic = 'events'`,
  )) as { word: string }[];
  return `${generation} ${row!.word}`;
}

export async function feedProgress({ runner, generation }: Snapshot): Promise<Progress> {
  const ends = (await runner.query(
    `select next_offset, redrives from position where topic = 'events' order by partition`,
  )) as { next_offset: string; redrives: number }[];
  const [made] = (await runner.query(
    'select (extract(epoch from built) * 1000000)::bigint as built from read.generation where name = $1',
    [generation],
  )) as { built: string }[];
  const [first] = (await runner.query('select value from event order by partition, "offset" limit 1')) as {
    value: Buffer;
  }[];
  return {
    ends: ends.map((row) => ({ next: BigInt(row.next_offset), redrive: row.redrives + 1, offset: 0n })),
    built: BigInt(made!.built),
    ledger: first ? readEvent(first.value).source : null,
  };
}

/** Behind all offsets: by such places those events are told again that others came in before (`retold`). */
export const TOLD_AGAIN_FROM = 10n ** 17n;

/**
 * For each partition, the least offset below a place that was not read there: of events that wait, that were taken in
 * later than the place, or that are told again later than that. Where none is, the place's own. Another generation may have taken them in at their offsets, so
 * whoever goes on there begins here.
 */
export async function leastUnread({ runner }: Snapshot, places: FeedPlaces): Promise<bigint[]> {
  const rows = (await runner.query(
    `with place as (
       select * from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[]) as place (partition, next, redrive, "offset")
     ), untold as (
       select event.partition, min(event."offset") as "offset" from place
       join retold on retold.partition = place.partition
         and (landed, retold.redrive, retold.place) >= (place.next, place.redrive, place."offset")
       join event using (event_id) group by event.partition
     )
     select least(place.next,
       (select "offset" from untold where untold.partition = place.partition),
       (select min("offset") from parked_event where partition = place.partition),
       (select min("offset") from redriven where redriven.partition = place.partition
         and (landed, redrive, "offset") >= (place.next, place.redrive, place."offset"))) as least
     from place order by place.partition`,
    placeColumns(places),
  )) as { least: string }[];
  return rows.map(({ least }) => BigInt(least));
}

/** Places as four arrays, for `unnest`. */
export const placeColumns = (places: FeedPlaces): unknown[] => [
  places.map((_, partition) => partition),
  places.map(({ next }) => String(next)),
  places.map(({ redrive }) => redrive),
  places.map(({ offset }) => String(offset)),
];
