import { systemClock } from '#domain';
import type { Instant } from '#domain';
import type { Draft } from '../contract.js';
import { Bookkeeper, bookAtEnd, takenValues } from './bookkeeper.js';
import { keyForEach, ledgerOf, replay, replayOwn, testMsMax, text, texts, unique } from './ledger.js';
import type { Home } from './ledger.js';

/**
 * murmur2 as Kafka's Java client has it: these hashes are the vectors of that client's own test of the function. The
 * partition is the hash without its sign bit, modulo the number of partitions.
 */
const MURMUR2: Readonly<Record<string, number>> = {
  '21': -973932308,
  foobar: -790332482,
  'a-little-bit-long-string': -985981536,
  'a-little-bit-longer-string': -1486304829,
  lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971,
  abc: 479470107,
};

export function writingContract(home: Home): void {
  describe('appending', () => {
    const ledger = ledgerOf(home);
    orderCases(home, ledger);
    valueCases(home, ledger);
    it('has the partitioner of the Kafka clients', () => {
      for (const [key, hash] of Object.entries(MURMUR2)) {
        expect([key, ledger.log.partitionOf(key)]).toEqual([key, (hash & 0x7fffffff) % ledger.log.partitions]);
      }
    });
  });
}

type Ledger = ReturnType<typeof ledgerOf>;

function orderCases(home: Home, ledger: Ledger): void {
  it(
    'keeps, when append resolves, every record in the partition of its key and in order',
    async () => {
      const keys = keyForEach(ledger.log);
      const drafts = Array.from({ length: 400 }, (_, n) => text(keys[n % keys.length] ?? '', `${n}`));
      await expect(ledger.log.append('events', drafts)).resolves.toBe(400);
      for (const [partition, key] of keys.entries()) {
        const found = (await replay(ledger.log, 'events', partition)).filter((record) => record.key === key);
        expect(texts(found)).toEqual(drafts.filter((draft) => draft.key === key).map((draft) => `${draft.print(0n)}`));
      }
    },
    testMsMax(home),
  );

  it(
    'loses nothing and skips nothing when many write at once through two doors while one reads',
    async () => {
      const other = await ledger.another();
      const reader = new Bookkeeper(unique('reader'), 'events', await bookAtEnd(ledger.log, 'events'));
      await ledger.follow(ledger.log, reader);
      const writers = Array.from({ length: 20 }, (_, n) => unique(`writer-${n}`));
      await Promise.all(
        writers.map(async (key, n) => {
          for (let round = 0; round < 10; round++) {
            const drafts = Array.from({ length: 10 }, (_, i) => text(key, `${key} ${round * 10 + i}`));
            await (n % 2 ? other : ledger.log).append('events', drafts);
          }
        }),
      );
      await ledger.until('the reader has 2,000 records', () => takenValues(reader.book).length >= 2000);
      for (const key of writers) {
        const own = reader.book.taken.flat().filter((record) => record.key === key);
        expect(texts(own)).toEqual(Array.from({ length: 100 }, (_, i) => `${key} ${i}`));
      }
      expect(takenValues(reader.book)).toHaveLength(2000);
    },
    testMsMax(home),
  );

  it('prints a draft between the call and its answer', async () => {
    const stamps: Instant[] = [];
    const draft: Draft = { key: unique('key'), print: (at) => (stamps.push(at), Buffer.from('x')) };
    const before = systemClock();
    await ledger.log.append('events', [draft]);
    const after = systemClock();
    expect(stamps.length).toBeGreaterThan(0);
    for (const stamp of stamps) {
      expect(stamp).toBeGreaterThanOrEqual(before);
      expect(stamp).toBeLessThanOrEqual(after);
    }
  });
}

function valueCases(home: Home, ledger: Ledger): void {
  it(
    'keeps values of up to 6 MiB and of any bytes, and keys of any script',
    async () => {
      const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
      const big = Buffer.alloc(6 * 1024 * 1024, every);
      const key = unique('Алесь Бяляцкі 🕊');
      const values = [every, Buffer.alloc(0), big, Buffer.from([0]), every];
      for (const value of values) await ledger.log.append('reports', [{ key, print: () => value }]);
      const found = await replay(ledger.log, 'reports', ledger.log.partitionOf(key));
      const own = found.filter((record) => record.key === key);
      expect(own.map((record) => record.value.length)).toEqual(values.map((value) => value.length));
      expect(own.every((record, n) => record.value.equals(values[n] ?? every))).toBe(true);
    },
    testMsMax(home),
  );

  it('writes nothing of an append with a draft that cannot be printed', async () => {
    const key = unique('key');
    const unprintable: Draft = {
      key,
      print: () => {
        throw new Error('no such value');
      },
    };
    await expect(ledger.log.append('events', [text(key, 'before'), unprintable])).rejects.toThrow('no such value');
    await ledger.log.append('events', [text(key, 'after')]);
    const own = await replayOwn(ledger.log, 'events', (found) => found === key);
    expect(texts(own)).toEqual(['after']);
  });

  it('refuses a record of more than 8 MiB, and goes on', async () => {
    const key = unique('key');
    const huge = { key, print: () => Buffer.alloc(8 * 1024 * 1024 + 1) };
    await expect(ledger.log.append('events', [huge])).rejects.toMatchObject({ name: 'RangeError' });
    await expect(ledger.log.append('events', [text(key, 'x')])).resolves.toBe(1);
  });

  it('has nothing to do for an append of no record', async () => {
    await expect(ledger.log.append('events', [])).resolves.toBe(0);
  });
}
