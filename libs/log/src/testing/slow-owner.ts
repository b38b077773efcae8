import type { Batch } from '../contract.js';
import { keyForEach, ledgerOf, replayOwn, testMsMax, unique } from './ledger.js';
import type { Home } from './ledger.js';
import { allCommitted, copying, expectOnce, fillInbox } from './piping.js';

/** What a dead owner can't show: one that was only slow comes back, after another has done its work. */
export function slowOwnerContract(home: Home): void {
  describe('a slow owner of a pipe', () => {
    const ledger = ledgerOf(home);

    it(
      'is fenced: given its batch was brought through by a second owner, when it wakes, then nothing is out twice',
      async () => {
        const keys = keyForEach(ledger.log);
        const group = unique('group');
        const gate = ledger.gate();
        const held = new Set<number>();
        const hold = async (batch: Batch): Promise<void> => {
          if (batch.records.length > 0) held.add(batch.partition);
          await gate.opened;
        };
        await fillInbox(ledger.log, keys, 0, 30);
        await ledger.pipe(ledger.log, copying(group, keys, hold));
        await ledger.until('the first owner holds a batch', () => held.size > 0);

        const other = await ledger.another();
        const second = await ledger.pipe(other, copying(group, keys));
        const overtaken = async (): Promise<boolean> => {
          const out = await replayOwn(ledger.log, 'reports', (key) => keys.includes(key));
          return out.some((record) => held.has(ledger.log.partitionOf(record.key)));
        };
        await ledger.until('a second owner has overtaken the first', overtaken);
        gate.open();
        await fillInbox(ledger.log, keys, 30, 60);
        await ledger.until('all is committed', () => allCommitted(ledger.log, group));
        await expectOnce(ledger.log, keys, 60);
        await second.stop();
        await fillInbox(ledger.log, keys, 60, 70);
        await ledger.until('the first owner has gone on alone', () => allCommitted(ledger.log, group));
        await expectOnce(ledger.log, keys, 70);
      },
      testMsMax(home),
    );
  });
}
