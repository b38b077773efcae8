import { PositionLost } from '../contract.js';
import { Bookkeeper, bookAtEnd, takenValues } from './bookkeeper.js';
import { keyForEach, ledgerOf, testMsMax, text, unique } from './ledger.js';
import type { Home, Ledger } from './ledger.js';

export function followingContract(home: Home): void {
  describe('following', () => {
    const ledger = ledgerOf(home);
    positionCases(home, ledger);
    troubleCases(home, ledger);
    pressureCases(home, ledger);
  });
}

const numbered = (keys: readonly string[], from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => text(keys[(from + n) % keys.length] ?? '', `${from + n}`));

const sortedNumbers = (values: readonly string[]): number[] => values.map(Number).sort((a, b) => a - b);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

function positionCases(home: Home, ledger: Ledger): void {
  it(
    'begins at the positions that the follower keeps, and every batch where the last one ended',
    async () => {
      const keys = keyForEach(ledger.log);
      await ledger.log.append('events', [text(keys[0] ?? '', 'before')]);
      const follower = new Bookkeeper(unique('group'), 'events', await bookAtEnd(ledger.log, 'events'));
      const begin = [...follower.book.positions];
      await ledger.log.append('events', numbered(keys, 0, 500));
      await ledger.follow(ledger.log, follower);
      await ledger.log.append('events', numbered(keys, 500, 1000));
      await ledger.until('1,000 records are taken', () => takenValues(follower.book).length >= 1000);
      expect(sortedNumbers(takenValues(follower.book))).toEqual(upTo(1000));
      for (let partition = 0; partition < ledger.log.partitions; partition++) {
        const batches = follower.batches.filter((batch) => batch.partition === partition);
        expect(batches.map((batch) => batch.from)).toEqual(
          [begin[partition], ...batches.map((b) => b.next)].slice(0, -1),
        );
      }
    },
    testMsMax(home),
  );

  it(
    'goes on after a stop where the follower says, with nothing lost and nothing twice',
    async () => {
      const keys = keyForEach(ledger.log);
      const group = unique('group');
      const book = await bookAtEnd(ledger.log, 'events');
      for (const round of [0, 1, 2]) {
        const running = await ledger.follow(ledger.log, new Bookkeeper(group, 'events', book));
        await ledger.log.append('events', numbered(keys, round * 100, round * 100 + 100));
        await ledger.until('some records are taken', () => takenValues(book).length > round * 100);
        await running.stop();
        await expect(running.finished).resolves.toBeUndefined();
      }
      await ledger.follow(ledger.log, new Bookkeeper(group, 'events', book));
      await ledger.until('300 records are taken', () => takenValues(book).length >= 300);
      expect(sortedNumbers(takenValues(book))).toEqual(upTo(300));
    },
    testMsMax(home),
  );

  it(
    'asks for the positions again when the follower has lost its own',
    async () => {
      const keys = keyForEach(ledger.log);
      const key = keys[2] ?? '';
      const book = await bookAtEnd(ledger.log, 'events');
      let moved = false;
      const follower = new Bookkeeper(unique('group'), 'events', book, async (batch) => {
        if (moved || batch.partition !== 2 || batch.records.length === 0) return;
        // Another owner has taken the first three records meanwhile.
        moved = true;
        book.positions[2] = batch.records[3]?.offset ?? 0n;
      });
      await ledger.log.append('events', numbered([key], 0, 10));
      await ledger.follow(ledger.log, follower);
      await ledger.until('the last record is taken', () => takenValues(book).includes('9'));
      expect(takenValues(book)).toEqual(['3', '4', '5', '6', '7', '8', '9']);
      expect(follower.asked).toBeGreaterThan(1);
    },
    testMsMax(home),
  );
}

function troubleCases(home: Home, ledger: Ledger): void {
  it(
    'brings the same batch again when the follower failed',
    async () => {
      const keys = keyForEach(ledger.log);
      const book = await bookAtEnd(ledger.log, 'events');
      let failures = 0;
      const follower = new Bookkeeper(unique('group'), 'events', book, async (batch) => {
        if (batch.records.length > 0 && failures++ < 3) throw new Error('the database is down');
      });
      await ledger.log.append('events', numbered([keys[1] ?? ''], 0, 20));
      await ledger.follow(ledger.log, follower);
      await ledger.until('20 records are taken', () => takenValues(book).length >= 20);
      expect(takenValues(book)).toEqual(upTo(20).map(String));
      const begins = follower.batches.filter((batch) => batch.records.length > 0).map((batch) => batch.from);
      expect(begins.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => begins[0]));
    },
    testMsMax(home),
  );

  it(
    'ends at once, with the error, on what can only be a bug of our own',
    async () => {
      const keys = keyForEach(ledger.log);
      const bug = new TypeError('undefined is not a function');
      const follower = new Bookkeeper(
        unique('group'),
        'events',
        await bookAtEnd(ledger.log, 'events'),
        async (batch) => {
          if (batch.records.length > 0) throw bug;
        },
      );
      const running = await ledger.follow(ledger.log, follower);
      await ledger.log.append('events', [text(keys[0] ?? '', 'x')]);
      await expect(running.finished).rejects.toThrow(bug.message);
      expect(follower.batches.filter((batch) => batch.records.length > 0)).toHaveLength(1);
    },
    testMsMax(home),
  );

  it(
    'does not take a follower that never saw its position for one at the beginning',
    async () => {
      const keys = keyForEach(ledger.log);
      await ledger.log.append('events', [text(keys[0] ?? '', 'x')]);
      const book = await bookAtEnd(ledger.log, 'events');
      let asked = 0;
      const follower = new Bookkeeper(unique('group'), 'events', book);
      const reluctant = Object.assign(follower, {
        positions: async (partitions: readonly number[]) => {
          if (asked++ === 0) throw new Error('the database is down');
          return partitions.map((partition) => book.positions[partition] ?? 0n);
        },
      });
      await ledger.follow(ledger.log, reluctant);
      await ledger.log.append('events', [text(keys[0] ?? '', 'y')]);
      await ledger.until('the new record is taken', () => takenValues(book).length > 0);
      expect(takenValues(book)).toEqual(['y']);
      expect(asked).toBeGreaterThan(1);
    },
    testMsMax(home),
  );
}

function pressureCases(home: Home, ledger: Ledger): void {
  it(
    'brings the next batch of a partition only when the last one is done, and other partitions meanwhile',
    async () => {
      const keys = keyForEach(ledger.log);
      const gate = ledger.gate();
      const follower = new Bookkeeper(
        unique('group'),
        'events',
        await bookAtEnd(ledger.log, 'events'),
        async (batch) => {
          if (batch.partition === 0 && batch.records.length > 0) await gate.opened;
        },
      );
      await ledger.follow(ledger.log, follower);
      const sizeOf = (partition: number) => follower.book.taken[partition]?.length ?? 0;
      await ledger.log.append('events', [text(keys[0] ?? '', '0')]);
      await ledger.until('a batch is in hand', () =>
        follower.batches.some((b) => b.partition === 0 && b.records.length),
      );
      await ledger.log.append('events', numbered(keys, 1, 401));
      await ledger.until('the other partitions are taken', () => [1, 2, 3].every((p) => sizeOf(p) >= 100));
      expect(follower.batches.filter((b) => b.partition === 0 && b.records.length)).toHaveLength(1);
      gate.open();
      await ledger.until('the first partition is taken', () => sizeOf(0) >= 101);
      expect(follower.overlaps).toEqual([]);
      expect(sortedNumbers(takenValues(follower.book))).toEqual(upTo(401));
    },
    testMsMax(home),
  );

  it(
    'finishes the batch in hand before it stops',
    async () => {
      const [key = ''] = keyForEach(ledger.log);
      const gate = ledger.gate();
      const follower = new Bookkeeper(
        unique('group'),
        'events',
        await bookAtEnd(ledger.log, 'events'),
        async (batch) => {
          if (batch.records.length > 0) await gate.opened;
        },
      );
      const running = await ledger.follow(ledger.log, follower);
      await ledger.log.append('events', [text(key, 'x')]);
      await ledger.until('a batch is in hand', () => follower.batches.some((batch) => batch.records.length > 0));
      const stopped = running.stop();
      gate.open();
      await stopped;
      expect(takenValues(follower.book)).toEqual(['x']);
    },
    testMsMax(home),
  );

  it(
    'tells where it is and how far it has to go, and that it is alive at the end',
    async () => {
      const keys = keyForEach(ledger.log);
      const follower = new Bookkeeper(unique('group'), 'events', await bookAtEnd(ledger.log, 'events'));
      const running = await ledger.follow(ledger.log, follower);
      await ledger.log.append('events', numbered(keys, 0, 100));
      await ledger.until('all of it is taken', () => takenValues(follower.book).length >= 100);
      const ends = await ledger.log.ends('events');
      await ledger.until('the progress meets the ends', () => {
        const progress = [...running.progress()].sort((a, b) => a.partition - b.partition);
        return progress.length === 4 && progress.every(({ next, end }, p) => next === ends[p] && end === ends[p]);
      });
      const seenAt = performance.now();
      await ledger.until('it was alive since', () => running.progress().every(({ aliveAt }) => aliveAt > seenAt));
    },
    testMsMax(home),
  );

  it('knows its own error of a lost position by name', () => {
    expect(new PositionLost('x').name).toBe('PositionLost');
  });
}
