import type { Instant } from '#domain';
import { FOREVER, type Slice, type Versioned } from '../engine/model.js';
import { modelOf, type AnyModel, type ModelName } from '../models.js';
import { placeColumns, TOLD_AGAIN_FROM, type FeedPlace, type FeedPlaces } from './feed-places.js';
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
  /** It was told before, and since then one came in that was known before it: what it changed is what is told now. */
  readonly retold: boolean;
  /** What its readers have and nothing ends, since the event came in late; told before what is told again. */
  readonly ended: EventChanges | undefined;
  /** In whose order it is told; another than its own where it is told again. */
  readonly told: number;
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
    `select cause.* from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[]) as place (partition, next, redrive, "offset")
     cross join lateral (
       (select event."offset" as landed, null::int as redrive, event."offset" as place, event.partition as told, null::jsonb as ended, ${COLUMNS} from event
        where event.partition = place.partition and event."offset" >= place.next
          and not exists (select from redriven where redriven.event_id = event.event_id)
        order by event."offset" limit $5)
       union all
       (select landed, redriven.redrive, redriven."offset", redriven.partition, null, ${COLUMNS}
        from redriven join event using (event_id)
        where redriven.partition = place.partition
          and (landed, redriven.redrive, redriven."offset") >= (place.next, place.redrive, place."offset")
        order by landed, redriven.redrive, redriven."offset" limit $5)
       union all
       (select landed, retold.redrive, retold.place, retold.partition, ended, ${COLUMNS}
        from retold join event using (event_id)
        where retold.partition = place.partition
          and (landed, retold.redrive, retold.place) >= (place.next, place.redrive, place."offset")
        order by landed, retold.redrive, retold.place limit $5)
       order by landed, redrive nulls last, place limit $5
     ) as cause order by landed, redrive nulls last, place`,
    [...placeColumns(places), most],
  )) as CauseRow[];
  return grouped(rows.map(causeOf), ({ told }) => told);
}

const COLUMNS = `event_id, type, subject, submission, of_event, event.known, event.partition, event."offset", unit`;

interface CauseRow {
  readonly landed: string;
  readonly redrive: number | null;
  readonly place: string;
  readonly told: number;
  readonly ended: Ended | null;
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
  const { event_id: event, type, subject, submission, of_event: of, partition, unit, redrive, told } = row;
  const [landed, place] = [BigInt(row.landed), BigInt(row.place)];
  const after =
    redrive === null ? { next: landed + 1n, redrive: 0, offset: 0n } : { next: landed, redrive, offset: place + 1n };
  const retold = redrive !== null && place >= TOLD_AGAIN_FROM;
  return {
    event,
    type,
    subject,
    submission,
    of,
    known: BigInt(row.known),
    partition,
    offset: BigInt(row.offset),
    unit,
    redriven: redrive !== null && !retold,
    retold,
    told,
    ended: row.ended ? endedChanges(row.ended) : undefined,
    after,
  };
}

/** As `writeTied` notes it. */
interface Ended {
  readonly rows: readonly (Record<string, unknown> & { id: string; knownFrom: string; knownTo: string })[];
  readonly links: readonly { readonly id: string; readonly event: string }[];
}

function endedChanges({ rows, links }: Ended): EventChanges {
  const rowOf = (row: Ended['rows'][number]) =>
    ({ ...row, knownFrom: BigInt(row.knownFrom), knownTo: BigInt(row.knownTo) }) as unknown as Versioned<Slice>;
  return {
    rows: rows.map((row) => ({ model: 'prisoner', id: row.id, before: rowOf(row), after: null })),
    bases: [...grouped(links, ({ id }) => id)].map(([id, parted]) => ({
      model: 'prisoner',
      id,
      added: [],
      removed: parted.map(({ event }) => event).sort(),
    })),
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
 * so, in that event's unit, and no two events of a unit have one known time; so what an event changed never changes. Units
 * that judgements tie are written as one, and count as one here; there an event that comes in late changes what those
 * known after it changed, and they are told again.
 */
export async function changesOf(snapshot: Snapshot, causes: readonly Cause[]): Promise<Map<string, EventChanges>> {
  const changes = new Map<string, EventChanges>();
  const units = [...new Set(causes.flatMap(({ unit }) => unit ?? []))];
  const ties = await tiesOf(snapshot, units);
  const known = (unit: string, at: Instant): string => `${ties.get(unit) ?? unit} ${at}`;
  const byModel = grouped(
    causes.filter(({ unit }) => unit !== null),
    ({ unit }) => modelOf(unit!),
  );
  for (const [model, mine] of byModel) {
    const at = {
      knowns: [...new Set(mine.map((one) => String(one.known)))],
      units: [...new Set([...mine.map((one) => one.unit!), ...ties.keys()])],
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

/** Of units that are tied to others: these and the others, each with the name of the tie. */
async function tiesOf({ runner }: Snapshot, units: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = (await runner.query(
    'select unit, tie from tied_unit where tie in (select tie from tied_unit where unit = any($1::text[]))',
    [units],
  )) as { unit: string; tie: string }[];
  return new Map(rows.map(({ unit, tie }) => [unit, tie]));
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
