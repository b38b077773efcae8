import type { Count } from '#domain';
import { CAPTIVE_NOUNS, PEOPLE_NOUNS } from '../lexicon/people.js';
import type { Line } from '../scene.js';
import type { Range } from '../text/token.js';
import { textOf, within } from '../text/token.js';
import type { CountMention } from './counts.js';
import type { PersonMention } from './people.js';

/** Those to whom an act is done, as a stretch of a sentence gives them. */
export interface Undergoers {
  readonly people: readonly PersonMention[];
  readonly group?: Group | undefined;
  readonly pronoun?: 'one' | 'many' | undefined;
}

export interface Group {
  readonly count: Count;
  readonly population: string;
  /** Counted in the text, rather than told by a plural. */
  readonly counted: boolean;
  readonly parts: readonly { readonly label: string; readonly count: Count }[];
  /** "the prisoners", "these women": a group that was told of before. */
  readonly definite: boolean;
}

const NOT_ARGUMENT = /^(?:with|by|from|to|against|for|near|under|over|of|than|at|on)$/;
const OTHERWISE = /^(?:of|with|by|from|against|about|on|for|in|at)$/;
const LISTING = /^(?:including|include|includes|like|as|among|them|were|are|:|—|–)$/;

/** Reads a stretch. `body` is the report's, for the words of the population. */
export function undergoersIn(body: string, line: Line, range: Range): Undergoers {
  const group = groupIn(body, line, range);
  const people = line.people.filter((mention) => within(mention.from, range) && isArgument(line, mention, range));
  return { people, group, pronoun: group || people.length > 0 ? undefined : pronounIn(line, range) };
}

/** A name is an argument unless a preposition or a possessive makes it part of another phrase. */
function isArgument(line: Line, mention: PersonMention, range: Range): boolean {
  const { tokens } = line.sentence;
  const before = tokens[mention.opening - 1];
  if (/^'s?$/.test(tokens[mention.to]?.lower ?? '') && mention.to < range.to) return false;
  if (mention.opening <= range.from || !before) return true;
  // "the trial of Roe, who was arrested": the relative clause is about the name beside it.
  const next = tokens[mention.to]?.text === ',' ? tokens[mention.to + 1] : tokens[mention.to];
  if (LISTING.test(before.lower) || /^(?:who|whom)$/.test(next?.lower ?? '')) return true;
  return !NOT_ARGUMENT.test(before.lower);
}

function groupIn(body: string, line: Line, range: Range): Group | undefined {
  const counts = line.counts.filter((count) => within(count.from, range) && isOfPeople(line, count));
  const main = counts.find((count) => !count.partial) ?? counts.find((count) => count.from - range.from < 5);
  if (!main) return pluralIn(body, line, range);
  const parts = counts
    .filter((count) => count !== main && count.partial)
    .map((count) => ({ label: labelOf(body, line, count), count: count.count }));
  const label = labelOf(body, line, main);
  const before = line.sentence.tokens.slice(Math.max(0, main.from - 2), main.from).map((token) => token.lower);
  const definite =
    before.some((word) => /^(?:these|those|the)$/.test(word)) && !before.includes('all') && counts.length === 1;
  return { count: main.count, population: label, counted: true, parts, definite };
}

/** Headed by a noun for people, or by a people's name in the plural, or with nothing after it that could be counted. */
function isOfPeople(line: Line, count: CountMention): boolean {
  if (count.headed) return true;
  const last = line.sentence.tokens[count.population.to - 1];
  if (count.population.to > count.population.from) {
    return (
      last !== undefined &&
      /s$/.test(last.lower) &&
      line.countries.some((mention) => mention.kind === 'demonym' && within(count.population.to - 1, mention))
    );
  }
  const next = line.sentence.tokens[count.to];
  return (
    next === undefined ||
    /^(?:AUX|VERB|PUNCT|ADV|SCONJ|PRON)$/.test(next.pos) ||
    /^(?:who|of|for|from|in|on|to|after|have|has|are|were|others|more)$/.test(next.lower)
  );
}

function labelOf(body: string, line: Line, count: CountMention): string {
  const label = textOf(body, line.sentence, count.population);
  return label.replace(/^(?:more|other|others|another) (?=\p{L})/iu, '') || 'people';
}

const SINGULAR =
  /^(?:prisoner|detainee|inmate|convict|captive|hostage|person|individual|citizen|national|foreigner|man|woman|activist|journalist|reporter|dissident|protester|protestor|figure|politician|critic|lawyer|blogger|american|suspect|defender|student)$/;

/** "political prisoners", "all those unjustly detained", "an American citizen": nobody counts them for us. */
function pluralIn(body: string, line: Line, range: Range): Group | undefined {
  const { tokens } = line.sentence;
  for (let at = range.from; at < Math.min(range.to, range.from + 12); at += 1) {
    const { lower } = tokens[at]!;
    if (line.people.some((mention) => at >= mention.opening && at < mention.to)) continue;
    const demonym =
      line.countries.some((mention) => mention.kind === 'demonym' && within(at, mention)) &&
      /s$/.test(lower) &&
      tokens[at]!.pos !== 'ADJ';
    const those = /^(?:those|everyone)$/.test(lower) && !PEOPLE_NOUNS.has(tokens[at + 1]?.lower ?? '');
    if (!PEOPLE_NOUNS.has(lower) && !demonym && !those) continue;
    if (PEOPLE_NOUNS.has(tokens[at + 1]?.lower ?? '') || /^'s?$/.test(tokens[at + 1]?.lower ?? '')) continue;
    const population = { from: nounPhraseFrom(line, range.from, at), to: at + 1 };
    // "a statement on political prisoners" is about a statement.
    const inOther = population.from > range.from && OTHERWISE.test(tokens[population.from - 1]!.lower);
    if (inOther && !isListed(tokens[range.from]?.lower)) continue;
    const opening = tokens[population.from - 1]?.lower ?? tokens[population.from]!.lower;
    const one = SINGULAR.test(lower) && !demonym;
    if (one && !/^(?:a|an|another|one)$/.test(opening)) return undefined;
    const count: Count = one
      ? { value: 1 + furtherSingles(line, at + 1, range.to), qualifier: 'exact' }
      : { value: 2, qualifier: 'at_least' };
    const definite = /^(?:the|these|those)$/.test(opening) && CAPTIVE_NOUNS.has(lower);
    return {
      count,
      population: textOf(body, line.sentence, population).replace(/^(?:more|other) /i, '') || 'people',
      counted: false,
      parts: [],
      definite,
    };
  }
  return undefined;
}

/** "a German citizen and an American one": how many more are named one by one. */
function furtherSingles(line: Line, from: number, to: number): number {
  const { tokens } = line.sentence;
  let more = 0;
  for (let at = from; at < to; at += 1) {
    if (tokens[at]!.lower !== 'and' || !/^(?:a|an|another)$/.test(tokens[at + 1]?.lower ?? '')) continue;
    if (tokens.slice(at + 2, Math.min(to, at + 8)).some((token) => SINGULAR.test(token.lower))) more += 1;
  }
  return more;
}

const isListed = (word: string | undefined): boolean => /^(?:all|names)$/.test(word ?? '');

function nounPhraseFrom(line: Line, from: number, head: number): number {
  let start = head;
  while (
    start > from &&
    (/^(?:ADJ|NOUN|PROPN|ADV)$/.test(line.sentence.tokens[start - 1]!.pos) ||
      line.sentence.tokens[start - 1]!.text === '-')
  )
    start -= 1;
  return start;
}

function pronounIn(line: Line, range: Range): Undergoers['pronoun'] {
  const { tokens } = line.sentence;
  for (let at = range.from; at < Math.min(range.to, range.from + 4); at += 1) {
    // "her husband" is not she.
    const determines =
      /^(?:her|his|their)$/.test(tokens[at]!.lower) &&
      tokens.slice(at + 1, range.to).some((token) => /^(?:NOUN|PROPN)$/.test(token.pos));
    if (determines) return undefined;
    if (/^(?:he|she|him|her|his)$/.test(tokens[at]!.lower)) return 'one';
    if (/^(?:they|them|their|both)$/.test(tokens[at]!.lower)) return 'many';
  }
  return undefined;
}
