import { type Hash, HASH_BYTES, nodeHash, treeHash } from './hashing.js';
import { TILE_WIDTH, type Tile, tileIn, tilePath } from './tiles.js';

/** The leaves from `begin` up to `end`, which is not among them: a subtree as RFC 6962 cuts one, written D[begin:end]. */
export interface Subtree {
  readonly begin: number;
  readonly end: number;
}

/** RFC 6962, section 2.1: k, the largest power of two smaller than n. */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** By counting, not by logarithm: that of 2^53 - 1 rounds to a whole number. */
export const isPowerOfTwo = (n: number): boolean => n === 1 || 2 * splitOf(n) === n;

function halvesOf({ begin, end }: Subtree): [left: Subtree, right: Subtree] {
  const middle = begin + splitOf(end - begin);
  return [
    { begin, end: middle },
    { begin: middle, end },
  ];
}

/**
 * RFC 6962, section 2.1.1: the subtrees whose hashes are the audit path of leaf `index`, from its sibling upwards.
 * PATH(m, D[n]) = PATH(m, D[0:k]) : MTH(D[k:n]) for m < k, else PATH(m - k, D[k:n]) : MTH(D[0:k])
 * @throws RangeError when the tree has no such leaf
 */
export function inclusionSubtrees(index: number, size: number): Subtree[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`A tree of ${size} leaves has no leaf ${index}.`);
  const pathIn = (tree: Subtree): Subtree[] => {
    if (tree.end - tree.begin === 1) return [];
    const [left, right] = halvesOf(tree);
    return index < left.end ? [...pathIn(left), right] : [...pathIn(right), left];
  };
  return pathIn({ begin: 0, end: size });
}

/**
 * RFC 6962, section 2.1.2: the subtrees whose hashes prove that the tree of `from` leaves is a prefix of that of `to`.
 * PROOF(m, D[n]) = SUBPROOF(m, D[n], true), and with nothing to prove (m is 0 or n) it is empty.
 * @throws RangeError when the tree would have shrunk
 */
export function consistencySubtrees(from: number, to: number): Subtree[] {
  if (!(from >= 0 && from <= to)) throw new RangeError(`A tree does not grow from ${from} leaves to ${to}.`);
  if (from === 0) return [];
  // `known`: the subtree is one of the old tree itself, whose root the verifier has (the b of SUBPROOF).
  const proofIn = (tree: Subtree, known: boolean): Subtree[] => {
    if (from === tree.end) return known ? [] : [tree];
    const [left, right] = halvesOf(tree);
    return from <= left.end ? [...proofIn(left, known), right] : [...proofIn(right, false), left];
  };
  return proofIn({ begin: 0, end: to }, true);
}

/** Complete subtrees of 2^0 to 2^7 neighbouring hashes of one tile. */
interface Run {
  readonly tile: Tile;
  readonly first: number;
  readonly count: number;
}

/** Where in the tiles of a tree of `size` leaves the hashes of a complete subtree (of 2^h leaves) are. */
function runOf({ begin, end }: Subtree, size: number): Run {
  const leaves = end - begin;
  let level = 0;
  while (TILE_WIDTH ** (level + 1) <= leaves) level++;
  const at = begin / TILE_WIDTH ** level;
  const tile = tileIn(size, level, Math.floor(at / TILE_WIDTH));
  return { tile, first: at % TILE_WIDTH, count: leaves / TILE_WIDTH ** level };
}

const isComplete = ({ begin, end }: Subtree): boolean => isPowerOfTwo(end - begin);

/** The complete subtrees that a subtree consists of, from left to right. */
const completeIn = (subtree: Subtree): Subtree[] =>
  isComplete(subtree) ? [subtree] : halvesOf(subtree).flatMap(completeIn);

/** The tiles of a tree of `size` leaves from which the hashes of these subtrees can be computed, each once. */
export function tilesFor(subtrees: readonly Subtree[], size: number): Tile[] {
  const tiles = subtrees.flatMap(completeIn).map((complete) => runOf(complete, size).tile);
  return [...new Map(tiles.map((tile) => [tilePath(tile), tile])).values()];
}

/**
 * MTH of a subtree of a tree of `size` leaves.
 * @param bytesOf the bytes of a tile that `tilesFor` names
 */
export function subtreeHash(subtree: Subtree, size: number, bytesOf: (tile: Tile) => Uint8Array): Hash {
  if (!isComplete(subtree)) {
    const [left, right] = halvesOf(subtree);
    return nodeHash(subtreeHash(left, size, bytesOf), subtreeHash(right, size, bytesOf));
  }
  const { tile, first, count } = runOf(subtree, size);
  return treeHash(bytesOf(tile).subarray(first * HASH_BYTES, (first + count) * HASH_BYTES));
}
