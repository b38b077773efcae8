import type { QueryRunner } from 'typeorm';
import { rereadEvent } from '#domain';
import { FOREVER, type Slice, type Versioned } from '../engine/model.js';
import type { KnownEvent } from '../engine/standing.js';
import { MODELS, type AnyModel } from '../models.js';
import { tiedRows, type EventsByUnit, type Tied } from '../prisoner/tied-blocks.js';
import { TOLD_AGAIN_FROM } from './feed-places.js';
import { insertBases, insertVersions } from './rows.js';
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
  // A row rests on some event from its first version on, so the links lead to all rows that there were.
  await runner.query('delete from prisoner where id in (select id from basis where event_id = any($1::uuid[]))', [ids]);
  await runner.query('delete from basis where event_id = any($1::uuid[])', [ids]);
  await insertVersions(runner, PRISONER, now.versions);
  await insertBases(runner, now.bases);
  await runner.query(
    'insert into tied_unit select unit, $2 from unnest($1::text[]) unit on conflict (unit) do update set tie = excluded.tie',
    [now.units, now.units[0]],
  );
  if (turn && before) await insertRetold(runner, { again, ended: endedIn(before, now) }, turn);
}

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
