import type { IdlePartition } from '../contract.js';
import { Bookkeeper, bookAtEnd, takenValues } from './bookkeeper.js';
import { keyForEach, ledgerOf, stampOf, stampedText, testMsMax, text, unique } from './ledger.js';
import type { Home, Ledger } from './ledger.js';

export function idlingContract(home: Home): void {
  describe('at the end', () => {
    const ledger = ledgerOf(home);
    truthCases(home, ledger);
    markerCases(home, ledger);

    it(
      'says of an untouched partition that it is read to its end',
      async () => {
        const follower = new Bookkeeper(unique('group'), 'checkpoints', await bookAtEnd(ledger.log, 'checkpoints'));
        await ledger.follow(ledger.log, follower);
        const isIdle = (partition: number) => follower.idle.some((idle) => idle.partition === partition);
        await ledger.until('each partition was idle', () => [0, 1, 2, 3].every(isIdle));
        expect(follower.idle.every((idle) => idle.next === 0n)).toBe(true);
        const first = follower.idle.find((idle) => idle.partition === 0)?.caughtUpTo ?? 0n;
        await ledger.until('the instant moves on', () =>
          follower.idle.some((idle) => idle.partition === 0 && idle.caughtUpTo > first),
        );
      },
      testMsMax(home),
    );

    it(
      'does not say it of a partition with a batch in hand',
      async () => {
        const keys = keyForEach(ledger.log);
        const gate = ledger.gate();
        const book = await bookAtEnd(ledger.log, 'events');
        const follower = new Bookkeeper(unique('group'), 'events', book, async (batch) => {
          if (batch.records.length > 0) await gate.opened;
        });
        await ledger.follow(ledger.log, follower);
        await ledger.log.append('events', [text(keys[3] ?? '', 'x')]);
        await ledger.until('a batch is in hand', () => follower.batches.some((batch) => batch.records.length > 0));
        follower.idle.length = 0;
        await ledger.until(
          'the others were idle twice',
          () => follower.idle.filter((i) => i.partition === 0).length > 1,
        );
        const end = (await ledger.log.ends('events'))[3];
        expect(follower.idle.filter((idle) => idle.partition === 3 && idle.next === end)).toEqual([]);
        gate.open();
        await ledger.until('it is idle too', () => follower.idle.some((i) => i.partition === 3 && i.next === end));
      },
      testMsMax(home),
    );
  });
}

/** Notes each record that came although its stamp had been said to be passed, and each instant that stepped back. */
class Doubter extends Bookkeeper {
  readonly lies: string[] = [];
  published = 0;
  private readonly latest = new Map<number, bigint>();

  override async onBatch(batch: Parameters<Bookkeeper['onBatch']>[0]): Promise<void> {
    const passed = this.latest.get(batch.partition) ?? 0n;
    for (const record of batch.records) {
      if (stampOf(record) <= passed) this.lies.push(`${batch.partition}: ${stampOf(record)} after ${passed}`);
    }
    await super.onBatch(batch);
  }

  override async onIdle(idle: readonly IdlePartition[]): Promise<void> {
    for (const { partition, caughtUpTo, next } of idle) {
      const before = this.latest.get(partition) ?? 0n;
      if (caughtUpTo < before) this.lies.push(`${partition}: ${caughtUpTo} published after ${before}`);
      if (next !== this.book.positions[partition]) this.lies.push(`${partition}: idle at ${next}, which it is not at`);
      this.latest.set(partition, caughtUpTo);
      this.published += 1;
    }
  }
}

function truthCases(home: Home, ledger: Ledger): void {
  it(
    'never delivers a record with a stamp that it had said to be passed, however many write',
    async () => {
      const follower = new Doubter(unique('group'), 'events', await bookAtEnd(ledger.log, 'events'));
      await ledger.follow(ledger.log, follower);
      await ledger.until('it idles', () => follower.published > 0);
      const doors = [ledger.log, await ledger.another()];
      const keys = keyForEach(ledger.log);
      const stopAt = performance.now() + 6000;
      let written = 0;
      const write = async (n: number): Promise<void> => {
        while (performance.now() < stopAt) {
          const drafts = keys.map((key) => stampedText(key, `${n}`)).slice(n % 3);
          const count = (await doors[n % 2]?.append('events', drafts)) ?? 0;
          written += count;
          await new Promise((resolve) => setTimeout(resolve, (n * 37) % 90));
        }
      };
      await Promise.all([0, 1, 2, 3, 4, 5].map(write));
      await ledger.until('all is taken', () => takenValues(follower.book).length >= written);
      const before = follower.published;
      await ledger.until('it idles again', () => follower.published > before);
      expect(follower.lies).toEqual([]);
      expect(takenValues(follower.book)).toHaveLength(written);
    },
    testMsMax(home),
  );
}

function markerCases(home: Home, ledger: Ledger): void {
  it(
    'reaches the end of a topic that a pipe writes, although what the transactions left there is no record',
    async () => {
      const [key = ''] = keyForEach(ledger.log);
      const group = unique('pipe');
      await ledger.pipe(ledger.log, {
        group,
        from: 'inbox',
        transform: async (batch) =>
          batch.records.map((record) => ({ ...text(record.key, 'piped'), topic: 'rejected' })),
      });
      await ledger.log.append('inbox', [text(key, 'x')]);
      const follower = new Bookkeeper(unique('group'), 'rejected', await bookAtEnd(ledger.log, 'rejected'));
      await ledger.follow(ledger.log, follower);
      await ledger.log.append('inbox', [text(key, 'y'), text(key, 'z')]);
      await ledger.until('the last record is through', async () => {
        const [committed = 0n] = await ledger.log.committed(group, 'inbox');
        const [end = 0n] = await ledger.log.ends('inbox');
        return committed === end && takenValues(follower.book).length > 0;
      });
      await ledger.until('it is idle at the ends', async () => {
        const ends = await ledger.log.ends('rejected');
        return ends.every((end, p) => follower.idle.some((idle) => idle.partition === p && idle.next === end));
      });
    },
    testMsMax(home),
  );
}
