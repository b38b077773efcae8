import { copyFile, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ArchivedPage } from '#log';
import { Trouble } from '../embedded/index.js';
import type { Head } from './format.js';
import { checkBackup, pagesOf } from './read.js';
import { restoreSigning, signingFilesIn } from './signing.js';
import { writeBackup } from './write.js';

const value = (text: string) => Buffer.from(text);
const STAMPED = '2025-12-13T15:00:00.123456Z';
const page = (topic: string, partition: number, values: readonly Buffer[], from = 0): ArchivedPage => ({
  topic,
  partition,
  records: values.map((one, at) => ({ offset: BigInt(from + at), key: `key ${at}`, value: one, stamped: STAMPED })),
});

/** The head that belongs to these pages: two partitions of each topic. */
function headOf(pages: readonly ArchivedPage[]): Head {
  const ends: Record<string, bigint[]> = { reports: [0n, 0n], events: [0n, 0n] };
  for (const { topic, partition, records } of pages) ends[topic]![partition]! += BigInt(records.length);
  const ledger = {
    id: '08e89d9a-f53f-439e-b08b-4959727bad56',
    name: 'test',
    partitions: 2,
    born: '2025-12-13T15:00:00Z',
  };
  const positions = [{ group: 'recorder', topic: 'reports', partition: 0, next: 1n }];
  return { clemency: '0.1.0', begun: '2025-12-14T15:00:00.000Z', ledger, ends, positions };
}

async function* eachOf<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  for (const item of items) yield await Promise.resolve(item);
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list = [];
  for await (const item of items) list.push(item);
  return list;
}

const SIGNING = [
  { path: 'keys/0001.key', bytes: value('PRIVATE+KEY+of a log\n') },
  { path: 'ledger.json', bytes: value('{"ledger":"urn:clemency:test:1"}') },
];

describe('a backup file', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clemency-backup-'));
    file = join(folder, 'one.tar');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = (pages: readonly ArchivedPage[], to = file) =>
    writeBackup(to, headOf(pages), { signing: SIGNING, pages: eachOf(pages) }, () => undefined);

  it('given any bytes and any keys, when they are written and read, then they are the same', async () => {
    const values = fc.array(fc.oneof(fc.uint8Array(), fc.string({ unit: 'binary' }).map(value)), { minLength: 1 });
    const lists = fc.record({ reports: values, events: values, later: values, key: fc.string({ unit: 'grapheme' }) });
    let number = 0;
    const property = fc.asyncProperty(lists, async ({ reports, events, later, key }) => {
      const to = join(folder, `${(number += 1)}.tar`);
      const buffers = (list: readonly Uint8Array[]) => list.map((bytes) => Buffer.from(bytes));
      const keyed = page('reports', 0, buffers(reports));
      const pages = [
        { ...keyed, records: keyed.records.map((record) => ({ ...record, key })) },
        page('events', 1, buffers(events)),
        page('events', 1, buffers(later), events.length),
      ];
      await write(pages, to);
      const { head, records } = await checkBackup(to);
      expect(head).toMatchObject(headOf(pages));
      expect(records).toBe(reports.length + events.length + later.length);
      expect(await all(pagesOf(to))).toEqual(pages);
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('given a ledger without a record, then it is a backup as well', async () => {
    await write([]);
    expect(await checkBackup(file)).toMatchObject({ records: 0, head: { ledger: { name: 'test' } } });
    expect(await all(pagesOf(file))).toEqual([]);
    expect((await checkBackup(file)).signing).toEqual(SIGNING);
  });

  it('given a reader that fails in the middle, then no file is left', async () => {
    async function* failing(): AsyncGenerator<ArchivedPage> {
      yield await Promise.resolve(page('events', 0, [value('{}')]));
      throw new Error('The database is gone.');
    }
    await expect(writeBackup(file, headOf([]), { signing: [], pages: failing() }, () => undefined)).rejects.toThrow(
      'The database is gone.',
    );
    await expect(stat(file)).rejects.toThrow('ENOENT');
    await expect(stat(`${file}.part`)).rejects.toThrow('ENOENT');
  });

  it('given a folder that is not there, then the error says so and nothing waits', async () => {
    await expect(write([page('events', 0, [value('{}')])], join(folder, 'no', 'one.tar'))).rejects.toThrow('ENOENT');
  });

  const PAGES = [page('reports', 0, [value('{"a":1}')]), page('events', 0, [value('{"b":2}'), value('{"c":3}')])];

  const refusal = async (path: string): Promise<string> => {
    const error: unknown = await checkBackup(path).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Trouble);
    return (error as Trouble).message;
  };

  it('given one that was cut off anywhere, then it is refused as cut off', async () => {
    await write(PAGES);
    const { size } = await stat(file);
    // A tar file ends in 1,024 empty bytes; what is before them is all there is.
    for (let length = size - 1025; length > 0; length -= 300) {
      await truncate(file, length);
      expect(await refusal(file)).toMatch(/cut off/);
    }
  });

  it('given one of which any byte of content was altered, then it is refused and the part is named', async () => {
    await write(PAGES);
    const bytes = await readFile(file, 'latin1');
    const places = [...bytes.matchAll(/\x1f\x8b/g)].map(({ index }) => index + 20);
    expect(places).toHaveLength(PAGES.length);
    const altered = join(folder, 'altered.tar');
    for (const at of [
      ...places,
      bytes.indexOf('"begun":"') + 9,
      bytes.indexOf('"records":2') + 10,
      bytes.indexOf('PRIVATE'),
    ]) {
      await alter(file, altered, at);
      expect(await refusal(altered)).toMatch(/was altered or damaged: \S+ is not what was written/);
    }
    await alter(file, altered, 3);
    expect(await refusal(altered)).toMatch(/altered/);
  });

  it('given one that lacks a part, or has one too many, then it is refused', async () => {
    const [reports, events] = PAGES as [ArchivedPage, ArchivedPage];
    await writeBackup(file, headOf([reports, events]), { signing: [], pages: eachOf([reports]) }, () => undefined);
    expect(await refusal(file)).toMatch(/altered or damaged/);
    await writeBackup(file, headOf([reports]), { signing: [], pages: eachOf([reports, events]) }, () => undefined);
    expect(await refusal(file)).toMatch(/altered or damaged/);
  });

  it('given the keys of its signer, then they go into a folder that is free or holds the same, and into no other', async () => {
    const tlog = join(folder, 'data', 'tlog');
    await restoreSigning(tlog, SIGNING);
    expect((await stat(join(tlog, 'keys', '0001.key'))).mode & 0o777).toBe(0o600);
    expect(await signingFilesIn(tlog)).toEqual(SIGNING);
    await writeFile(join(tlog, 'keys', '0002.key'), 'newer');
    await restoreSigning(tlog, SIGNING);
    expect(await signingFilesIn(tlog)).toHaveLength(3);
    await writeFile(join(tlog, 'ledger.json'), '{"ledger":"urn:clemency:test:2"}');
    await expect(restoreSigning(tlog, SIGNING)).rejects.toThrow('not of the ledger in the backup');
    expect(await signingFilesIn(join(folder, 'nowhere'))).toEqual([]);
  });

  it('given one of another format, or what is none, then the sentence says which', async () => {
    await write(PAGES);
    const altered = join(folder, 'altered.tar');
    await alter(file, altered, (await readFile(file, 'latin1')).indexOf('"format":2') + 9);
    expect(await refusal(altered)).toMatch(
      /made by Clemency 0\.1\.0 in format 3 and this Clemency reads format 1 and 2/,
    );
    await writeFile(altered, 'A letter, and no backup. '.repeat(100));
    expect(await refusal(altered)).toMatch(/altered, or is none/);
    await writeFile(altered, '');
    expect(await refusal(altered)).toMatch(/no backup of Clemency/);
    expect(await refusal(join(folder, 'nothing.tar'))).toMatch(/There is no backup/);
    expect(await refusal(folder)).toMatch(/is no file/);
  });
});

/** Copies a file with one bit of one byte turned. */
async function alter(from: string, to: string, at: number): Promise<void> {
  await copyFile(from, to);
  const handle = await open(to, 'r+');
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
  await handle.write(Buffer.from([buffer[0]! ^ 1]), 0, 1, at);
  await handle.close();
}
