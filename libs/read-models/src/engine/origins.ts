import { areCopies, type Evidence } from '#domain';
import type { KnownClaim } from './model.js';

/** On how many reports something rests, and how many of them are independent of each other. */
export interface Corroboration {
  readonly reports: number;
  readonly origins: number;
}

/** Comparing takes the square of this; what rests on more distinct texts is corroborated enough. */
const TEXTS_MAX = 100;

/**
 * How well claims are corroborated. Reports that credit one wire agency, or whose texts are copies of each other, are
 * one origin (VOCABULARY.md, "Independence"). Of more than 100 distinct texts the first ones in order of their fingerprints are
 * compared, so that the number is at least this.
 */
export function originsOf(claims: readonly KnownClaim[]): Corroboration {
  const reports = new Set<string>();
  const texts = new Map<string, Evidence>();
  for (const { event } of claims) {
    for (const passage of event.data.evidence) {
      reports.add(passage.reportId);
      texts.set(`${passage.fingerprint} ${passage.credit ?? ''}`, passage);
    }
  }
  if (texts.size === 1) return { reports: reports.size, origins: 1 };
  const distinct = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, TEXTS_MAX);
  return { reports: reports.size, origins: groupsOf(distinct.map(([, text]) => text)) };
}

/** How many groups are left when whatever has one origin is joined, and what is joined to the same is joined too. */
function groupsOf(texts: readonly Evidence[]): number {
  const group = texts.map((_, at) => at);
  const rootOf = (at: number): number => (group[at] === at ? at : (group[at] = rootOf(group[at]!)));
  let groups = texts.length;
  for (const [at, text] of texts.entries()) {
    for (let other = 0; other < at; other += 1) {
      const [one, two] = [rootOf(at), rootOf(other)];
      if (one === two || !haveOneOrigin(text, texts[other]!)) continue;
      group[one] = two;
      groups -= 1;
    }
  }
  return groups;
}

const haveOneOrigin = (a: Evidence, b: Evidence): boolean =>
  (a.credit !== undefined && a.credit.toLowerCase() === b.credit?.toLowerCase()) ||
  areCopies(a.fingerprint, b.fingerprint);
