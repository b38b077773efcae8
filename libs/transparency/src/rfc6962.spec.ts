import { createHash } from 'node:crypto';
import {
  appendEntries,
  consistencySubtrees,
  EMPTY_LOG,
  EMPTY_ROOT,
  inclusionSubtrees,
  leafHash,
  leafHashes,
  nodeHash,
  NotProven,
  treeHash,
  type TreeHead,
  verifyConsistency,
  verifyInclusion,
} from './index.js';
import { hex, ofHex } from './testing/shelf.js';

/** The vectors that Certificate Transparency has published with its reference code: eight leaves, and what follows. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const NODE = {
  '1': '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  '2-3': '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  '4-7': '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  '4': 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  '6-7': 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  '4-5': '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  '6': 'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
} as const;
const PATHS: [index: number, size: number, path: string[]][] = [
  [0, 1, []],
  [0, 8, [NODE['1'], NODE['2-3'], NODE['4-7']]],
  [5, 8, [NODE['4'], NODE['6-7'], ROOTS[3]!]],
  [2, 3, [ROOTS[1]!]],
  [1, 5, [ROOTS[0]!, NODE['2-3'], NODE['4']]],
];
const PROOFS: [from: number, to: number, proof: string[]][] = [
  [1, 1, []],
  [1, 8, [NODE['1'], NODE['2-3'], NODE['4-7']]],
  [6, 8, [NODE['4-5'], NODE['6-7'], ROOTS[3]!]],
  [2, 5, [NODE['2-3'], NODE['4']]],
  [6, 7, [NODE['4-5'], NODE['6'], ROOTS[3]!]],
];

const entries = LEAVES.map(ofHex);
const headOf = (size: number): TreeHead => ({ size, root: size === 0 ? EMPTY_ROOT : ofHex(ROOTS[size - 1]!) });
const hashOf = ({ begin, end }: { begin: number; end: number }): string =>
  hex(treeHash(leafHashes(entries.slice(begin, end))));

describe('the published vectors of RFC 6962', () => {
  it('give the hashes of an empty tree, an empty leaf, a leaf and a node', () => {
    expect(hex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hex(leafHash(new Uint8Array()))).toBe(ROOTS[0]);
    const leaf = '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56';
    expect(hex(leafHash(Buffer.from('L123456')))).toBe(leaf);
    // A node of two hashes: the vector's own parts have four bytes, which no tree has.
    const [left, right] = entries.slice(0, 2).map((entry) => leafHash(entry));
    expect(hex(nodeHash(left!, right!))).toBe(ROOTS[1]);
  });

  it.each([1, 65_535, 65_536, 100_000])('given a leaf of %i bytes, then its hash is of all of them', (length) => {
    const entry = Buffer.alloc(length, 'leaf');
    const expected = createHash('sha256').update(Uint8Array.of(0)).update(entry).digest('hex');
    expect(hex(leafHash(entry))).toBe(expected);
  });

  it('give the root of each size, whether built at once or leaf by leaf', () => {
    let edge = EMPTY_LOG;
    for (const [at, entry] of entries.entries()) {
      const grown = appendEntries(edge, [entry]);
      edge = grown.edge;
      expect(hex(grown.root)).toBe(ROOTS[at]);
      expect(hex(appendEntries(EMPTY_LOG, entries.slice(0, at + 1)).root)).toBe(ROOTS[at]);
    }
  });

  it.each(PATHS)('give the audit path of leaf %i in a tree of %i, and it proves the leaf', (index, size, path) => {
    expect(inclusionSubtrees(index, size).map(hashOf)).toEqual(path);
    verifyInclusion({ index, leafHash: leafHash(entries[index]!) }, headOf(size), path.map(ofHex));
  });

  it.each(PROOFS)('give the consistency proof from %i to %i, and it proves the growth', (from, to, proof) => {
    expect(consistencySubtrees(from, to).map(hashOf)).toEqual(proof);
    verifyConsistency(headOf(from), headOf(to), proof.map(ofHex));
  });
});

const BOGUS = ofHex('abacaba000000000000000000000000000000000000000000060061e00123456');
const flipped = (proof: readonly Uint8Array[], at: number): Uint8Array[] =>
  proof.map((hash, place) => (place === at ? Uint8Array.from(hash, (byte, i) => (i === 0 ? byte ^ 8 : byte)) : hash));

describe('a proof of inclusion', () => {
  it.each(PATHS)(
    'given leaf %i of %i, when anything about it is changed, then it proves nothing',
    (index, size, path) => {
      const claim = { index, leafHash: leafHash(entries[index]!) };
      const [head, proof] = [headOf(size), path.map(ofHex)];
      const forged: [string, typeof claim, TreeHead, Uint8Array[]][] = [
        ...[index - 1, index + 1, index ^ 2, -1, 0.5, NaN].map(
          (other): [string, typeof claim, TreeHead, Uint8Array[]] => [
            `index ${other}`,
            { ...claim, index: other },
            head,
            proof,
          ],
        ),
        ['twice the size', claim, { ...head, size: size * 2 }, proof],
        ['half the size', claim, { ...head, size: Math.floor(size / 2) }, proof],
        ['another leaf', { ...claim, leafHash: BOGUS }, head, proof],
        ['the empty root', claim, { ...head, root: EMPTY_ROOT }, proof],
        ['another root', claim, { ...head, root: BOGUS }, proof],
        ['the root behind', claim, head, [...proof, head.root]],
        ['the root before', claim, head, [head.root, ...proof]],
        ...proof.map((_, at): [string, typeof claim, TreeHead, Uint8Array[]] => [
          `bit in ${at}`,
          claim,
          head,
          flipped(proof, at),
        ]),
        ...proof
          .slice(0, 1)
          .map((): [string, typeof claim, TreeHead, Uint8Array[]] => [
            'last one gone',
            claim,
            head,
            proof.slice(0, -1),
          ]),
      ];
      for (const [what, ...given] of forged) {
        expect([what, refusalOf(() => verifyInclusion(...given))]).toEqual([what, 'NotProven']);
      }
      expect(() => verifyInclusion(claim, head, [...proof, head.root])).toThrow(/more hashes/);
      expect(() => verifyInclusion(claim, { ...head, size: 64 }, proof)).toThrow(/fewer hashes/);
    },
  );

  it('given an empty tree, then nothing is in it', () => {
    expect(() => verifyInclusion({ index: 0, leafHash: BOGUS }, { size: 0, root: BOGUS }, [])).toThrow(NotProven);
  });
});

function refusalOf(act: () => void): string {
  try {
    act();
    return '';
  } catch (error) {
    return (error as Error).name;
  }
}

describe('a proof of consistency', () => {
  it.each(PROOFS)('given %i to %i, when anything about it is changed, then it proves nothing', (from, to, path) => {
    const [older, newer, proof] = [headOf(from), headOf(to), path.map(ofHex)];
    const forged: [string, TreeHead, TreeHead, Uint8Array[]][] = [
      ['one less', { ...older, size: from - 1 }, newer, proof],
      ['one more', { ...older, size: from + 1 }, newer, proof],
      ['not a number', { ...older, size: NaN }, newer, proof],
      ['another old root', { ...older, root: BOGUS }, newer, proof],
      ['another new root', older, { ...newer, root: BOGUS }, proof],
      ['the root behind', older, newer, [...proof, newer.root]],
      ['the root before', older, newer, [newer.root, ...proof]],
      ...proof.map((_, at): [string, TreeHead, TreeHead, Uint8Array[]] => [
        `bit in ${at}`,
        older,
        newer,
        flipped(proof, at),
      ]),
      ...proof.slice(0, 1).flatMap((): [string, TreeHead, TreeHead, Uint8Array[]][] => [
        ['last one gone', older, newer, proof.slice(0, -1)],
        ['empty', older, newer, []],
        ['swapped', newer, older, proof],
        ['twice the size', older, { ...newer, size: to * 2 }, proof],
        ['half the size', older, { ...newer, size: Math.floor(to / 2) }, proof],
      ]),
    ];
    for (const [what, ...given] of forged) {
      expect([what, refusalOf(() => verifyConsistency(...given))]).toEqual([what, 'NotProven']);
    }
  });

  it('given an empty tree, then every tree is its continuation, without a proof', () => {
    verifyConsistency(headOf(0), headOf(0), []);
    verifyConsistency(headOf(0), headOf(5), []);
    expect(() => verifyConsistency(headOf(0), headOf(5), [BOGUS])).toThrow(NotProven);
    expect(() => verifyConsistency({ size: 0, root: BOGUS }, headOf(5), [])).toThrow(NotProven);
  });

  it('given a tree that shrank, then nothing proves it', () => {
    expect(() => verifyConsistency(headOf(2), headOf(1), [])).toThrow(NotProven);
    expect(() => consistencySubtrees(2, 1)).toThrow(RangeError);
    expect(() => inclusionSubtrees(1, 1)).toThrow(RangeError);
  });
});
