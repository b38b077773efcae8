import { canonicalJson, glimpse } from '#domain';
import type { Home } from './house.js';
import type { SignedLedger } from './tampering.js';

/** A ledger to plant in, the partition of `events` with the figures, and their places in it, ascending. */
export interface Ground {
  readonly ledger: SignedLedger;
  readonly partition: number;
  readonly figures: readonly number[];
}

const AT = `topic = 'events' and partition = $1 and "offset" = $2`;

/**
 * What somebody who has the storage itself does to it, beneath the house: rows of the log's table, or a topic of the
 * broker. Each is looked for by the command that an auditor would type.
 */
export function plantInStorage(home: Home, ground: () => Ground): void {
  const verified = /^verified, 28 events in 2 partitions, /;
  if (home === 'kafka') {
    it('given a topic of the broker, then the command verifies it, and tells when it was deleted and made anew', async () => {
      const { ledger, partition } = ground();
      expect(await ledger.verifyAtShell('--no-record')).toEqual({ code: 0, lines: [expect.stringMatching(verified)] });
      await ledger.recreateEvents();
      const { code, lines } = await ledger.verifyAtShell('--no-record');
      expect(code).toBe(1);
      expect(lines).toContainEqual(
        expect.stringMatching(`^events/${partition} at \\d+: recreated, event [0-9a-f-]{36}: `),
      );
      expect(lines.at(-1)).toMatch(/^FAILED: \d+ faults?, 28 events in 2 partitions/);
    });
    return;
  }

  const idAt = (ordinal: number): string => {
    const { ledger, partition } = ground();
    return glimpse(ledger.contents.events[partition]![ordinal]!.value).id!;
  };
  /** Verified as it lies there after the statements, and put back as it was. */
  const after = async (statements: Parameters<SignedLedger['inTables']>[0]) => {
    const { ledger } = ground();
    await ledger.inTables(statements);
    return ledger.verifyAtShell('--no-record').finally(() => ledger.restore());
  };
  const line = (kind: string, ordinal: number, id = idAt(ordinal)): unknown =>
    expect.stringMatching(`^events/${ground().partition} at ${ordinal}: ${kind}, event ${id}: `);

  it('given rows that were deleted, changed and put in each other’s place, then each is named by the command', async () => {
    const { ledger, partition, figures } = ground();
    expect(await ledger.verifyAtShell('--no-record')).toEqual({ code: 0, lines: [expect.stringMatching(verified)] });
    const [changed, deleted, one, other] = [figures[1]!, figures[4]!, figures[7]!, figures[9]!];
    const outcome = await after([
      [`update log.record set value = overlay(value placing 'q'::bytea from 200) where ${AT}`, partition, changed],
      [`delete from log.record where ${AT}`, partition, deleted],
      [
        `update log.record as here set key = there.key, value = there.value from log.record as there
         where here.topic = 'events' and here.partition = $1 and there.topic = 'events' and there.partition = $1
           and (here."offset", there."offset") in (($2, $3), ($3, $2))`,
        ...[partition, one, other],
      ],
    ]);
    expect(outcome.code).toBe(1);
    expect(outcome.lines).toEqual(
      expect.arrayContaining([line('changed', changed), line('removed', deleted), line('swapped', one)]),
    );
    expect(outcome.lines.at(-1)).toMatch(/^FAILED: \d+ faults, 27 events in 2 partitions/);
  });

  it('given a row in the gap of another, and one before the end, then they are named with what they displaced', async () => {
    const { ledger, partition, figures } = ground();
    const at = figures[5]!;
    const { key, value } = ledger.contents.events[partition]![at]!;
    const event = JSON.parse(value.toString()) as { data: object };
    const id = '0b0e7b36-8e0f-4f0e-9d0a-3d1c1f9b1a11';
    const forged = Buffer.from(canonicalJson({ ...event, id }));
    const end = ledger.contents.events[partition]!.length;
    const put = `insert into log.record (topic, partition, "offset", key, value, stamped) values ('events', $1, $2, $3, $4, now())`;
    const inGap = await after([
      [`delete from log.record where ${AT}`, partition, at],
      [put, partition, at, key, forged],
    ]);
    expect(inGap.lines).toContainEqual(line('changed', at));
    expect(inGap.lines.find((one) => one.includes(': changed'))).toContain(`event ${id} stands in its place`);
    const between = await after([
      [
        `update log.record set "offset" = -"offset" - 2 where topic = 'events' and partition = $1 and "offset" >= $2`,
        partition,
        at,
      ],
      [
        `update log.record set "offset" = -"offset" - 1 where topic = 'events' and partition = $1 and "offset" < 0`,
        partition,
      ],
      [put, partition, at, key, forged],
      [`update log.counter set next_offset = $2 where topic = 'events' and partition = $1`, partition, end + 1],
    ]);
    expect(between).toMatchObject({ code: 1, lines: expect.arrayContaining([line('inserted', at, id)]) });
  });

  it('given a tail that was deleted and a counter that was set back, then where the log ends is named', async () => {
    const { ledger, partition } = ground();
    const end = ledger.contents.events[partition]!.length;
    const cut: Parameters<SignedLedger['inTables']>[0] = [
      [`delete from log.record where topic = 'events' and partition = $1 and "offset" >= $2`, partition, end - 2],
      [`update log.counter set next_offset = $2 where topic = 'events' and partition = $1`, partition, end - 2],
    ];
    const { code, lines } = await after(cut);
    expect(code).toBe(1);
    expect(lines).toContainEqual(line('cut', end - 2));
  });
}
