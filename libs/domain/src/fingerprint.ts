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
