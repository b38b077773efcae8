import type { QueryRunner } from 'typeorm';
import { rereadEvent, type Instant } from '#domain';
import { FOREVER, type Slice, type Versioned } from '../engine/model.js';
import type { KnownEvent } from '../engine/standing.js';
import type { Basis } from '../engine/versions.js';
import { MODELS, type AnyModel } from '../models.js';
import { tiedRows, type EventsByUnit, type Tied } from '../prisoner/tied-blocks.js';
import { TOLD_AGAIN_FROM } from './feed-places.js';
import { asRow, columnsOf, insertBases, insertVersions, propertiesOf } from './rows.js';
import type { EventsPart, Turn } from './work.js';

/** Any number that no other advisory lock of the database uses. */
const LOCK = 0x74696564;

/**
 * Writes the rows of units that judgements tie anew, in the transaction in which events of theirs went in. Whoever does so
 * for one partition waits for whoever does for another, until that is committed: so the last of them has the events of
 * all, and the rows are those of the union whichever came first.
 */
export async function writeTied(
  runner: QueryRunner,
  { tied, events: fresh }: Pick<EventsPart, 'tied' | 'events'>,
  turn?: Redriving,
): Promise<void> {
  await runner.query(`select pg_advisory_xact_lock($1, hashtext(current_schema()))`, [LOCK]);
  const now = await tiedRows(tied, (some) => eventsOf(runner, some));
  const ids = now.events.map(({ id }) => id);
  const again = turn ? toldAgain(now, fresh) : [];
  const before = again.length > 0 ? await currentOf(runner, ids) : undefined;
  await replaceTied(runner, now, ids);
  await runner.query(
    'insert into tied_unit select unit, $2 from unnest($1::text[]) unit on conflict (unit) do update set tie = excluded.tie',
    [now.units, now.units[0]],
  );
  if (turn && before) await insertRetold(runner, { again, ended: endedIn(before, now) }, turn);
}

/** Writes what is another than the tables have it: of many events of a person, one more changes little. */
async function replaceTied(runner: QueryRunner, now: Tied, events: readonly string[]): Promise<void> {
  const links = (await runner.query(
    `select id, event_id, known_from, known_to, confirmed from basis where event_id = any($1::uuid[])`,
    [events],
  )) as { id: string; event_id: string; known_from: string; known_to: string; confirmed: boolean }[];
  // A row rests on some event from its first version on, so the links lead to all rows that there were.
  const rows = (await runner.query(`select ${propertiesOf(PRISONER)} from prisoner where id = any($1::uuid[])`, [
    [...new Set(links.map(({ id }) => id))],
  ])) as object[];
  const versions = differences(rows.map(asRow), now.versions, versionWord);
  await runner.query(
    `delete from prisoner using unnest($1::uuid[], $2::date[], $3::bigint[]) as gone (id, valid_from, known_from)
     where prisoner.id = gone.id and prisoner.valid_from = gone.valid_from and prisoner.known_from = gone.known_from`,
    columnsIn(versions.gone, ({ id, validFrom, knownFrom }) => [id, validFrom, String(knownFrom)]),
  );
  await insertVersions(runner, PRISONER, versions.come);
  const bases = differences(
    links.map((link) => ({ ...link, event: link.event_id, knownFrom: link.known_from, knownTo: link.known_to })),
    now.bases,
    linkWord,
  );
  await runner.query(
    `delete from basis using unnest($1::uuid[], $2::uuid[], $3::bigint[]) as gone (id, event_id, known_from)
     where basis.id = gone.id and basis.event_id = gone.event_id and basis.known_from = gone.known_from`,
    columnsIn(bases.gone, ({ id, event, knownFrom }) => [id, event, String(knownFrom)]),
  );
  await insertBases(runner, bases.come);
}

type LinkWord = Pick<Basis, 'id' | 'event' | 'confirmed'> & Record<'knownFrom' | 'knownTo', Instant | string>;
const linkWord = ({ id, event, knownFrom, knownTo, confirmed }: LinkWord): string =>
  `${id} ${event} ${knownFrom} ${knownTo} ${confirmed}`;

/** A version to the last of its columns. */
const versionWord = (row: Versioned<Slice>): string =>
  columnsOf(PRISONER)
    .map(({ property }) => JSON.stringify(String((row as unknown as Record<string, unknown>)[property])))
    .join(' ');

/** What is in one list alone. @param word two of which it is the same are the same */
function differences<Had extends Word, Has extends Word, Word>(
  had: readonly Had[],
  has: readonly Has[],
  word: (one: Word) => string,
): { gone: Had[]; come: Has[] } {
  const [before, after] = [new Set(had.map(word)), new Set(has.map(word))];
  return { gone: had.filter((one) => !after.has(word(one))), come: has.filter((one) => !before.has(word(one))) };
}

/** Keys by columns, as `unnest` takes them. */
const columnsIn = <Row>(rows: readonly Row[], key: (row: Row) => readonly [string, string, string]): string[][] =>
  [0, 1, 2].map((at) => rows.map((row) => key(row)[at]!));

/**
 * The events that are told once more: from the first of those that came in on, for what is known after it may have made
 * other changes than was told. None where nothing that was told is known so late.
 */
function toldAgain({ events }: Tied, fresh: EventsPart['events']): string[] {
  const came = new Set(fresh.map(({ event }) => event.id));
  const first = events.findIndex(({ id }) => came.has(id));
  if (first < 0) return [];
  const { known } = events[first]!;
  const from = events.filter((one) => one.known >= known);
  return from.every(({ id }) => came.has(id)) ? [] : from.map(({ id }) => id);
}

const PRISONER = MODELS.prisoner as unknown as AnyModel;

/** The turn in which rows are written; with `redrivesNext` it is one of a redrive. */
export type Redriving = Turn & { readonly redrivesNext?: number };

interface Current {
  readonly rows: readonly Versioned<Slice>[];
  readonly links: readonly { readonly id: string; readonly event: string }[];
}

/** What readers of changes have, who have read all: the rows and links that rest on these events and stand. */
async function currentOf(runner: QueryRunner, events: readonly string[]): Promise<Current> {
  const links = (await runner.query(
    `select id, event_id as event from basis where event_id = any($1::uuid[]) and known_to = ${FOREVER}`,
    [events],
  )) as { id: string; event: string }[];
  const rows = await runner.manager
    .getRepository(PRISONER.table)
    .createQueryBuilder('row')
    .where(`row.id = any(:ids) and row.knownTo = ${FOREVER}`, { ids: [...new Set(links.map(({ id }) => id))] })
    .getMany();
  return { rows, links };
}

/** What stood and stands no more. The history that is written now has no moment at which it ended. */
function endedIn(before: Current, { versions, bases }: Tied): Current {
  const rowKey = ({ id, validFrom }: Slice): string => `${id} ${validFrom}`;
  const linkKey = ({ id, event }: { id: string; event: string }): string => `${id} ${event}`;
  const rows = new Set(versions.filter(({ knownTo }) => knownTo === FOREVER).map(rowKey));
  const links = new Set(bases.filter(({ knownTo }) => knownTo === FOREVER).map(linkKey));
  return {
    rows: before.rows.filter((row) => !rows.has(rowKey(row))),
    links: before.links.filter((link) => !links.has(linkKey(link))),
  };
}

/** Behind what the turn brings, in the order in which they are known; before them what stood and is no more. */
async function insertRetold(
  runner: QueryRunner,
  { again, ended }: { again: readonly string[]; ended: Current },
  { partition, from, next, redrives, redrivesNext }: Redriving,
): Promise<void> {
  const [landed, redrive] = redrivesNext === undefined ? [next, 0] : [from, redrives + 1];
  const hasEnded = ended.rows.length + ended.links.length > 0;
  await runner.query(
    `insert into retold (partition, landed, redrive, place, event_id, ended)
     select $1, $2, $3, at + coalesce(
       (select max(place) from retold where partition = $1 and landed = $2 and redrive = $3), $4), event_id, ended
     from unnest($5::uuid[], $6::jsonb[]) with ordinality as told (event_id, ended, at)`,
    [
      partition,
      String(landed),
      redrive,
      String(TOLD_AGAIN_FROM),
      [...(hasEnded ? [again[0]] : []), ...again],
      [...(hasEnded ? [printEnded(ended)] : []), ...again.map(() => null)],
    ],
  );
}

const printEnded = (ended: Current): string =>
  JSON.stringify(ended, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));

async function eventsOf(runner: QueryRunner, units: readonly string[]): Promise<EventsByUnit> {
  const rows = (await runner.query('select unit, known, value from event where unit = any($1::text[]) order by known', [
    units,
  ])) as { unit: string; known: string; value: Buffer }[];
  const lists = new Map<string, KnownEvent[]>();
  for (const { unit, known, value } of rows) {
    const one = { event: rereadEvent(value), known: BigInt(known) };
    const list = lists.get(unit);
    if (list) list.push(one);
    else lists.set(unit, [one]);
  }
  return lists;
}
