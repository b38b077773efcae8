import { setTimeout as pause } from 'node:timers/promises';
import type { Draft } from '#log';
import { asBuilder, Builder, dropGeneration, openDatabase } from '#read-models';
import { openHouse, type Home } from '../../house.js';
import { backlog } from '../data/backlog.js';
import { ratio, Rounds, secondsOf, type Measured } from '../findings.js';
import { BareTables } from '../yardsticks/tables.js';

const EVENTS = 60_000;
const EVENTS_LEAST = 1000;
const APPENDED_AT_ONCE = 5000;
/** In so many events a build writes at once. */
const LOT = 2000;
/** In turns, since one round of either takes less than half a minute, and twice as long in a bad one. */
const ROUNDS = 4;
const NAME = 'read_scratch_bench';

/**
 * A build of the read models from the log's beginning, with keys and indexes, against COPY of the very rows that it makes
 * into tables that have theirs.
 */
export async function measureRebuild(home: Home, effort: number): Promise<Measured> {
  const house = await openHouse(home, ['projector']);
  const database = await openDatabase({ url: house.databaseUrl });
  const tables = await BareTables.open(house.databaseUrl);
  try {
    const { log, source } = house.ledger;
    const events = Math.max(EVENTS_LEAST, Math.round(EVENTS * effort));
    const drafts = backlog(source);
    for (let done = 0; done < events; done += APPENDED_AT_ONCE) {
      const count = Math.min(APPENDED_AT_ONCE, events - done);
      await log.append(
        'events',
        Array.from({ length: count }, () => drafts.next().value as Draft),
      );
    }
    const ends = { reports: await log.ends('reports'), events: await log.ends('events') };
    for (;;) {
      const reached = await tables.projected();
      if (ends.events.every((end, partition) => reached[partition]! >= end)) break;
      await pause(200);
    }
    const rows = await tables.rowsSince('0');
    const [ours, copy] = [new Rounds(), new Rounds()];
    const build = (): Promise<unknown> =>
      asBuilder(database, NAME, () =>
        new Builder(database, log, { name: NAME, code: 'bench', ends, scratch: true }).build(),
      );
    const runner = database.createQueryRunner();
    try {
      for (let round = 0; round < (effort < 1 ? 1 : ROUNDS); round += 1) {
        ours.add(events, await secondsOf(async () => void (await build())));
        await dropGeneration(runner, NAME);
        copy.add(events, await tables.copy(rows, Math.ceil(events / LOT)));
        await tables.empty();
      }
    } finally {
      await runner.release();
    }
    return [
      ratio('rebuildToCopy', 'rebuild / bare COPY of the same rows', [ours.perSecond, copy.perSecond], { least: 0.5 }),
      { name: 'rebuild', says: 'rebuild from the log, with keys and indexes', value: ours.perSecond, unit: 'events/s' },
      { name: 'rebuildCopy', says: 'bare COPY of the rows of a rebuild', value: copy.perSecond, unit: 'events/s' },
    ];
  } finally {
    await tables.close();
    await database.destroy();
    await house.close();
  }
}
