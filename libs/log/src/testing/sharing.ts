import type { Running } from '../contract.js';
import { Bookkeeper, bookAtEnd, takenValues } from './bookkeeper.js';
import { keyForEach, ledgerOf, testMsMax, text, unique } from './ledger.js';
import type { Home } from './ledger.js';

const partitionsOf = (...runnings: readonly Running[]): number[] =>
  runnings.flatMap((running) => running.progress().map(({ partition }) => partition)).sort((a, b) => a - b);

export function sharingContract(home: Home): void {
  describe('a group of followers', () => {
    const ledger = ledgerOf(home);

    it(
      'shares the partitions, takes each record once, and one goes on alone when the other stops',
      async () => {
        const keys = keyForEach(ledger.log);
        const group = unique('group');
        const book = await bookAtEnd(ledger.log, 'events');
        const other = await ledger.another();
        const numbered = (from: number) =>
          Array.from({ length: 100 }, (_, n) => text(keys[n % keys.length] ?? '', `${from + n}`));
        const first = await ledger.follow(ledger.log, new Bookkeeper(group, 'events', book));
        const second = await ledger.follow(other, new Bookkeeper(group, 'events', book));
        const isShared = () => first.progress().length === 2 && `${partitionsOf(first, second)}` === `${[0, 1, 2, 3]}`;
        await ledger.until('each has half of the partitions', isShared);
        await ledger.log.append('events', numbered(0));
        await ledger.until('100 records are taken', () => takenValues(book).length >= 100);

        await second.stop();
        await ledger.log.append('events', numbered(100));
        await ledger.until('200 records are taken', () => takenValues(book).length >= 200);
        expect(partitionsOf(first)).toEqual([0, 1, 2, 3]);
        const numbers = takenValues(book)
          .map(Number)
          .sort((a, b) => a - b);
        expect(numbers).toEqual(Array.from({ length: 200 }, (_, n) => n));
      },
      testMsMax(home),
    );

    it(
      'is not disturbed by another group, which takes each record too',
      async () => {
        const keys = keyForEach(ledger.log);
        const books = [await bookAtEnd(ledger.log, 'events'), await bookAtEnd(ledger.log, 'events')];
        for (const book of books) await ledger.follow(ledger.log, new Bookkeeper(unique('group'), 'events', book));
        await ledger.log.append(
          'events',
          keys.map((key) => text(key, key)),
        );
        await ledger.until('both have all', () => books.every((book) => takenValues(book).length >= 4));
        for (const book of books) expect(takenValues(book).sort()).toEqual([...keys].sort());
      },
      testMsMax(home),
    );
  });
}
