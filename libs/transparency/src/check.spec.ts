import { checkStoredTree, FAULTS_MAX, storedEntries, tilePath, writeBundle } from './index.js';
import { NaiveTree } from './testing/naive.js';
import { entriesUpTo, hex, ofHex, Shelf } from './testing/shelf.js';

const SIZE = 1_300;
const entries = entriesUpTo(SIZE + 5);
const naive = new NaiveTree(entries);
const head = { size: SIZE, root: ofHex(naive.root(SIZE)) };

/** A stored log of 1,300 entries: five full bundles and tiles, a partial one each, and a partial tile of level 1. */
async function stored(): Promise<Shelf> {
  const shelf = new Shelf();
  await shelf.grow(entries, 100, SIZE);
  return shelf;
}

describe('checking a stored tree against its entries', () => {
  it('given what was written, then every file and the root hold, also with more entries behind', async () => {
    const check = await checkStoredTree(await stored(), head, entries);
    expect(check).toMatchObject({ size: SIZE, files: 13, wrong: 0, faults: [], holds: true });
    expect(hex(check.root)).toBe(naive.root(SIZE));
  });

  it('given its own bundles for entries, then they hold as well', async () => {
    const shelf = await stored();
    expect(await checkStoredTree(shelf, head, storedEntries(shelf, SIZE))).toMatchObject({ size: SIZE, holds: true });
  });

  it('given the partial files of a checkpoint that gave way to full ones, then those serve', async () => {
    const shelf = await stored();
    const half = { size: 700, root: ofHex(naive.root(700)) };
    shelf.files.set('tile/1/000.p/2', shelf.files.get('tile/1/000.p/5')!.subarray(0, 64));
    expect(await checkStoredTree(shelf, half, entries)).toMatchObject({ size: 700, holds: true });
  });

  it('given no entries at all, then an empty store holds', async () => {
    const empty = { size: 0, root: ofHex(naive.root(0)) };
    expect(await checkStoredTree(new Shelf(), empty, entries)).toMatchObject({ size: 0, files: 0, holds: true });
  });

  it.each([
    ['an entry in a bundle', 'tile/entries/002', 2 + 3, { fault: 'differs', entry: 512 }],
    ['a length in a bundle', 'tile/entries/002', 1, { fault: 'unreadable' }],
    ['a leaf hash', 'tile/0/003', 32 * 7, { fault: 'differs', entry: 768 + 7 }],
    ['a leaf hash in a partial tile', 'tile/0/005.p/20', 32 * 19 + 31, { fault: 'differs', entry: 1280 + 19 }],
    ['a hash further up', 'tile/1/000.p/5', 32, { fault: 'differs' }],
  ])('given that somebody changed %s, then exactly that is found', async (_, path, at, fault) => {
    const shelf = await stored();
    shelf.flip(path, at);
    const check = await checkStoredTree(shelf, head, entries);
    expect([check.wrong, check.faults, check.holds]).toEqual([1, [{ path, ...fault }], false]);
  });

  it('given an entry that is another in the log than in the store, then bundle, tiles and root differ, from that entry on', async () => {
    const log = entries.map((entry, at) => (at === 520 ? Buffer.from('not what it was') : entry));
    const check = await checkStoredTree(await stored(), head, log);
    expect(check.faults).toEqual([
      { path: 'tile/entries/002', fault: 'differs', entry: 520 },
      { path: 'tile/0/002', fault: 'differs', entry: 520 },
      { path: 'tile/1/000.p/5', fault: 'differs' },
    ]);
    expect(hex(check.root)).not.toBe(naive.root(SIZE));
  });

  it('given an entry taken out of the log, then it does not hold', async () => {
    const check = await checkStoredTree(await stored(), head, entries.slice(0, SIZE - 1));
    expect([check.size, check.holds]).toEqual([SIZE - 1, false]);
    const shifted = await checkStoredTree(await stored(), head, entries.toSpliced(300, 1));
    expect([shifted.holds, shifted.faults[0]]).toEqual([
      false,
      { path: 'tile/entries/001', fault: 'differs', entry: 300 },
    ]);
  });

  it('given a head of another root or size, then it does not hold, though every file is right', async () => {
    const another = await checkStoredTree(await stored(), { size: SIZE, root: ofHex(naive.root(9)) }, entries);
    expect([another.wrong, another.size, another.holds]).toEqual([0, SIZE, false]);
    const larger = { size: SIZE + 1, root: head.root };
    const fewer = await checkStoredTree(await stored(), larger, entries.slice(0, SIZE));
    expect([fewer.wrong, fewer.size, fewer.holds]).toEqual([0, SIZE, false]);
  });

  it('given files that are gone or of another length, then they are named', async () => {
    const shelf = await stored();
    shelf.files.delete('tile/0/001');
    shelf.files.set('tile/0/002', Buffer.concat([shelf.files.get('tile/0/002')!, new Uint8Array(32)]));
    shelf.files.set('tile/entries/003', writeBundle(entries.slice(768, 1023)));
    const { faults } = await checkStoredTree(shelf, head, entries);
    expect(faults).toEqual([
      { path: 'tile/entries/003', fault: 'unreadable' },
      { path: 'tile/0/001', fault: 'missing' },
      { path: 'tile/0/002', fault: 'unreadable' },
    ]);
  });

  it('given a lost disk, then all are counted and the first hundred named', async () => {
    const many = entriesUpTo(256 * 60);
    const { files, wrong, faults, holds } = await checkStoredTree(new Shelf(), { ...head, size: many.length }, many);
    expect([files, wrong, faults.length, holds]).toEqual([60 + 60 + 1, 121, FAULTS_MAX, false]);
  });

  it('given a store that fails, then that is no finding but an error', async () => {
    const shelf = { read: () => Promise.reject(new Error('the disk is away')) };
    await expect(checkStoredTree(shelf, head, entries)).rejects.toThrow('the disk is away');
    await expect(checkStoredTree(await stored(), head, failing())).rejects.toThrow('the log is away');
  });

  it('given a bundle that is gone, then its entries can not be had from the store', async () => {
    const shelf = await stored();
    shelf.files.delete(tilePath({ level: 'entries', index: 1, width: 256 }));
    await expect(checkStoredTree(shelf, head, storedEntries(shelf, SIZE))).rejects.toThrow(
      /tile\/entries\/001 is not stored/,
    );
  });
});

async function* failing(): AsyncGenerator<Uint8Array> {
  yield entries[0]!;
  await Promise.resolve();
  throw new Error('the log is away');
}
