import type { Instant } from '#domain';
import { FOREVER, type Slice, type Versioned } from '../engine/model.js';
import { modelOf, type AnyModel, type ModelName } from '../models.js';
import { placeColumns, type FeedPlace, type FeedPlaces } from './feed-places.js';
import type { Snapshot } from './reader.js';

/** An event that went into the read models: what changed rows, or might have. */
export interface Cause {
  readonly event: string;
  readonly type: string;
  readonly subject: string;
  readonly submission: string;
  /** The event that a review is about. */
  readonly of: string | null;
  readonly known: Instant;
  readonly partition: number;
  readonly offset: bigint;
  /** It waited, parked, and was taken in later. */
  readonly redriven: boolean;
  /** Where to read on after it. */
  readonly after: FeedPlace;
  /** Null where it changes no row. */
  readonly unit: string | null;
}

/** The next events of each partition from these places on, each list in order and at most so long. */
export async function causesFrom(
  { runner }: Snapshot,
  places: FeedPlaces,
  most: number,
): Promise<ReadonlyMap<number, readonly Cause[]>> {
  const rows = (await runner.query(
    `select event.* from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[]) as place (partition, next, redrive, "offset")
     cross join lateral (
       (select "offset" as landed, null::int as redrive, ${COLUMNS} from event
        where event.partition = place.partition and event."offset" >= place.next
          and not exists (select from redriven where redriven.event_id = event.event_id)
        order by "offset" limit $5)
       union all
       (select landed, redrive, ${COLUMNS} from redriven join event using (event_id, partition, "offset")
        where partition = place.partition
          and (landed, redrive, "offset") >= (place.next, place.redrive, place."offset")
        order by landed, redrive, "offset" limit $5)
       order by landed, redrive nulls last, "offset" limit $5
     ) as event order by landed, redrive nulls last, "offset"`,
    [...placeColumns(places), most],
  )) as CauseRow[];
  return grouped(rows.map(causeOf), ({ partition }) => partition);
}

const COLUMNS = 'event_id, type, subject, submission, of_event, known, partition, "offset", unit';

interface CauseRow {
  readonly landed: string;
  readonly redrive: number | null;
  readonly event_id: string;
  readonly type: string;
  readonly subject: string;
  readonly submission: string;
  readonly of_event: string | null;
  readonly known: string;
  readonly partition: number;
  readonly offset: string;
  readonly unit: string | null;
}

function causeOf(row: CauseRow): Cause {
  const { event_id: event, type, subject, submission, of_event: of, partition, unit, redrive } = row;
  const [landed, offset] = [BigInt(row.landed), BigInt(row.offset)];
  const after =
    redrive === null ? { next: landed + 1n, redrive: 0, offset: 0n } : { next: landed, redrive, offset: offset + 1n };
  return {
    event,
    type,
    subject,
    submission,
    of,
    known: BigInt(row.known),
    partition,
    offset,
    unit,
    redriven: redrive !== null,
    after,
  };
}

/** What an event did to one row: a span of days of one thing. */
export interface RowChange {
  readonly model: ModelName;
  readonly id: string;
  readonly before: Versioned<Slice> | null;
  readonly after: Versioned<Slice> | null;
}

/** What an event did to that on which a row rests, whatever its span of days. */
export interface BasisChange {
  readonly model: ModelName;
  readonly id: string;
  readonly added: readonly { readonly event: string; readonly confirmed: boolean }[];
  readonly removed: readonly string[];
}

export interface EventChanges {
  readonly rows: readonly RowChange[];
  readonly bases: readonly BasisChange[];
}

/**
 * What each event changed, by event id. A version of a row begins or ends at the known time of the event that makes it
 * so, in that event's unit, and no two events of a unit have one known time; so what an event changed never changes.
 */
export async function changesOf(snapshot: Snapshot, causes: readonly Cause[]): Promise<Map<string, EventChanges>> {
  const changes = new Map<string, EventChanges>();
  const known = (unit: string, at: Instant): string => `${unit} ${at}`;
  const byModel = grouped(
    causes.filter(({ unit }) => unit !== null),
    ({ unit }) => modelOf(unit!),
  );
  for (const [model, mine] of byModel) {
    const at = {
      knowns: [...new Set(mine.map((one) => String(one.known)))],
      units: [...new Set(mine.map((one) => one.unit!))],
    };
    const versions = await versionsTouched(snapshot, model, at);
    const began = grouped(versions, ({ unit, knownFrom }) => known(unit, knownFrom));
    const ended = grouped(versions, ({ unit, knownTo }) => known(unit, knownTo));
    const links = await linksTouched(snapshot, at);
    const joined = grouped(links, ({ unit, knownFrom }) => known(unit, knownFrom));
    const parted = grouped(links, ({ unit, knownTo }) => known(unit, knownTo));
    for (const { event, unit, known: instant } of mine) {
      const key = known(unit!, instant);
      const name = model.name as ModelName;
      changes.set(event, {
        rows: rowsChanged(name, ended.get(key) ?? [], began.get(key) ?? []),
        bases: basesChanged(name, parted.get(key) ?? [], joined.get(key) ?? []),
      });
    }
  }
  return changes;
}

interface Touched {
  readonly knowns: readonly string[];
  readonly units: readonly string[];
}

function versionsTouched({ runner }: Snapshot, model: AnyModel, at: Touched): Promise<Versioned<Slice>[]> {
  return runner.manager
    .getRepository(model.table)
    .createQueryBuilder('row')
    .where('row.unit = any(:units)', { units: at.units })
    .andWhere(`(row.knownFrom = any(:knowns) or (row.knownTo = any(:knowns) and row.knownTo < ${FOREVER}))`, {
      knowns: at.knowns,
    })
    .getMany();
}

interface LinkTouched {
  readonly unit: string;
  readonly id: string;
  readonly event: string;
  readonly confirmed: boolean;
  readonly knownFrom: Instant;
  readonly knownTo: Instant;
}

async function linksTouched({ runner }: Snapshot, { knowns, units }: Touched): Promise<LinkTouched[]> {
  const rows = (await runner.query(
    `select event.unit, basis.id, basis.event_id, basis.confirmed, basis.known_from, basis.known_to
     from basis join event using (event_id)
     where event.unit = any($1::text[])
       and (known_from = any($2::bigint[]) or (known_to = any($2::bigint[]) and known_to < ${FOREVER}))`,
    [units, knowns],
  )) as { unit: string; id: string; event_id: string; confirmed: boolean; known_from: string; known_to: string }[];
  return rows.map(({ unit, id, event_id: event, confirmed, known_from: from, known_to: to }) => ({
    unit,
    id,
    event,
    confirmed,
    knownFrom: BigInt(from),
    knownTo: BigInt(to),
  }));
}

/** A version that ended and one that began of the same span are one change. */
function rowsChanged(
  model: ModelName,
  ended: readonly Versioned<Slice>[],
  began: readonly Versioned<Slice>[],
): RowChange[] {
  const keyOf = ({ id, validFrom }: Slice): string => `${id} ${validFrom}`;
  const before = new Map(ended.map((row) => [keyOf(row), row]));
  const after = new Map(began.map((row) => [keyOf(row), row]));
  return [...new Set([...before.keys(), ...after.keys()])].sort().map((key) => ({
    model,
    id: key.slice(0, key.indexOf(' ')),
    before: before.get(key) ?? null,
    after: after.get(key) ?? null,
  }));
}

/** A claim that an analyst confirms is parted from its row and joined to it again, marked: that is told as added. */
function basesChanged(model: ModelName, parted: readonly LinkTouched[], joined: readonly LinkTouched[]): BasisChange[] {
  return [...new Set([...parted, ...joined].map(({ id }) => id))].sort().map((id) => {
    const added = joined.filter((link) => link.id === id).map(({ event, confirmed }) => ({ event, confirmed }));
    const here = new Set(added.map(({ event }) => event));
    const removed = parted.filter((link) => link.id === id && !here.has(link.event)).map(({ event }) => event);
    return { model, id, added: added.sort((a, b) => (a.event < b.event ? -1 : 1)), removed: removed.sort() };
  });
}

function grouped<One, Key>(all: readonly One[], keyOf: (one: One) => Key): Map<Key, One[]> {
  const groups = new Map<Key, One[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
