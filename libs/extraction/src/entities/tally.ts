import type { Count } from '#domain';

/**
 * The figure of one enumeration, "ten officials and at least three firms": at least 13. It is one phrase of one speaker,
 * so adding its parts up repairs no claim; figures of different claims are never added.
 */
export function total(counts: readonly Count[]): Count | undefined {
  const [first, ...more] = counts;
  if (!first || more.length === 0) return first;
  const value = counts.reduce((sum, count) => sum + count.value, 0);
  const qualifiers = new Set(counts.map(({ qualifier }) => qualifier));
  if (qualifiers.has('range')) {
    const max = counts.reduce((sum, count) => sum + (count.max ?? count.value), 0);
    return { value, qualifier: 'range', max };
  }
  qualifiers.delete('exact');
  // Bounds of two directions leave nothing but a guess.
  const [only = 'exact', other] = qualifiers;
  return { value, qualifier: other ? 'about' : only };
}
