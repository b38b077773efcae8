import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { isCapitalised, type PartOfSpeech, type Sentence, type Token } from './token.js';

/** Longer sentences are statutes, lists or noise: they are read in pieces, for rules are made for sentences. */
export const TOKENS_MAX = 160;
/** Characters read of one body: as many as the house takes in (a body is at most 1 MiB of UTF-8). */
export const CHARACTERS_MAX = 1_048_576;
/** The tokenizer's time grows with the square of a word's length, and no word of English is longer than this. */
const WORD_MAX = 60;
/** Lines with fewer characters say nothing that could be claimed. */
const PARAGRAPH_MIN = 8;
/** Paragraphs are handed to the model in pieces, for the same reason. */
const PIECE_MAX = 8_000;

const nlp = winkNLP(model, ['sbd', 'pos']);
const its = nlp.its;

export interface Segmented {
  readonly sentences: readonly Sentence[];
  /** What was left unread, in UTF-16 units from the body's end. */
  readonly unread: number;
}

/** Splits a body into paragraphs, sentences and tokens. Bounded: what is too long is cut. */
export function segment(body: string): Segmented {
  const read = body.slice(0, CHARACTERS_MAX);
  const sentences: Sentence[] = [];
  let paragraph = 0;
  for (const { start, end } of paragraphs(read)) {
    const speaker = speakerOf(read.slice(start, Math.min(end, start + 120)));
    for (const tokens of sentencesOf(read.slice(start, end), start)) {
      for (const piece of pieces(tokens)) {
        sentences.push({ tokens: piece, start: piece[0]!.start, end: piece.at(-1)!.end, paragraph, speaker });
      }
    }
    paragraph += 1;
  }
  return { sentences, unread: body.length - read.length };
}

/** Cuts a long sentence behind a semicolon, else behind a comma, in the latter half of what may be read at once. */
function* pieces(tokens: Token[]): Generator<Token[]> {
  let from = 0;
  while (tokens.length - from > TOKENS_MAX) {
    const window = tokens.slice(from, from + TOKENS_MAX);
    const last = (mark: string): number =>
      window.findLastIndex(({ text }, at) => text === mark && at >= TOKENS_MAX / 2);
    const cut = [last(';'), last(','), TOKENS_MAX - 1].find((at) => at >= 0)!;
    yield window.slice(0, cut + 1);
    from += cut + 1;
  }
  yield from === 0 ? tokens : tokens.slice(from);
}

function* paragraphs(text: string): Generator<{ start: number; end: number }> {
  // A line is a paragraph: reports come as text with a line a paragraph, list item or heading.
  for (const match of text.matchAll(/[^\n\r\u2028\u2029]+/g)) {
    const bullet = /^[\s•*·–—-]*/.exec(match[0])?.[0].length ?? 0;
    if (match[0].length - bullet < PARAGRAPH_MIN || !/\p{L}/u.test(match[0].slice(bullet, bullet + PIECE_MAX)))
      continue;
    const end = match.index + match[0].length;
    for (let start = match.index + bullet; start < end;) {
      const cut = start + PIECE_MAX < end ? pieceEnd(text, start) : end;
      yield { start, end: cut };
      start = cut;
    }
  }
}

function pieceEnd(text: string, start: number): number {
  const window = text.slice(start, start + PIECE_MAX);
  const stop = window.lastIndexOf('. ');
  if (stop > PIECE_MAX / 2) return start + stop + 1;
  const space = window.lastIndexOf(' ');
  return start + (space > PIECE_MAX / 2 ? space : PIECE_MAX);
}

/** "Minister Jane Roe: we..." and "MS. ROE: we..." tell who speaks for the paragraph. */
function speakerOf(opening: string): string | undefined {
  const label =
    /^((?:\p{Lu}[\p{L}.’'-]*|of|for|and|the)(?:\s+(?:\p{Lu}[\p{L}.’'-]*|of|for|and|the)){0,11}):\s+["“\p{Lu}]/u.exec(
      opening,
    )?.[1];
  return label && label.split(/\s+/).length >= 2 ? label : undefined;
}

const OVERLONG = new RegExp(`[^\\s]{${WORD_MAX},}`, 'g');
/** Of the same length, so that offsets hold. */
const masked = (text: string): string => text.replace(OVERLONG, (long) => ' '.repeat(long.length));

function* sentencesOf(text: string, offset: number): Generator<Token[]> {
  const doc = nlp.readDoc(masked(text));
  const all = doc.tokens();
  const texts = all.out();
  const tags = all.out<PartOfSpeech>(its.pos) as PartOfSpeech[];
  const ends = new Set<number>();
  doc.sentences().each((sentence: { out(span: typeof its.span): unknown }) => {
    ends.add((sentence.out(its.span) as number[])[1] ?? -1);
  });
  let tokens: Token[] = [];
  let cursor = 0;
  for (const [at, word] of texts.entries()) {
    const found = text.indexOf(word, cursor);
    if (found < 0) continue;
    cursor = found + word.length;
    if (tags[at] !== 'SPACE' && word.trim() !== '') put(tokens, token(word, tags[at]!, offset + found));
    if (tokens.length > 0 && ends.has(at) && isSentenceEnd(tokens, texts[at + 1])) {
      yield tokens;
      tokens = [];
    }
  }
  if (tokens.length > 0) yield tokens;
}

/**
 * The model parts words at letters beyond Latin-1 ("Mamoğlu") and names at hyphens ("al-Sharaa"): they are put together
 * again. Compounds of small words ("nine-year") stay apart, for their parts have meanings of their own.
 */
function put(tokens: Token[], next: Token): void {
  const last = tokens.at(-1);
  const before = tokens.at(-2);
  const touches = last?.end === next.start;
  const foreign = touches && (/[^\p{ASCII}]$/u.test(last.text) || /^[^\p{ASCII}]/u.test(next.text));
  if (last && foreign && /\p{L}$/u.test(last.text) && /^\p{L}/u.test(next.text)) {
    tokens.splice(-1, 1, merged(last, next));
  } else if (last?.text === '-' && before && isHyphenated(before, last, next)) {
    tokens.splice(-2, 2, merged(merged(before, last), next));
  } else tokens.push(next);
}

const isHyphenated = (first: Token, hyphen: Token, second: Token): boolean =>
  first.end === hyphen.start &&
  hyphen.end === second.start &&
  /^[\p{L}.-]{2,}$/u.test(first.text) &&
  isCapitalised(second);

const merged = (first: Token, second: Token): Token => ({
  text: first.text + second.text,
  lower: first.lower + second.lower,
  pos: /\p{Lu}/u.test(first.text + second.text) ? 'PROPN' : first.pos,
  start: first.start,
  end: second.end,
});

/** The model ends a sentence after some abbreviations; a lower-case word does not begin one. */
function isSentenceEnd(tokens: readonly Token[], next: string | undefined): boolean {
  const last = tokens.at(-1)!;
  if (next !== undefined && /^\p{Ll}/u.test(next) && last.text !== '?' && last.text !== '!') return false;
  return !/^(?:Mr|Mrs|Ms|Dr|Gen|Col|Sen|Rep|Gov|Lt|Sgt|St|No|Sec|Art|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$/.test(last.text);
}

const lowered = (text: string): string => {
  const lower = text.toLowerCase();
  return lower.includes('’') || lower.includes('‘') ? lower.replace(/[’‘]/g, "'") : lower;
};

const token = (text: string, pos: PartOfSpeech, start: number): Token => ({
  text,
  lower: lowered(text),
  pos,
  start,
  end: start + text.length,
});
