import type { QueryRunner } from 'typeorm';
import { readEvent } from '#domain';
import type { KnownEvent } from '../engine/standing.js';
import { MODELS, type AnyModel } from '../models.js';
import { tiedRows, type EventsByUnit } from '../prisoner/tied-blocks.js';
import { insertBases, insertVersions } from './rows.js';

/** Any number that no other advisory lock of the database uses. */
const LOCK = 0x74696564;

/**
 * Writes the rows of units that judgements tie anew, in the transaction in which events of theirs went in. Whoever does so
 * for one partition waits for whoever does for another, until that is committed: so the last of them has the events of
 * all, and the rows are those of the union whichever came first.
 */
export async function writeTied(runner: QueryRunner, units: readonly string[]): Promise<void> {
  await runner.query(`select pg_advisory_xact_lock($1, hashtext(current_schema()))`, [LOCK]);
  const { events, versions, bases } = await tiedRows(units, (some) => eventsOf(runner, some));
  // A row rests on some event from its first version on, so the links lead to all rows that there were.
  await runner.query('delete from prisoner where id in (select id from basis where event_id = any($1::uuid[]))', [
    events,
  ]);
  await runner.query('delete from basis where event_id = any($1::uuid[])', [events]);
  await insertVersions(runner, MODELS.prisoner as unknown as AnyModel, versions);
  await insertBases(runner, bases);
}

async function eventsOf(runner: QueryRunner, units: readonly string[]): Promise<EventsByUnit> {
  const rows = (await runner.query('select unit, known, value from event where unit = any($1::text[]) order by known', [
    units,
  ])) as { unit: string; known: string; value: Buffer }[];
  const lists = new Map<string, KnownEvent[]>();
  for (const { unit, known, value } of rows) {
    const one = { event: readEvent(value), known: BigInt(known) };
    const list = lists.get(unit);
    if (list) list.push(one);
    else lists.set(unit, [one]);
  }
  return lists;
}
