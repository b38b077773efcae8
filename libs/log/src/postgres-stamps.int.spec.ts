import { silent } from './testing/ledger.js';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { printInstant, systemClock } from '#domain';
import type { Clock } from '#domain';
import type { IdlePartition } from './contract.js';
import { connectionSettings, placeOf } from './postgres/connection.js';
import { openPostgresLog } from './postgres/index.js';
import { Bookkeeper, bookAtEnd, takenValues } from './testing/bookkeeper.js';
import { keyForEach, ledgerOf, stampOf, stampedText, text, unique } from './testing/ledger.js';
import type { Ledger } from './testing/ledger.js';

const url = process.env.TEST_DATABASE_URL ?? '';
const describeWithServer = url ? describe : describe.skip;

/** A ledger of this server; `prefixes` learns the name of its schema. */
const ledgerWith = (prefixes: string[], clock?: Clock): Ledger =>
  ledgerOf(
    {
      name: 'Postgres',
      open: (options) => {
        prefixes.push(options.prefix);
        return openPostgresLog({ url, ...options, sink: silent });
      },
    },
    clock,
  );

describeWithServer('stamps and instants in the Postgres log (skipped where TEST_DATABASE_URL names no server)', () => {
  const prefixes: string[] = [];
  const ledger = ledgerWith(prefixes);

  /** A connection that holds the counter of a partition, as a writer does. */
  async function slowWriter(topic: string, partition: number): Promise<pg.Client> {
    const slow = new pg.Client(connectionSettings(placeOf(url, prefixes[0])));
    await slow.connect();
    await slow.query('BEGIN');
    await slow.query('SELECT FROM counter WHERE topic = $1 AND partition = $2 FOR UPDATE', [topic, partition]);
    return slow;
  }

  it('stamps a record when it has its place, not when it begins to wait for it', async () => {
    const [, , key = ''] = keyForEach(ledger.log);
    const slow = await slowWriter('events', 2);
    const appended = ledger.log.append('events', [stampedText(key, 'x')]);
    await sleep(300);
    const before = systemClock();
    await slow.query('COMMIT');
    await slow.end();
    await appended;
    for await (const batch of ledger.log.read('events', 2, 0n, 1n)) {
      expect(batch.records.map((record) => stampOf(record) >= before)).toEqual([true]);
    }
  });

  it('does not call an instant passed while somebody who has taken a stamp before it has not committed', async () => {
    const keys = keyForEach(ledger.log);
    const book = await bookAtEnd(ledger.log, 'checkpoints');
    const idle: IdlePartition[] = [];
    const follower = Object.assign(new Bookkeeper(unique('group'), 'checkpoints', book), {
      onIdle: async (each: readonly IdlePartition[]) => void idle.push(...each),
    });
    await ledger.follow(ledger.log, follower);
    await ledger.until('it idles', () => idle.length > 0);
    const slow = await slowWriter('checkpoints', 1);
    const stamp = systemClock();
    await sleep(2000);
    expect(idle.filter(({ partition, caughtUpTo }) => partition === 1 && caughtUpTo >= stamp)).toEqual([]);
    await slow.query(`INSERT INTO record VALUES ('checkpoints', 1, 0, $1, 'late', $2)`, [keys[1], printInstant(stamp)]);
    await slow.query(`UPDATE counter SET next_offset = 1 WHERE topic = 'checkpoints' AND partition = 1`);
    await slow.query('COMMIT');
    await slow.end();
    await ledger.until('it is passed', () => idle.some((each) => each.partition === 1 && each.caughtUpTo >= stamp));
    expect(idle.find(({ partition, caughtUpTo }) => partition === 1 && caughtUpTo >= stamp)?.next).toBe(1n);
    expect(takenValues(book)).toEqual(['late']);
  });
});

describeWithServer('the Postgres log by a clock that stands still', () => {
  const now = 1_765_584_000_000_000n;
  const ledger = ledgerWith([], () => now);

  it('does not call an instant passed in which somebody may yet write', async () => {
    const follower = new Bookkeeper(unique('group'), 'events', await bookAtEnd(ledger.log, 'events'));
    await ledger.follow(ledger.log, follower);
    await ledger.until('it idles', () => follower.idle.length >= 4);
    await ledger.log.append('events', [text('key', 'x')]);
    await ledger.until('it is taken', () => takenValues(follower.book).length === 1);
    expect(new Set(follower.idle.map(({ caughtUpTo }) => caughtUpTo))).toEqual(new Set([now - 1n]));
  });
});
