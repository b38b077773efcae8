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
  const passages = claims.flatMap(({ event }) => event.data.evidence);
  for (const { reportId } of passages) reports.add(reportId);
  return { reports: reports.size, origins: new Set(originOfText(passages).values()).size };
}

/** What two passages have in common that are of one text. */
export const textKey = ({ fingerprint, credit }: Evidence): string => `${fingerprint} ${credit ?? ''}`;

/** Which origin each text is of, as a number from 1 on, by `textKey`; the rule of `originsOf`, within these passages. */
export function originOfText(passages: readonly Evidence[]): Map<string, number> {
  const texts = new Map<string, Evidence>();
  for (const passage of passages) texts.set(textKey(passage), passage);
  const distinct = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, TEXTS_MAX);
  const roots = rootsOf(distinct.map(([, text]) => text));
  const numbers = new Map([...new Set(roots)].map((root, at) => [root, at + 1] as const));
  return new Map(distinct.map(([key], at) => [key, numbers.get(roots[at]!)!]));
}

/** Whatever has one origin is joined, and what is joined to the same is joined too: of each text, the one it is joined to. */
function rootsOf(texts: readonly Evidence[]): number[] {
  const group = texts.map((_, at) => at);
  const rootOf = (at: number): number => (group[at] === at ? at : (group[at] = rootOf(group[at]!)));
  for (const [at, text] of texts.entries()) {
    for (let other = 0; other < at; other += 1) {
      const [one, two] = [rootOf(at), rootOf(other)];
      if (one !== two && haveOneOrigin(text, texts[other]!)) group[one] = two;
    }
  }
  return texts.map((_, at) => rootOf(at));
}

const haveOneOrigin = (a: Evidence, b: Evidence): boolean =>
  (a.credit !== undefined && a.credit.toLowerCase() === b.credit?.toLowerCase()) ||
  areCopies(a.fingerprint, b.fingerprint);
