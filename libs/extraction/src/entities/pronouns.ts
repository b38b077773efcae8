import type { Line } from '../scene.js';
import type { Range } from '../text/token.js';
import { qualifiesNoun } from './nouns.js';

/** Somebody who was told of before, or some. */
export type Pronoun = 'one' | 'many';

/** "56-year-old", parted at its hyphens. */
const isAge = ({ sentence: { tokens } }: Line, at: number): boolean =>
  /^\d+(?:-year-olds?)?$/.test(tokens[at]?.lower ?? '') &&
  (/old$/.test(tokens[at]!.lower) || (tokens[at + 2]?.lower === 'year' && tokens[at + 4]?.lower === 'old'));

/** The pronoun with which a stretch begins, or words that stand for one. */
export function pronounIn(line: Line, range: Range): Pronoun | undefined {
  const { tokens } = line.sentence;
  for (let at = range.from; at < Math.min(range.to, range.from + 4); at += 1) {
    // "her husband" is not she; "sentenced her to three years" and "free her and others" speak of her.
    // "their immediate release" is theirs: what stands before the noun of the act qualifies it.
    const determines =
      /^(?:her|his|their)$/.test(tokens[at]!.lower) && qualifiesNoun(tokens, { from: at + 1, to: range.to });
    if (determines) return undefined;
    if (/^(?:he|she|him|her|his)$/.test(tokens[at]!.lower)) return 'one';
    if (/^(?:they|them|their|both)$/.test(tokens[at]!.lower)) return 'many';
    // "All had been pardoned", "the pair were freed", "the 56-year-old was jailed": words for those told of before.
    if (tokens[at]!.lower === 'all' && (at + 1 === range.to || /^(?:AUX|VERB)$/.test(tokens[at + 1]?.pos ?? '')))
      return 'many';
    if (
      tokens[at]!.lower === 'the' &&
      /^(?:pair|duo|trio|group)$/.test(tokens[at + 1]?.lower ?? '') &&
      at + 2 >= range.to
    )
      return 'many';
    if (tokens[at]!.lower === 'the' && isAge(line, at + 1) && at + 6 >= range.to) return 'one';
  }
  return undefined;
}
