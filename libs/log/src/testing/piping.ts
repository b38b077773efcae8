import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch, Log, Pipe, PipedDraft } from '../contract.js';
import { keyForEach, ledgerOf, replayOwn, testMsMax, text, texts, unique } from './ledger.js';
import type { Home, Ledger } from './ledger.js';

/** A pipe from `inbox` to `reports` for the records of one test; `meanwhile` runs in its transform. */
export function copying(group: string, keys: readonly string[], meanwhile = async (_: Batch) => {}): Pipe {
  const own = new Set(keys);
  return {
    group,
    from: 'inbox',
    transform: async (batch) => {
      await meanwhile(batch);
      const records = batch.records.filter((record) => own.has(record.key));
      return records.map((record): PipedDraft => ({ ...text(record.key, record.value.toString()), topic: 'reports' }));
    },
  };
}

/** Appends numbered records to `inbox`, the same number under each key. */
export async function fillInbox(log: Log, keys: readonly string[], from: number, to: number): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, n) => from + n);
  await log.append(
    'inbox',
    numbers.flatMap((n) => keys.map((key) => text(key, `${n}`))),
  );
}

export async function allCommitted(log: Log, group: string): Promise<boolean> {
  const [committed, ends] = await Promise.all([log.committed(group, 'inbox'), log.ends('inbox')]);
  return ends.every((end, partition) => committed[partition] === end);
}

/** Under each key the numbers up to `count` came out, each once and in order. */
export async function expectOnce(log: Log, keys: readonly string[], count: number): Promise<void> {
  const out = await replayOwn(log, 'reports', (key) => keys.includes(key));
  for (const key of keys) {
    const own = out.filter((record) => record.key === key);
    expect(texts(own)).toEqual(Array.from({ length: count }, (_, n) => `${n}`));
  }
}

export function pipingContract(home: Home): void {
  describe('piping', () => {
    const ledger = ledgerOf(home);
    onceCases(home, ledger);
    ownerCases(home, ledger);
    outcomeCases(home, ledger);
  });
}

function onceCases(home: Home, ledger: Ledger): void {
  it(
    'brings every record through once and in order, and commits what it has read',
    async () => {
      const keys = keyForEach(ledger.log);
      const group = unique('group');
      expect(await ledger.log.committed(group, 'inbox')).toEqual([0n, 0n, 0n, 0n]);
      await fillInbox(ledger.log, keys, 0, 200);
      await ledger.pipe(ledger.log, copying(group, keys));
      await fillInbox(ledger.log, keys, 200, 250);
      await ledger.until('all is committed', () => allCommitted(ledger.log, group));
      await expectOnce(ledger.log, keys, 250);
    },
    testMsMax(home),
  );

  it(
    'does so when its transform fails again and again',
    async () => {
      const keys = keyForEach(ledger.log);
      const group = unique('group');
      let calls = 0;
      await fillInbox(ledger.log, keys, 0, 50);
      await ledger.pipe(
        ledger.log,
        copying(group, keys, async () => {
          if (calls++ % 2 === 0) throw new Error('the extractor is down');
        }),
      );
      await ledger.until('all is committed', () => allCommitted(ledger.log, group));
      expect(calls).toBeGreaterThan(1);
      await expectOnce(ledger.log, keys, 50);
    },
    testMsMax(home),
  );
}

function ownerCases(home: Home, ledger: Ledger): void {
  it(
    'does so when it is stopped and started again in the midst of it',
    async () => {
      const keys = keyForEach(ledger.log);
      const group = unique('group');
      for (const round of [0, 1, 2, 3]) {
        const running = await ledger.pipe(
          ledger.log,
          copying(group, keys, () => sleep(20)),
        );
        await fillInbox(ledger.log, keys, round * 20, round * 20 + 20);
        await sleep(home.slow ? 500 : 60);
        await running.stop();
        await expect(running.finished).resolves.toBeUndefined();
      }
      await ledger.pipe(ledger.log, copying(group, keys));
      await ledger.until('all is committed', () => allCommitted(ledger.log, group));
      await expectOnce(ledger.log, keys, 80);
    },
    testMsMax(home),
  );

  it(
    'does so with two owners that come and go while others write',
    async () => {
      const keys = keyForEach(ledger.log);
      const group = unique('group');
      const other = await ledger.another();
      await ledger.pipe(
        ledger.log,
        copying(group, keys, () => sleep(5)),
      );
      for (const round of [0, 1]) {
        const second = await ledger.pipe(
          other,
          copying(group, keys, () => sleep(5)),
        );
        for (let n = 0; n < 10; n++) await fillInbox(ledger.log, keys, round * 100 + n * 10, round * 100 + n * 10 + 10);
        await second.stop();
      }
      await ledger.until('all is committed', () => allCommitted(ledger.log, group));
      await expectOnce(ledger.log, keys, 200);
    },
    testMsMax(home),
  );
}

function outcomeCases(home: Home, ledger: Ledger): void {
  it(
    'commits what yields nothing, and writes to several topics at once',
    async () => {
      const keys = keyForEach(ledger.log);
      const group = unique('group');
      const pipe: Pipe = {
        group,
        from: 'inbox',
        transform: async ({ records }) => {
          const own = records.filter(({ key, value }) => keys.includes(key) && Number(value.toString()) % 2 === 0);
          return own.flatMap(({ key, value }): PipedDraft[] => [
            { ...text(key, `${value}`), topic: 'reports' },
            { ...text(key, `no ${value}`), topic: 'rejected' },
          ]);
        },
      };
      await fillInbox(ledger.log, keys, 0, 4);
      await ledger.pipe(ledger.log, pipe);
      await ledger.until('all is committed', () => allCommitted(ledger.log, group));
      const isFirst = (key: string) => key === keys[0];
      expect(texts(await replayOwn(ledger.log, 'reports', isFirst))).toEqual(['0', '2']);
      expect(texts(await replayOwn(ledger.log, 'rejected', isFirst))).toEqual(['no 0', 'no 2']);
    },
    testMsMax(home),
  );

  it(
    'ends at once, with the error and nothing written, on what can only be a bug of our own',
    async () => {
      const keys = keyForEach(ledger.log);
      const group = unique('group');
      await fillInbox(ledger.log, keys, 0, 3);
      const running = await ledger.pipe(
        ledger.log,
        copying(group, keys, async () => {
          throw new RangeError('this can not be');
        }),
      );
      await expect(running.finished).rejects.toThrow('this can not be');
      expect(await replayOwn(ledger.log, 'reports', (key) => keys.includes(key))).toEqual([]);
      expect(await ledger.log.committed(group, 'inbox')).toEqual([0n, 0n, 0n, 0n]);
    },
    testMsMax(home),
  );
}
