import { PEOPLE_NOUNS } from '../lexicon/people.js';
import type { Line } from '../scene.js';
import type { Range, Token } from '../text/token.js';

/** Of the nouns for people, those that name one. */
export const isSingular = (word: string): boolean =>
  word === 'american' ||
  (PEOPLE_NOUNS.has(word) && !/(?:s|men|people|children|personnel|staff|crew|clergy|other)$/.test(word));

/** "prisoner releases", "police officer", "journalist's lawyer": the noun is no head. */
export function goesOn(tokens: readonly Token[], at: number, end: number): boolean {
  const next = tokens[at];
  if (next === undefined) return false;
  return next.pos === 'NOUN' || (at < end - 1 && /^(?:'s?|-|and)$/.test(next.lower));
}

/** "third quarter figures" are no people; "opposition figures" are. */
export const isStatistic = ({ sentence: { tokens } }: Line, at: number): boolean =>
  /^figures?$/.test(tokens[at]!.lower) &&
  !/^(?:opposition|political|prominent|senior|leading|religious|public|cultural|media|key|profile|government|military|party|dissident|known|society|regime|other|several)$/.test(
    tokens[at - 1]?.lower ?? '',
  );

/** Adjectives and, within the stretch, the noun to which they belong. */
export function qualifiesNoun(tokens: readonly Token[], { from, to }: Range): boolean {
  let at = from;
  while (at < to && tokens[at]!.pos === 'ADJ') at += 1;
  return at < to && /^(?:NOUN|PROPN|NUM)$/.test(tokens[at]!.pos);
}
