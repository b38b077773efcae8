import { asHash, EMPTY_ROOT, type Hash, nodeHash, sameBytes } from './hashing.js';
import { isPowerOfTwo } from './proofs.js';
import { NotProven } from './refusal.js';
import type { TreeHead } from './tree.js';

/** That this leaf is at this place. */
export interface LeafClaim {
  readonly index: number;
  readonly leafHash: Hash;
}

const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);

/**
 * The way from a node up to the root that RFC 9162, sections 2.1.3.2 and 2.1.4.2, walk with `fn` (the node) and `sn`
 * (the last node) of each level. The trees are those of RFC 6962, which describes no verification.
 * @param take is called for each hash of the proof, with the side on which it stands
 */
function climb(fn: number, sn: number, proof: readonly Hash[], take: (hash: Hash, left: boolean) => void): void {
  for (const hash of proof) {
    if (sn === 0) throw new NotProven(`The proof has more hashes (${proof.length}) than there are levels.`);
    const left = isOdd(fn) || fn === sn;
    take(asHash(hash, 'hash of the proof'), left);
    if (left) while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    [fn, sn] = [half(fn), half(sn)];
  }
  if (sn !== 0) throw new NotProven(`The proof has fewer hashes (${proof.length}) than there are levels.`);
}

/**
 * RFC 9162, section 2.1.3.2: that the tree with this head has this leaf at this index.
 * @param proof the audit path, from the leaf's sibling to the root's child
 * @throws NotProven when it does not show it, Malformed for a hash that has not 32 bytes
 */
export function verifyInclusion(claim: LeafClaim, head: TreeHead, proof: readonly Hash[]): void {
  if (!(Number.isSafeInteger(claim.index) && claim.index >= 0 && claim.index < head.size)) {
    throw new NotProven(`A tree of ${head.size} leaves has no leaf ${claim.index}.`);
  }
  let hash = asHash(claim.leafHash, 'leaf hash');
  climb(claim.index, head.size - 1, proof, (sibling, left) => {
    hash = left ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  });
  if (!sameBytes(hash, head.root)) {
    throw new NotProven(`Leaf ${claim.index} and its proof lead to another root than that of size ${head.size}.`);
  }
}

/**
 * RFC 9162, section 2.1.4.2: that the older tree is a prefix of the newer one, so that nothing in it was changed,
 * removed or put before something else. An empty tree is a prefix of every tree, and its root is SHA-256().
 * @throws NotProven when it does not show it, Malformed for a hash that has not 32 bytes
 */
export function verifyConsistency(older: TreeHead, newer: TreeHead, proof: readonly Hash[]): void {
  const [m, n] = [older.size, newer.size];
  if (!(Number.isSafeInteger(m) && Number.isSafeInteger(n) && m >= 0 && m <= n)) {
    throw new NotProven(`A tree does not grow from ${m} leaves to ${n}.`);
  }
  for (const head of [older, newer]) {
    if (head.size === 0 && !sameBytes(head.root, EMPTY_ROOT)) throw new NotProven('The empty tree has another root.');
  }
  if (m === 0 || m === n) {
    if (proof.length > 0) throw new NotProven(`From ${m} leaves to ${n} a proof is empty; this has ${proof.length}.`);
    if (m === n && !sameBytes(older.root, newer.root)) throw new NotProven(`Two trees of ${n} leaves differ.`);
    return;
  }
  verifyGrowth(older, newer, proof);
}

/** Steps 1 to 6 of RFC 9162, section 2.1.4.2, for 0 < m < n. */
function verifyGrowth(older: TreeHead, newer: TreeHead, proof: readonly Hash[]): void {
  if (proof.length === 0) throw new NotProven(`From ${older.size} leaves to ${newer.size} a proof is not empty.`);
  const [first, ...rest] = isPowerOfTwo(older.size) ? [older.root, ...proof] : proof;
  let [fn, sn] = [older.size - 1, newer.size - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  let fr = asHash(first!, 'hash of the proof');
  let sr = fr;
  climb(fn, sn, rest, (hash, left) => {
    if (left) fr = nodeHash(hash, fr);
    sr = left ? nodeHash(hash, sr) : nodeHash(sr, hash);
  });
  if (!sameBytes(fr, older.root)) throw new NotProven(`The proof leads to another root of size ${older.size}.`);
  if (!sameBytes(sr, newer.root)) throw new NotProven(`The proof leads to another root of size ${newer.size}.`);
}
