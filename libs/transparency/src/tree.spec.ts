import fc from 'fast-check';
import {
  appendEntries,
  appendLeaves,
  consistencySubtrees,
  edgeFromTiles,
  EMPTY_LOG,
  EMPTY_TREE,
  growLog,
  headAt,
  inclusionSubtrees,
  leafHashes,
  NotProven,
  partialFiles,
  partialTilesOf,
  proveConsistency,
  proveInclusion,
  resumeLog,
  rootOf,
  tilePath,
  tilesFor,
  verifyConsistency,
  verifyInclusion,
} from './index.js';
import { NaiveTree } from './testing/naive.js';
import { entriesUpTo, hex, ofHex, Shelf } from './testing/shelf.js';

const MOST = 600;
const entries = entriesUpTo(MOST);
const naive = new NaiveTree(entries);
const headOf = (size: number) => ({ size, root: ofHex(naive.root(size)) });
/** Where tiles begin, end and become full. */
const EDGES = [1, 2, 3, 255, 256, 257, 511, 512, 513, MOST];

describe('a tree that grows', () => {
  it('given every size up to 600, then its root is that of the recursive definition, leaf by leaf and at once', () => {
    let edge = EMPTY_TREE;
    expect(hex(rootOf(edge))).toBe(naive.root(0));
    for (let size = 1; size <= MOST; size++) {
      const grown = appendLeaves(edge, leafHashes(entries.slice(size - 1, size)));
      edge = grown.edge;
      expect([size, hex(grown.root)]).toEqual([size, naive.root(size)]);
      expect(hex(appendLeaves(EMPTY_TREE, leafHashes(entries.slice(0, size))).root)).toBe(naive.root(size));
    }
  });

  it('given any cut into appends, then the edge and the full tiles are those of one append', () => {
    const whole = growLog(EMPTY_LOG, entries);
    const byPath = (files: typeof whole.files) => new Map(files.map(({ tile, bytes }) => [tilePath(tile), hex(bytes)]));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: MOST }), { maxLength: 8 }), (cuts) => {
        let edge = EMPTY_LOG;
        const files: typeof whole.files = [];
        for (const end of [...cuts.sort((a, b) => a - b), MOST]) {
          const grown = growLog(edge, entries.slice(edge.tree.size, end));
          files.push(...grown.files);
          edge = grown.edge;
        }
        expect(byPath(files)).toEqual(byPath(whole.files));
        expect(byPath(partialFiles(edge))).toEqual(byPath(partialFiles(whole.edge)));
        expect(hex(rootOf(edge.tree))).toBe(naive.root(MOST));
      }),
      { numRuns: 50 },
    );
  });

  it('given an edge, when the tree grows from it twice, then the edge is as it was', () => {
    const { edge } = appendEntries(EMPTY_LOG, entries.slice(0, 300));
    const once = appendEntries(edge, entries.slice(300, 400));
    expect(hex(appendEntries(edge, entries.slice(300, 400)).root)).toBe(hex(once.root));
    expect(hex(rootOf(edge.tree))).toBe(naive.root(300));
  });

  it('given 70,000 leaves, then it is kept in the tiles that the specification names', () => {
    const leaves = leafHashes([new Uint8Array()]);
    const all = Buffer.alloc(70_000 * leaves.length, leaves);
    const { tiles, root } = appendLeaves(EMPTY_TREE, all);
    const paths = tiles.map(({ tile }) => tilePath(tile));
    expect(paths).toHaveLength(273 + 1 + 1 + 1 + 1);
    expect(paths.slice(-5)).toEqual([
      'tile/0/272',
      'tile/1/000',
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ]);
    const stored = new Map(tiles.map(({ tile, bytes }) => [tilePath(tile), bytes]));
    const edge = edgeFromTiles(70_000, (tile) => stored.get(tilePath(tile))!);
    expect(hex(rootOf(edge))).toBe(hex(root));
  });

  it('given a size of billions, then its proofs need few tiles, and the numbers stay whole', () => {
    const size = 2 ** 53 - 1;
    expect(inclusionSubtrees(size - 2, size)).toHaveLength(53);
    expect(tilesFor(inclusionSubtrees(2 ** 52, size), size).length).toBeLessThan(60);
    expect(consistencySubtrees(2 ** 52, size)[0]).toEqual({ begin: 2 ** 52, end: size });
    expect(partialTilesOf(size).map(({ width }) => width)).toEqual([255, 255, 255, 255, 255, 255, 31]);
  });
});

describe('the proofs of a tree in tiles', () => {
  it.each([...Array.from({ length: 40 }, (_, at) => at + 1), ...EDGES.slice(3)])(
    'given %i leaves, then every leaf has the path of the recursive definition, and it verifies',
    async (size) => {
      const shelf = new Shelf();
      await shelf.grow(entries, size);
      for (let index = 0; index < size; index++) {
        const { leafHash, hashes } = await proveInclusion(shelf, index, headOf(size));
        expect([index, hex(leafHash)]).toEqual([index, naive.leaf(index)]);
        expect([index, hashes.map(hex)]).toEqual([index, naive.path(index, size)]);
        verifyInclusion({ index, leafHash }, headOf(size), hashes);
      }
    },
  );

  it('given every pair of sizes up to 40 and any two up to 600, then the proof is that of the definition', async () => {
    const shelf = new Shelf();
    await shelf.grow(entries, MOST);
    const sizes = [...Array.from({ length: 40 }, (_, at) => at + 1), ...EDGES.slice(3)];
    for (const to of sizes) {
      const store = new Shelf();
      await store.grow(entries, to);
      for (const from of sizes.filter((size) => size <= to)) {
        const hashes = await proveConsistency(store, headOf(from), headOf(to));
        expect([from, to, hashes.map(hex)]).toEqual([from, to, naive.proof(from, to)]);
        verifyConsistency(headOf(from), headOf(to), hashes);
      }
    }
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: MOST }), async (from) => {
        const hashes = await proveConsistency(shelf, headOf(from), headOf(MOST));
        expect(hashes.map(hex)).toEqual(naive.proof(from, MOST));
      }),
    );
  });

  it('given any tree, leaf and changed bit, then the proof no longer verifies', async () => {
    const shelf = new Shelf();
    await shelf.grow(entries, MOST);
    const place = fc.nat({ max: 2 ** 31 - 1 });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: MOST - 1 }), place, fc.nat({ max: 255 }), async (index, at, bit) => {
        const { leafHash, hashes } = await proveInclusion(shelf, index, headOf(MOST));
        const forged = hashes.map((hash) => Uint8Array.from(hash));
        forged[at % forged.length]![bit >> 3]! ^= 1 << (bit & 7);
        expect(() => verifyInclusion({ index, leafHash }, headOf(MOST), forged)).toThrow(NotProven);
      }),
    );
  });

  it('given the tiles of a tree, then the heads of all smaller ones follow from them', async () => {
    const shelf = new Shelf();
    await shelf.grow(entries, MOST);
    for (let size = 0; size <= MOST; size += 7) {
      expect(hex((await headAt(shelf, size, MOST)).root)).toBe(naive.root(size));
    }
  });
});

describe('a log that is resumed', () => {
  it('given a stop at any size, then it grows on as if there had been none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: MOST }), fc.integer({ min: 0, max: MOST }), async (one, other) => {
        const [size, later] = [Math.min(one, other), Math.max(one, other)];
        const shelf = new Shelf();
        await shelf.grow(entries, size, later);
        const edge = await resumeLog(shelf, headOf(size));
        const grown = appendEntries(edge, entries.slice(size, later));
        expect(hex(grown.root)).toBe(naive.root(later));
        for (const { tile, bytes } of grown.files) expect(hex(shelf.files.get(tilePath(tile))!)).toBe(hex(bytes));
      }),
      { numRuns: 50 },
    );
  });

  it('given that the partial tiles of a checkpoint gave way to full ones, then it is resumed from those', async () => {
    const shelf = new Shelf();
    await shelf.grow(entries, 500, 512);
    for (const path of shelf.files.keys()) if (path.includes('.p/')) shelf.files.delete(path);
    shelf.files.set('tile/1/000.p/1', shelf.files.get('tile/1/000.p/1') ?? ofHex(naive.root(256)));
    const edge = await resumeLog(shelf, headOf(500));
    expect(edge.pending).toHaveLength(500 - 256);
    expect(hex(rootOf(edge.tree))).toBe(naive.root(500));
  });

  it.each([
    ['a partial tile is not there', 'tile/0/001.p/44', undefined, /tile\/0\/001\.p\/44 is not stored/],
    ['a hash was changed', 'tile/0/001.p/44', 7, /another root than their checkpoint/],
    ['an entry was changed', 'tile/entries/001.p/44', 7, /entries in tile\/entries\/001\.p\/44 are not those/],
    [
      'a length in the bundle was changed',
      'tile/entries/001.p/44',
      0,
      /can't be read: This bundle ends within entry 1/,
    ],
  ])('given that %s, then it is refused, with the file', async (_, path, at, message) => {
    const shelf = new Shelf();
    await shelf.grow(entries, 300);
    if (at === undefined) shelf.files.delete(path);
    else shelf.flip(path, at);
    await expect(resumeLog(shelf, headOf(300))).rejects.toThrow(message);
  });

  it('given a tile that was changed, then no proof comes out of it', async () => {
    const shelf = new Shelf();
    await shelf.grow(entries, MOST);
    shelf.flip('tile/0/001', 40);
    await expect(proveInclusion(shelf, 258, headOf(MOST))).rejects.toThrow(NotProven);
    await expect(proveConsistency(shelf, headOf(300), headOf(MOST))).rejects.toThrow(NotProven);
    // The tile above has the root of this one, so a proof elsewhere does not look into it.
    await expect(proveInclusion(shelf, 3, headOf(MOST))).resolves.toBeDefined();
    shelf.files.set('tile/0/000', shelf.files.get('tile/0/000')!.subarray(1));
    await expect(proveInclusion(shelf, 3, headOf(MOST))).rejects.toThrow(/has 8191 bytes instead of 8192/);
  });
});
