import type { Batch } from '../contract.js';
import { keyForEach, ledgerOf, testMsMax, text, texts, unique } from './ledger.js';
import type { Home } from './ledger.js';

export function readingContract(home: Home): void {
  describe('reading back', () => {
    const ledger = ledgerOf(home);
    const msMax = testMsMax(home);

    const batchesOf = async (partition: number, from: bigint, to: bigint): Promise<Batch[]> => {
      const batches: Batch[] = [];
      for await (const batch of ledger.log.read('events', partition, from, to)) batches.push(batch);
      return batches;
    };

    it(
      'gives exactly the records between two offsets, in batches that join without a gap',
      async () => {
        const key = unique('key');
        const partition = ledger.log.partitionOf(key);
        const begin = (await ledger.log.ends('events'))[partition] ?? 0n;
        const drafts = Array.from({ length: 9000 }, (_, n) => text(key, `${n}`));
        for (let n = 0; n < 9000; n += 1000) await ledger.log.append('events', drafts.slice(n, n + 1000));
        const end = (await ledger.log.ends('events'))[partition] ?? 0n;

        const all = (await batchesOf(partition, begin, end)).flatMap((batch) => batch.records);
        expect(texts(all)).toEqual(drafts.map((_, n) => `${n}`));

        const from = all[2500]?.offset ?? 0n;
        const to = all[8100]?.offset ?? 0n;
        const batches = await batchesOf(partition, from, to);
        expect(texts(batches.flatMap((batch) => batch.records))).toEqual(texts(all.slice(2500, 8100)));
        expect(batches[0]?.from).toBe(from);
        expect(batches.at(-1)?.next).toBe(to);
        for (const [n, batch] of batches.slice(1).entries()) expect(batch.from).toBe(batches[n]?.next);
        for (const { records, from: low, next } of batches) {
          expect(records.every(({ offset }) => offset >= low && offset < next)).toBe(true);
        }
      },
      msMax,
    );

    it('gives nothing between an offset and itself', async () => {
      const [end = 0n] = await ledger.log.ends('events');
      expect((await batchesOf(0, end, end)).flatMap((batch) => batch.records)).toEqual([]);
    });

    it('can be left in the middle, and the log goes on as before', async () => {
      const [key = ''] = keyForEach(ledger.log);
      await ledger.log.append('events', [text(key, 'one'), text(key, 'two')]);
      const [end = 0n] = await ledger.log.ends('events');
      for await (const batch of ledger.log.read('events', 0, 0n, end)) {
        expect(batch.from).toBe(0n);
        break;
      }
      await expect(ledger.log.append('events', [text(key, 'three')])).resolves.toBe(1);
    });

    it('has ends that move with what is appended, and begin at nothing', async () => {
      expect(await ledger.log.ends('checkpoints')).toEqual(Array.from({ length: ledger.log.partitions }, () => 0n));
      const keys = keyForEach(ledger.log);
      const before = await ledger.log.ends('rejected');
      await ledger.log.append('rejected', [text(keys[1] ?? '', 'x'), text(keys[1] ?? '', 'y')]);
      const after = await ledger.log.ends('rejected');
      expect(after.map((end, partition) => end - (before[partition] ?? 0n))).toEqual([0n, 2n, 0n, 0n]);
    });
  });
}
