import { createHash } from 'node:crypto';

const sha256 = (...parts: Uint8Array[]): string => createHash('sha256').update(Buffer.concat(parts)).digest('hex');
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** RFC 6962, 2.1: for n > 1, let k be the largest power of two smaller than n. */
function split(n: number): number {
  let k = 1;
  while (k << 1 < n) k <<= 1;
  return k;
}

/**
 * RFC 6962, section 2.1, word for word: recursive, in hex, without tiles, and with nothing of the code that it is held
 * against. It remembers the hashes of subtrees, so that a test can ask for every proof there is.
 */
export class NaiveTree {
  private readonly leaves: readonly string[];
  private readonly known = new Map<string, string>();

  constructor(entries: readonly Uint8Array[]) {
    this.leaves = entries.map((entry) => sha256(Uint8Array.of(0), entry));
  }

  leaf(index: number): string {
    return this.leaves[index]!;
  }

  /** 2.1: MTH(D[begin:end]). */
  root(end: number, begin = 0): string {
    if (end === begin) return sha256();
    if (end - begin === 1) return this.leaf(begin);
    const key = `${begin} ${end}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const k = split(end - begin);
    const root = sha256(Uint8Array.of(1), bytes(this.root(begin + k, begin)), bytes(this.root(end, begin + k)));
    this.known.set(key, root);
    return root;
  }

  /** 2.1.1: PATH(m, D[begin:end]), m counted from `begin`. */
  path(m: number, end: number, begin = 0): string[] {
    const n = end - begin;
    if (n === 1) return [];
    const k = split(n);
    return m < k
      ? [...this.path(m, begin + k, begin), this.root(end, begin + k)]
      : [...this.path(m - k, end, begin + k), this.root(begin + k, begin)];
  }

  /** 2.1.2: PROOF(m, D[n]). */
  proof(m: number, n: number): string[] {
    return this.subproof(m, n, true, 0);
  }

  private subproof(m: number, end: number, b: boolean, begin: number): string[] {
    const n = end - begin;
    if (m === n) return b ? [] : [this.root(end, begin)];
    const k = split(n);
    return m <= k
      ? [...this.subproof(m, begin + k, b, begin), this.root(end, begin + k)]
      : [...this.subproof(m - k, end, false, begin + k), this.root(begin + k, begin)];
  }
}
