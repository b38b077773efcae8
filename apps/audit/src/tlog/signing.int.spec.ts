import { chmod, cp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { readSubmission } from '#domain';
import {
  openCheckpoint,
  parseVerifierKey,
  printVerifierKey,
  verifyConsistency,
  verifyProofFile,
  leafHash,
} from '#transparency';
import { KeyRing } from './keys.js';
import { openTlogHouse, type TlogHome, type TlogHouse } from './testing/tlog-house.js';
import type { Tlog } from './tlog.js';

const HOMES: readonly TlogHome[] = process.env.TEST_KAFKA_BROKERS ? ['postgres', 'kafka'] : ['postgres'];
const KEY = 'count/by/released';
const valuesFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `{"number":${first + at}}`);

describe.each(HOMES)('The signed log of a partition, %s', (home) => {
  let house: TlogHouse;
  let partition: number;
  let tlog: Tlog;
  beforeAll(async () => {
    house = await openTlogHouse(home);
    partition = house.ledger.log.partitionOf(KEY);
  }, 60_000);
  afterAll(() => house?.close(), 60_000);

  const sizeOf = async (of = tlog): Promise<number> => (await of.reader.current(partition))?.size ?? -1;
  const known = async () => {
    const origin = tlog.reader.origins[partition]!;
    const keys = (await tlog.reader.verifierKeys()).map(parseVerifierKey).filter(({ name }) => name === origin);
    return { origin, keys };
  };

  it('given a ledger without an event, then every partition has a signed checkpoint of size 0, and the key is for its owner alone', async () => {
    tlog = await house.sign();
    for (const one of [0, 1]) {
      await house.until('a checkpoint', async () => (await tlog.reader.current(one)) !== undefined);
      expect((await tlog.reader.current(one))!.size).toBe(0);
    }
    expect(openCheckpoint((await tlog.reader.current(partition))!.note, await known())).toMatchObject({ size: 0 });
    expect((await stat(join(house.folder, 'keys', '0001.key'))).mode & 0o777).toBe(0o600);
    expect(tlog.reader.origins[partition]).toBe(
      `clemency/test/${house.ledger.source.split(':')[3]}/events/${partition}`,
    );
  });

  it('given more records than a tile holds, then a checkpoint covers them that extends the one before, and the topic has both', async () => {
    await house.append(KEY, valuesFrom(0, 3));
    await house.until('three records signed', async () => (await sizeOf()) === 3);
    await house.append(KEY, valuesFrom(3, 597));
    await house.until('all signed', async () => (await sizeOf()) === 600);
    const { from, to, hashes } = await tlog.reader.consistency(partition, 3, 600);
    expect(() => verifyConsistency(from, to, hashes)).not.toThrow();
    const full = await tlog.reader.tile(partition, { level: 'entries', index: 1, width: 256 });
    expect(Buffer.from(full!).toString()).toContain('{"number":511}');
    // The partial tile of the first checkpoint is gone, and its part of the full one is given instead.
    expect((await tlog.reader.tile(partition, { level: 0, index: 0, width: 3 }))?.length).toBe(96);
    expect(await tlog.reader.tile(partition, { level: 0, index: 2, width: 89 })).toBeUndefined();
    const signed = (await house.file(`events/${partition}/checkpoints.ndjson`)).trimEnd().split('\n');
    const notes = signed.map((line) => JSON.parse(line) as string);
    await house.until('all published', async () => (await published()).length === notes.length);
    expect(await published()).toEqual(notes);
  });

  const published = async (): Promise<string[]> => {
    const { log } = house.ledger;
    const place = log.partitionOf(String(partition));
    const notes: string[] = [];
    for await (const { records } of log.read('checkpoints', place, 0n, (await log.ends('checkpoints'))[place]!)) {
      for (const { key, value } of records) if (key === String(partition)) notes.push(value.toString());
    }
    return notes;
  };

  it('given a signer that was killed after it had written tiles and signed nothing, when the next begins, then it goes on and covers all', async () => {
    await tlog.stop();
    await rm(join(house.folder, 'events', String(partition), 'tile', '1'), { recursive: true, force: true });
    await cp(join(house.folder, 'events', String(partition)), join(house.folder, 'events', 'before'), {
      recursive: true,
    });
    await house.append(KEY, valuesFrom(600, 200));
    tlog = await house.sign();
    expect(await sizeOf()).toBe(600);
    // Level 1 was lost with the disk: the tree can't be resumed, and is not signed on.
    await house.until('a refusal', async () => /Restore the folder/.test((await tlog.check()) ?? ''));
    expect(await sizeOf()).toBe(600);
    await tlog.stop();
    for (const part of ['tile', 'offsets']) {
      await rm(join(house.folder, 'events', String(partition), part), { recursive: true });
    }
    tlog = await house.sign();
    await house.until('all signed', async () => (await sizeOf()) === 800);
    // Of sizes, too, at which nothing was signed and of which no partial tile is kept.
    for (const [older, newer] of [
      [600, 800],
      [7, 613],
      [300, 799],
    ] as const) {
      const { from, to, hashes } = await tlog.reader.consistency(partition, older, newer);
      expect(() => verifyConsistency(from, to, hashes)).not.toThrow();
    }
  });

  it('given two audit processes with a folder each, then only one of them signs', async () => {
    const other = join(house.folder, 'other');
    const second = await house.sign(other);
    await house.append(KEY, valuesFrom(800, 1));
    await house.until('signed by the first', async () => (await sizeOf()) === 801);
    expect(await sizeOf(second)).toBe(-1);
    expect(await second.check()).toBeUndefined();
    await second.stop();
    await rm(other, { recursive: true });
  });

  it('given a change of keys, then the next checkpoint is signed by both, and the former secret is gone', async () => {
    const before = await known();
    await new KeyRing(house.folder).make(tlog.reader.origins);
    await house.until('signed by both', async () => {
      const { note } = (await tlog.reader.current(partition))!;
      return openCheckpoint(note, await known()).note.verified.length === 2;
    });
    const { note } = (await tlog.reader.current(partition))!;
    expect(openCheckpoint(note, before).size).toBe(801);
    await house.until(
      'the former secret destroyed',
      async () => (await new KeyRing(house.folder).signers()).length === 1,
    );
    expect((await known()).keys[1]).toMatchObject({ keyId: before.keys[0]!.keyId });
    const acts = (await house.submissions()).map((value) => readSubmission(value));
    const keys = (await new KeyRing(house.folder).verifiers()).slice(0, 2).map(printVerifierKey);
    expect(new Set(acts.map(({ id }) => id)).size).toBe(1);
    expect(acts[0]).toMatchObject({ data: { act: { type: 'KeysRotated', generation: '0002', keys } } });
    await house.append(KEY, valuesFrom(801, 1));
    await house.until('signed by the new one', async () => (await sizeOf()) === 802);
  });

  it('given a key file that others may read, then nothing is signed and the sentence names the mode', async () => {
    await tlog.stop();
    const path = join(house.folder, 'keys', '0002.key');
    await chmod(path, 0o640);
    tlog = await house.sign();
    await house.until('a refusal', async () => /has mode 0640/.test((await tlog.check()) ?? ''));
    await tlog.stop();
    await chmod(path, 0o600);
  });

  it('given a folder that was lost except for its keys, then trees and checkpoints are made again from the topics, and it goes on', async () => {
    await rm(join(house.folder, 'events'), { recursive: true });
    tlog = await house.sign();
    await house.until('as before', async () => (await sizeOf()) === 802);
    await house.append(KEY, valuesFrom(802, 1));
    await house.until('one more', async () => (await sizeOf()) === 803);
    const signed = (await house.file(`events/${partition}/checkpoints.ndjson`)).trimEnd().split('\n');
    await house.until('all published once', async () => (await published()).length === signed.length);
  });

  it('given a folder whose keys were lost too, then it refuses to sign in the name of another', async () => {
    await tlog.stop();
    const empty = join(house.folder, 'empty');
    tlog = await house.sign(empty);
    await house.until('a refusal', async () => /has no key/.test((await tlog.check()) ?? ''));
    await tlog.stop();
    await rm(empty, { recursive: true });
  });

  it('given a proof file, then it shows to somebody with the keys alone that a record is in the log', async () => {
    const id = '0b0e7b36-8e0f-4f0e-9d0a-3d1c1f9b1a11';
    tlog = await house.sign();
    await house.append(KEY, [`{"id":"${id}"}`]);
    await house.until('signed', async () => (await sizeOf()) === 804);
    const offset = (await house.ledger.log.ends('events'))[partition]! - 1n;
    const proven = (await tlog.reader.proven(id, { partition, offset }))!;
    expect(proven.index).toBe(803);
    expect(verifyProofFile(proven.file, await known(), leafHash(proven.entry)).index).toBe(803);
    await expect(tlog.reader.proven(id, { partition, offset: offset - 1n })).rejects.toThrow('is not the event');
    await tlog.stop();
  });
});

describe('A log in PostgreSQL that was tampered with by somebody with all rights', () => {
  let house: TlogHouse;
  let partition: number;
  beforeAll(async () => {
    house = await openTlogHouse('postgres');
    partition = house.ledger.log.partitionOf(KEY);
    const tlog = await house.sign();
    await house.append(KEY, valuesFrom(0, 5));
    await house.until('signed', async () => (await tlog.reader.current(partition))?.size === 5);
    await tlog.stop();
  }, 60_000);
  afterAll(() => house?.close(), 60_000);

  const plant = async (...statements: string[]): Promise<void> => {
    const client = new pg.Client(house.databaseUrl);
    await client.connect();
    for (const statement of statements) await client.query(statement, [partition]);
    await client.end();
  };
  const refusal = async (): Promise<string> => {
    const tlog = await house.sign();
    await house.until('a refusal', async () => (await tlog.check()) !== undefined);
    const sentence = (await tlog.check())!;
    expect((await tlog.reader.current(partition))!.size).toBe(5);
    await tlog.stop();
    return sentence;
  };
  const OURS = `topic = 'events' and partition = $1`;

  it('given a changed record, then nothing more is signed, and the entry is named', async () => {
    await plant(`update log.record set value = '{"number":7}' where ${OURS} and "offset" = 4`);
    expect(await refusal()).toContain(`events/${partition}: entry 4 is not the record that was signed`);
    await plant(`update log.record set value = '{"number":4}' where ${OURS} and "offset" = 4`);
  });

  it('given a tail that was cut off, then nothing more is signed', async () => {
    await plant(
      `delete from log.record where ${OURS} and "offset" = 4`,
      `update log.counter set next_offset = 4 where ${OURS}`,
    );
    expect(await refusal()).toContain(`events/${partition} ends at offset 4, before the 5 records`);
  });

  it('given a tail that was cut off and written anew, then nothing more is signed', async () => {
    await house.append(KEY, ['{"number":"new"}', '{"number":"newer"}']);
    expect(await refusal()).toContain('entry 4 is not the record that was signed');
  });
});
