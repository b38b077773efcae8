/**
 * How much it costs to take one sound for another. Cheap is what spellings of one name disagree on: vowels, the ў that
 * is v or u, цекание and дзекание, hushing letters that lost their mark. Other consonants are what names differ by.
 */
const SUBSTITUTIONS: readonly (readonly [pair: string, cost: number])[] = [
  ['ai', 0.5],
  ['vu', 0.4],
  ['vf', 1],
  ['tc', 0.6],
  ['td', 1],
  ['sx', 0.6],
  ['sz', 0.8],
  ['zg', 0.6],
  ['dg', 0.8],
  ['gx', 1],
  ['cx', 0.6],
  ['kh', 1.2],
  ['kc', 0.8],
  ['hc', 0.6],
  ['bp', 1],
];
const GAPS: Readonly<Record<string, number>> = { y: 0.15, a: 0.6, i: 0.6, u: 0.8, h: 1.2, v: 1.5 };
const OTHER = 2;

const SIZE = 26;
const code = (sound: string, at: number): number => sound.charCodeAt(at) - 97;
const SUBSTITUTE = new Float64Array(SIZE * SIZE).fill(OTHER);
for (let at = 0; at < SIZE; at += 1) SUBSTITUTE[at * SIZE + at] = 0;
for (const [pair, cost] of SUBSTITUTIONS) {
  SUBSTITUTE[code(pair, 0) * SIZE + code(pair, 1)] = cost;
  SUBSTITUTE[code(pair, 1) * SIZE + code(pair, 0)] = cost;
}
const GAP = Float64Array.from({ length: SIZE }, (_, at) => GAPS[String.fromCharCode(at + 97)] ?? OTHER);

/**
 * How alike two words sound: 1 less the least cost of edits that make one of the other, over the longer one's length
 * (Levenshtein distance with the weights above).
 * @returns 0 to 1; 1 only for equal sounds
 */
export function closenessOf(one: string, other: string): number {
  if (one === other) return 1;
  const longer = Math.max(one.length, other.length);
  if (one === '' || other === '') return 0;
  let row = new Float64Array(other.length + 1);
  let next = new Float64Array(other.length + 1);
  for (let to = 0; to < other.length; to += 1) row[to + 1] = (row[to] ?? 0) + (GAP[code(other, to)] ?? OTHER);
  for (let from = 0; from < one.length; from += 1) {
    const gap = GAP[code(one, from)] ?? OTHER;
    next[0] = (row[0] ?? 0) + gap;
    for (let to = 0; to < other.length; to += 1) {
      const swapped = (row[to] ?? 0) + (SUBSTITUTE[code(one, from) * SIZE + code(other, to)] ?? OTHER);
      const dropped = (row[to + 1] ?? 0) + gap;
      const added = (next[to] ?? 0) + (GAP[code(other, to)] ?? OTHER);
      next[to + 1] = Math.min(swapped, dropped, added);
    }
    [row, next] = [next, row];
  }
  return Math.max(0, 1 - (row[other.length] ?? longer) / longer);
}
