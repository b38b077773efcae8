import type { Count } from '#domain';
import { PEOPLE_NOUNS } from '../lexicon/people.js';
import type { Range, Sentence, Token } from '../text/token.js';

/** A number of people (or companies) where it stands, and the words that say of whom. */
export interface CountMention extends Range {
  readonly count: Count;
  /** The counted noun with what qualifies it: "political prisoners". Empty where the text leaves it out. */
  readonly population: Range;
  /** The head noun stands in the text, rather than being understood from elsewhere. */
  readonly headed: boolean;
  /** It counts some of those just counted: "including 14 foreigners", "45 of the 131". */
  readonly partial: boolean;
}

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SCALES: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1_000_000],
]);

/** Vague numbers, read as the fewest that they allow. */
const VAGUE: ReadonlyMap<string, number> = new Map([
  ['dozens', 24],
  ['scores', 40],
  ['hundreds', 200],
  ['thousands', 2000],
  ['several', 3],
  ['numerous', 3],
  ['multiple', 2],
]);

const QUALIFIERS: readonly (readonly [RegExp, Count['qualifier']])[] = [
  [/(?:no|not) (?:fewer|less) than$/, 'at_least'],
  [/(?:up to|at most|(?:no|not) more than|fewer than|less than|under|as many as|a maximum of)$/, 'at_most'],
  [/(?:more than|over|at least|upwards? of|in excess of|exceeding|above)$/, 'at_least'],
  [/(?:about|around|approximately|roughly|some|nearly|almost|close to|estimated|circa)$/, 'about'],
];

/** All numbers that count people or things, not dates, ages, sums, terms or the numbers of laws. */
export function countsOf(sentence: Sentence): CountMention[] {
  const { tokens } = sentence;
  const found: CountMention[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const number = numberAt(tokens, at);
    if (!number) continue;
    if (!isOther(tokens, { from: at, to: number.to })) found.push(mentionOf(tokens, at, number));
    at = number.to - 1;
  }
  return found;
}

interface NumberRead {
  readonly value: number;
  readonly to: number;
  readonly max?: number | undefined;
  readonly open?: boolean | undefined;
}

function numberAt(tokens: readonly Token[], at: number): NumberRead | undefined {
  const token = tokens[at]!;
  // "a hundred", "a thousand": the article is the one.
  const scale = token.lower === 'a' ? SCALES.get(tokens[at + 1]?.lower ?? '') : undefined;
  if (scale) return { value: scale, to: at + 2 };
  const digits = isDigit(token.text) ? /^(\d{1,3}(?:,\d{3})+|\d{1,7})(\+|-plus)?$/.exec(token.text) : null;
  const first = digits ? Number(digits[1]!.replaceAll(',', '')) : wordNumber(token.lower);
  if (first === undefined) return vagueAt(tokens, at);
  const { value, to: end } = digits ? scaled(tokens, first, at + 1) : spelled(tokens, first, at + 1);
  let to = end;
  const open = digits?.[2] !== undefined || /^(?:\+|-plus|plus)$/.test(tokens[to]?.lower ?? '');
  if (open && digits?.[2] === undefined) to += 1;
  const range = /^(?:to|–|-|and)$/.test(tokens[to]?.lower ?? '') && tokens[at - 1]?.lower === 'between';
  const upper = range ? numberAt(tokens, to + 1) : undefined;
  return upper && upper.value > value ? { value, to: upper.to, max: upper.value } : { value, to, open };
}

const isDigit = (text: string): boolean => text.charCodeAt(0) >= 48 && text.charCodeAt(0) <= 57;

/** "3 million": a scale behind digits. */
function scaled(tokens: readonly Token[], first: number, to: number): { value: number; to: number } {
  const scale = SCALES.get(tokens[to]?.lower ?? '');
  return scale ? { value: first * scale, to: to + 1 } : { value: first, to };
}

/** "one hundred and twenty-three": words that go on with a number. The tokenizer parts them at the hyphen. */
function spelled(tokens: readonly Token[], first: number, from: number): { value: number; to: number } {
  let [total, current, to] = [0, first, from];
  for (; to < tokens.length; to += 1) {
    const { lower } = tokens[to]!;
    const scale = SCALES.get(lower);
    const more = wordNumber(lower);
    const next = wordNumber(tokens[to + 1]?.lower ?? '');
    const openTens = current % 10 === 0 && current % 100 >= 20;
    if (scale === 100) current *= 100;
    else if (scale) [total, current] = [total + current * scale, 0];
    else if (lower === 'and' && next !== undefined && (current >= 100 || (total > 0 && current === 0))) continue;
    else if (lower === '-' && openTens && next !== undefined && next < 10) continue;
    else if (more !== undefined && (current % 100 === 0 || (openTens && more < 10))) current += more;
    else break;
  }
  return { value: total + current, to };
}

function vagueAt(tokens: readonly Token[], at: number): NumberRead | undefined {
  const word = tokens[at]!.lower;
  if (word === 'dozen') return { value: 12, to: at + 1 };
  const value = VAGUE.get(word);
  if (value === undefined) return undefined;
  return { value, to: tokens[at + 1]?.lower === 'of' ? at + 2 : at + 1, open: true };
}

const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...SMALL.flatMap((word, value) => (value > 0 ? [[word, value] as const] : [])),
  ...TENS.flatMap((ten, tens) =>
    ['', ...SMALL.slice(1, 10)].map((unit, ones) => [unit ? `${ten}-${unit}` : ten, (tens + 2) * 10 + ones] as const),
  ),
]);

const wordNumber = (word: string): number | undefined => NUMBER_WORDS.get(word);

const MONTHS = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?$/;
const UNITS =
  /^(?:days?|weeks?|months?|years?|hours?|minutes?|percent|per|%|km|miles?|dollars?|euros?|usd|eur|million|billion|tonnes?|tons?|kilograms?|grams?|am|pm|a\.m\.|p\.m\.|decades?|times|points?|th|st|nd|rd|shells?|votes?|pounds)$/;
const NUMBERED =
  /^(?:license|licence|licenses|licences|gl|order|resolution|no|no\.|number|section|sec|sec\.|article|articles|part|decree|room|chapter|annex|title|level|page|rule|item|code|regulation|\$|€|£|§|#|aged|age|e\.o\.|eo|crimea|act|phase|category)$/;

/** A day, a year, an age, a sum of money, a length of time, a law's number. */
function isOther(tokens: readonly Token[], { from, to }: Range): boolean {
  const before = tokens[from - 1]?.lower ?? '';
  const after = tokens[to]?.lower ?? '';
  const value = Number(tokens[from]!.text);
  if (MONTHS.test(before) || (MONTHS.test(after) && /^[A-Z]/.test(tokens[to]!.text))) return true;
  if (UNITS.test(after) || (after === '-' && UNITS.test(tokens[to + 1]?.lower ?? '')) || NUMBERED.test(before))
    return true;
  if (
    value >= 1900 &&
    value <= 2100 &&
    tokens[from]!.text.length === 4 &&
    !PEOPLE_NOUNS.has(after) &&
    tokens[to]?.pos !== 'ADJ'
  )
    return true;
  // "terms of two to seven years": the unit stands behind the second number.
  if (/^(?:to|or|and|–|-)$/.test(after) && tokens[to + 1]?.pos === 'NUM' && UNITS.test(tokens[to + 2]?.lower ?? ''))
    return true;
  // "all but 12 of the 300" tells of the others.
  if (before === 'but' && tokens[from - 2]?.lower === 'all') return true;
  return (
    /^(?:-|\/)$/.test(before) ||
    after === '/' ||
    (before === ',' && MONTHS.test(tokens[from - 3]?.lower ?? '')) ||
    (tokens[from]!.lower === 'one' &&
      (/^(?:day|thing|another|side)$/.test(after) || (after === 'of' && !isOneOfThem(tokens, to))))
  );
}

/** "one of the protesters", rather than "one of the reasons". */
const isOneOfThem = (tokens: readonly Token[], of: number): boolean =>
  /^(?:DET|PRON)$/.test(tokens[of + 1]?.pos ?? '') &&
  tokens.slice(of + 2, of + 6).some(({ lower }) => PEOPLE_NOUNS.has(lower));

function mentionOf(tokens: readonly Token[], from: number, number: NumberRead): CountMention {
  const qualifier = qualifierBefore(tokens, from);
  const population = populationAfter(tokens, number.to);
  const before = tokens
    .slice(Math.max(0, from - 6), from)
    .map((token) => token.lower)
    .join(' ');
  const count: Count =
    number.max === undefined
      ? { value: number.value, qualifier: number.open ? 'at_least' : qualifier }
      : { value: number.value, qualifier: 'range', max: number.max };
  const partial =
    /\b(?:including|among them|of them|of whom|of which|includes|included)(?: (?:about|at least|an estimated|more than|some|over|the|those))*$/.test(
      before,
    );
  return { from, to: number.to, count, population: population.range, headed: population.headed, partial };
}

function qualifierBefore(tokens: readonly Token[], from: number): Count['qualifier'] {
  const before = tokens
    .slice(Math.max(0, from - 4), from)
    .map((token) => token.lower)
    .join(' ')
    // "hands over 32 men" is no bound.
    .replace(/\b(?:hand|hands|handed|handing|turn|turned|took|taken|take) over$/, '');
  return QUALIFIERS.find(([words]) => words.test(before))?.[1] ?? 'exact';
}

/** The noun phrase that is counted: adjectives and nouns up to and including the head. */
function populationAfter(tokens: readonly Token[], from: number): { range: Range; headed: boolean } {
  let start = from;
  // "123 of the country's political prisoners", "all seven of the Americans".
  if (tokens[start]?.lower === 'of' && /^(?:DET|PRON)$/.test(tokens[start + 1]?.pos ?? '')) start += 2;
  let head = -1;
  for (let at = start; at < tokens.length && at - start < 7; at += 1) {
    const { lower, pos } = tokens[at]!;
    if (lower === 'and' && tokens[at + 1]?.pos === 'NUM') break;
    if (PEOPLE_NOUNS.has(lower) || PEOPLE_NOUNS.has(lower.split('-').at(-1)!)) head = at;
    else if (
      !/^(?:ADJ|NOUN|PROPN|NUM|ADV|PART)$/.test(pos) &&
      !/^(?:such|detained|jailed|imprisoned|held|convicted|other|more|and|wanted)$/.test(lower)
    )
      break;
    else if (head >= 0 && pos !== 'NOUN') break;
  }
  if (head < 0) return { range: nounsFrom(tokens, start), headed: false };
  return { range: { from: start, to: head + 1 }, headed: true };
}

function nounsFrom(tokens: readonly Token[], from: number): Range {
  let to = from;
  while (to < tokens.length && /^(?:ADJ|NOUN|PROPN)$/.test(tokens[to]!.pos) && to - from < 6) to += 1;
  return { from, to };
}
