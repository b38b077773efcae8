import type { Line } from '../scene.js';
import type { Range } from '../text/token.js';
import { textOf, within } from '../text/token.js';
import type { CountMention } from './counts.js';
import { SEVERAL, type Group } from './group.js';
import type { PersonMention } from './people.js';
import { describedIn, pluralIn } from './plurals.js';
import { pronounIn, type Pronoun } from './pronouns.js';

/** Those to whom an act is done, as a stretch of a sentence gives them. */
export interface Undergoers {
  readonly people: readonly PersonMention[];
  readonly group?: Group | undefined;
  /** More groups beside it: "46 detainees and more than 1,600 inmates". */
  readonly others?: readonly Group[] | undefined;
  readonly pronoun?: Pronoun | undefined;
  /** "the jailed mayor": one person by what he is, who may have been named before. */
  readonly described?: Group | undefined;
}

const NOT_ARGUMENT = /^(?:with|by|from|to|against|for|near|under|over|of|than|at|on)$/;
const LISTING = /^(?:including|include|includes|like|as|among|them|were|are|:|—|–)$/;

/** Several kinds of claim ask for one stretch. The numbers of a range are put into one: sentences have few tokens. */
const readBefore = new WeakMap<Line, Map<number, Undergoers>>();

/** Reads a stretch. `body` is the report's, for the words of the population. */
export function undergoersIn(body: string, line: Line, range: Range): Undergoers {
  const ofLine = readBefore.get(line) ?? new Map<number, Undergoers>();
  const key = range.from * 65_536 + range.to;
  const undergoers = ofLine.get(key) ?? readUndergoers(body, line, range);
  readBefore.set(line, ofLine.set(key, undergoers));
  return undergoers;
}

function readUndergoers(body: string, line: Line, range: Range): Undergoers {
  const own = ownerAt(line, range);
  if (own) return { people: [own] };
  const [group = nobodyIn(line, range), ...others] = groupsIn(body, line, range);
  const people = line.people.filter(
    (mention) => within(mention.from, range) && isArgument(line, mention, range) && !isSpeaker(line, mention, range),
  );
  const apposed = group?.count.value === 1 && !group.counted && people.length === 0 && namedBefore(line, range);
  if (apposed) return { people: [apposed] };
  if (group || people.length > 0) return { people, group, others };
  const pronoun = pronounIn(line, range);
  return { people, others, pronoun, described: pronoun ? undefined : describedIn(body, line, range) };
}

/** "Nobody was pardoned", "none of those held has been freed": people whom no noun names. */
const nobodyIn = ({ sentence: { tokens } }: Line, { from }: Range): Group | undefined =>
  /^(?:nobody|none)$/.test(tokens[from]?.lower ?? '') ||
  (tokens[from]?.lower === 'no' && tokens[from + 1]?.lower === 'one')
    ? SEVERAL
    : undefined;

/** "Jane Roe, an activist who was jailed": the noun behind the comma says who she is. */
const namedBefore = ({ people, sentence: { tokens } }: Line, { from }: Range): PersonMention | undefined =>
  tokens[from - 1]?.text === ',' ? people.find(({ to }) => to === from - 1) : undefined;

/** "Relatives of Jane Roe, jailed in May": what hangs on the end of a phrase of this kind is told of the name. */
function ownerAt({ people, sentence: { tokens } }: Line, range: Range): PersonMention | undefined {
  const last = people.findLast(({ to }) => to <= range.to && to >= range.to - 1);
  const opening = last && tokens.slice(range.from, last.opening);
  const next = tokens[tokens[range.to]?.text === ',' ? range.to + 1 : range.to];
  const participle = next?.pos === 'VERB' && /ed$/.test(next.lower);
  const kin = opening?.some(({ lower }) => KIN_NOUNS.test(lower)) && opening.at(-1)?.lower === 'of';
  return kin && participle ? last : undefined;
}

const KIN_NOUNS =
  /^(?:relatives?|famil(?:y|ies)|supporters?|lawyers?|friends?|colleagues?|followers?|allies|trial|case|health|fate)$/;

/** "Roe's lawyer" is the lawyer; "Roe's release" and "Roe's early release" are hers, the noun standing behind the stretch. */
const isOwner = ({ sentence: { tokens } }: Line, { to }: PersonMention, range: Range): boolean =>
  /^'s?$/.test(tokens[to]?.lower ?? '') &&
  to < range.to &&
  !tokens.slice(to + 1, range.to).every(({ pos, lower }) => pos === 'ADJ' || /^(?:prison|jail)$/.test(lower));

/** A name is an argument unless a preposition or a possessive makes it part of another phrase. */
function isArgument(line: Line, mention: PersonMention, range: Range): boolean {
  const { tokens } = line.sentence;
  const before = tokens[mention.opening - 1];
  if (isOwner(line, mention, range)) return false;
  if (mention.opening <= range.from || !before) return true;
  // "the trial of Roe, who was arrested": the relative clause is about the name beside it.
  const next = tokens[mention.to]?.text === ',' ? tokens[mention.to + 1] : tokens[mention.to];
  if (LISTING.test(before.lower) || /^(?:who|whom)$/.test(next?.lower ?? '')) return true;
  return !NOT_ARGUMENT.test(before.lower);
}

/**
 * "They freed 12 people, Jane Roe said", "Jane Roe said that Ana Paz was freed": whoever tells of it, at the end of a
 * stretch or with the verb of saying in it, is not one of them.
 */
export const isSpeaker = ({ sayings }: Line, { from }: PersonMention, range: Range): boolean =>
  sayings.some(({ who }) => within(from, who) && (who.from > range.from || within(who.to, range)));

function groupsIn(body: string, line: Line, range: Range): Group[] {
  const counts = line.counts.filter((count) => within(count.from, range) && isOfPeople(line, count));
  const main = counts.find((count) => !count.partial) ?? counts.find((count) => count.from - range.from < 5);
  if (!main) return [pluralIn(body, line, range)].filter((group) => group !== undefined);
  const parts = partsOf(line, main);
  const besides = counts.filter((count) => count.from > main.from && !parts.includes(count) && isBeside(line, count));
  const groupOf = (count: CountMention, of: readonly CountMention[]): Group => ({
    count: count.count,
    population: labelOf(body, line, count),
    counted: true,
    parts: of.map((part) => ({ label: labelOf(body, line, part), count: part.count, at: phraseOf(line, part) })),
    definite: isDefinite(line, count, counts),
    ...(besides.length > 0 ? { at: phraseOf(line, count) } : {}),
  });
  return [
    groupOf(main, besides.length > 0 ? [] : parts),
    ...besides.map((count) => groupOf(count, partsOf(line, count))),
  ];
}

/** A number's own words, from what leads to it up to the next number or mark. */
function phraseOf(line: Line, { from, population, to }: CountMention): Range {
  const { tokens } = line.sentence;
  let first = from;
  while (first > 0 && (LEAD.test(tokens[first - 1]!.lower) || /^includ/.test(tokens[first - 1]!.lower))) first -= 1;
  const next = line.counts.find((count) => count.from > from)?.from ?? tokens.length;
  let end = Math.max(to, population.to);
  while (end < next && !/^[,;:.—–()]$/.test(tokens[end]!.lower)) end += 1;
  while (end > to && LEAD.test(tokens[end - 1]!.lower)) end -= 1;
  return { from: first, to: end };
}

/** "the 52", "these 31 women" alone refer to a group told of before. */
function isDefinite(line: Line, count: CountMention, counts: readonly CountMention[]): boolean {
  const before = line.sentence.tokens.slice(Math.max(0, count.from - 2), count.from).map((token) => token.lower);
  return before.some((word) => /^(?:these|those|the)$/.test(word)) && !before.includes('all') && counts.length === 1;
}

/** Words that may stand between "and" and a number. */
const LEAD =
  /^(?:and|also|of|the|another|other|further|more|than|over|at|least|about|around|some|nearly|almost|up|to|an|estimated)$/;

/** "46 detainees and more than 1,600 inmates", "12 lawyers, nine editors": a number that goes on a list. */
function isBeside(line: Line, { from, headed }: CountMention): boolean {
  const { tokens } = line.sentence;
  let at = from - 1;
  while (at > 0 && LEAD.test(tokens[at]!.lower) && tokens[at]!.lower !== 'and') at -= 1;
  if (tokens[at]?.lower !== 'and' && tokens[at]?.text !== ',') return false;
  return headed || /^(?:another|other)$/.test(tokens[from - 1]?.lower ?? '');
}

/** How far from each other the parts of one group may stand, in tokens. */
const PARTS_APART_MAX = 30;

/** "including 14 foreigners", and what goes on with it: "13 foreigners who will leave, and 22 political prisoners". */
function partsOf(line: Line, main: CountMention): CountMention[] {
  const parts: CountMention[] = [];
  let last = main;
  for (const count of line.counts) {
    if (count.from <= main.from || !isOfPeople(line, count)) continue;
    const stops = line.sentence.tokens.slice(last.to, count.from).some(({ text }) => /^[;:.—–]$/.test(text));
    if (stops || count.from - last.to > PARTS_APART_MAX || count.count.value >= main.count.value) break;
    if (!count.partial && (parts.length === 0 || !isPartBeside(line, count))) {
      if (parts.length > 0) continue;
      break;
    }
    parts.push(count);
    last = count;
  }
  return parts;
}

const isPartBeside = (line: Line, { from }: CountMention): boolean =>
  /^(?:and|,|least|than|over|about|some)$/.test(line.sentence.tokens[from - 1]?.lower ?? '');

/** Headed by a noun for people, or by a people's name in the plural, or with nothing after it that could be counted. */
function isOfPeople(line: Line, count: CountMention): boolean {
  // "15 of the fasters": whoever they are, they are some of those told of.
  if (count.headed || (line.sentence.tokens[count.to]?.lower === 'of' && count.population.from === count.to + 2))
    return true;
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
