/**
 * A 64-bit similarity hash of a text (Charikar 2002): texts that share most of their word triples differ in few bits,
 * so that copies of one wire story can be told from independent reports.
 * @returns 16 hexadecimal digits
 */
export function fingerprint(text: string): string {
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const votes = new Int32Array(64);
  const triples = Math.max(1, words.length - 2);
  for (let at = 0; at < triples; at += 1) {
    const [low, high] = hash(words.slice(at, at + 3).join(' '));
    for (let bit = 0; bit < 32; bit += 1) {
      votes[bit]! += (low >>> bit) & 1 ? 1 : -1;
      votes[bit + 32]! += (high >>> bit) & 1 ? 1 : -1;
    }
  }
  const half = (from: number): string => {
    let bits = 0;
    for (let bit = 0; bit < 32; bit += 1) if (votes[from + bit]! > 0) bits |= 1 << bit;
    return (bits >>> 0).toString(16).padStart(8, '0');
  };
  return half(32) + half(0);
}

/** An edited copy of a story differs in at most this many of its 64 bits, and independent stories in more. */
const COPY_BITS_MAX = 12;

/** In how many of their 64 bits two fingerprints differ (Hamming distance). */
export const distanceOf = (a: string, b: string): number =>
  bitsOf(wordAt(a, 0) ^ wordAt(b, 0)) + bitsOf(wordAt(a, 8) ^ wordAt(b, 8));

/** Are two texts with these fingerprints copies of one story, as far as it shows? */
export const areCopies = (a: string, b: string): boolean => distanceOf(a, b) <= COPY_BITS_MAX;

const wordAt = (fingerprint: string, from: number): number => parseInt(fingerprint.slice(from, from + 8), 16);

/** Ones among 32 bits, counted in parallel: pairs, then fours, then bytes, which the product sums. */
function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Two 32-bit FNV-1a style hashes of one pass, each finished by an avalanche (murmur3's finaliser). */
function hash(text: string): [number, number] {
  let low = 0x811c9dc5;
  let high = 0x1b873593;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
  }
  return [avalanche(low), avalanche(high)];
}

function avalanche(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
