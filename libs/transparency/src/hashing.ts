import { hash } from 'node:crypto';
import { Malformed } from './refusal.js';

/** Bytes of a SHA-256, which is the only hash of this room. */
export const HASH_BYTES = 32;

/** 32 bytes. Where many are kept together they are packed: one after the other, without anything between. */
export type Hash = Uint8Array;

/** RFC 6962, section 2.1: MTH({}) = SHA-256(). */
export const EMPTY_ROOT: Hash = Buffer.from(hash('sha256', '', 'hex'), 'hex');

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/**
 * Where the bytes to be hashed are put together. Kept, because a new buffer for each of 100 million nodes costs more
 * than its hash does; what is left in them from the last call is never read.
 */
let leafInput = Buffer.alloc(1 + 65_535);
const nodeInput = Buffer.alloc(1 + 2 * HASH_BYTES, NODE_PREFIX);

/** SHA-256 of the input, written to `target`. A binary string costs a third of what a buffer of its own does. */
function sha256To(target: Buffer, at: number, input: Uint8Array): void {
  target.write(hash('sha256', input, 'binary'), at, 'binary');
}

function leafHashTo(target: Buffer, at: number, entry: Uint8Array): void {
  if (entry.length >= leafInput.length) leafInput = Buffer.alloc(1 + entry.length);
  leafInput[0] = LEAF_PREFIX;
  leafInput.set(entry, 1);
  sha256To(target, at, leafInput.subarray(0, 1 + entry.length));
}

/** RFC 6962, section 2.1: the hash of a leaf is SHA-256(0x00 || entry). */
export function leafHash(entry: Uint8Array): Hash {
  const digest = Buffer.alloc(HASH_BYTES);
  leafHashTo(digest, 0, entry);
  return digest;
}

/** The leaf hashes of these entries, packed. */
export function leafHashes(entries: readonly Uint8Array[]): Uint8Array {
  const packed = Buffer.alloc(entries.length * HASH_BYTES);
  entries.forEach((entry, at) => leafHashTo(packed, at * HASH_BYTES, entry));
  return packed;
}

/**
 * RFC 6962, section 2.1: the hash of a node is SHA-256(0x01 || left || right).
 * @throws Malformed when one of them has not 32 bytes
 */
export function nodeHash(left: Hash, right: Hash): Hash {
  const digest = Buffer.alloc(HASH_BYTES);
  nodeInput.set(asHash(left, 'left hash'), 1);
  nodeInput.set(asHash(right, 'right hash'), 1 + HASH_BYTES);
  sha256To(digest, 0, nodeInput);
  return digest;
}

/**
 * RFC 6962, section 2.1: MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])), k the largest power of two below n.
 * Level by level that is: hash neighbours in pairs, and carry the last one up as it is where it has no neighbour. The
 * hashes may also be those of complete subtrees of one height, of which the last need not be complete.
 * @param packed the hashes of the leaves, or of the subtrees, from left to right
 */
export function treeHash(packed: Uint8Array): Hash {
  let count = hashesIn(packed);
  if (count === 0) return EMPTY_ROOT;
  const level = Buffer.from(packed);
  for (; count > 1; count = Math.ceil(count / 2)) {
    const pairs = Math.floor(count / 2);
    for (let pair = 0; pair < pairs; pair++) {
      level.copy(nodeInput, 1, 2 * pair * HASH_BYTES, 2 * (pair + 1) * HASH_BYTES);
      sha256To(level, pair * HASH_BYTES, nodeInput);
    }
    if (count % 2 === 1) level.copy(level, pairs * HASH_BYTES, (count - 1) * HASH_BYTES, count * HASH_BYTES);
  }
  return Buffer.from(level.subarray(0, HASH_BYTES));
}

/** @throws Malformed when the bytes are not a whole number of hashes */
export function hashesIn(packed: Uint8Array): number {
  if (packed.length % HASH_BYTES !== 0) {
    throw new Malformed(`${packed.length} bytes are not a whole number of hashes of ${HASH_BYTES} bytes.`);
  }
  return packed.length / HASH_BYTES;
}

export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

/** @throws Malformed when it has not 32 bytes */
export function asHash(bytes: Uint8Array, what: string): Hash {
  if (bytes.length === HASH_BYTES) return bytes;
  throw new Malformed(`The ${what} has ${bytes.length} bytes; a SHA-256 has ${HASH_BYTES}.`);
}
