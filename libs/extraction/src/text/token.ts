/** Universal part-of-speech tags as the language model gives them. They are a hint: headlines mislead every tagger. */
export type PartOfSpeech =
  | 'ADJ'
  | 'ADP'
  | 'ADV'
  | 'AUX'
  | 'CCONJ'
  | 'DET'
  | 'INTJ'
  | 'NOUN'
  | 'NUM'
  | 'PART'
  | 'PRON'
  | 'PROPN'
  | 'PUNCT'
  | 'SCONJ'
  | 'SYM'
  | 'VERB'
  | 'X'
  | 'SPACE';

/** A word or mark of the body; `start` and `end` (excluded) are UTF-16 units of the body. */
export interface Token {
  readonly text: string;
  /** Lower case, with straight quotes, so that lexicons need one spelling. */
  readonly lower: string;
  readonly pos: PartOfSpeech;
  readonly start: number;
  readonly end: number;
}

export interface Sentence {
  readonly tokens: readonly Token[];
  readonly start: number;
  readonly end: number;
  /** The place of its paragraph in the body, from 0. */
  readonly paragraph: number;
  /** Who speaks in a transcript or a list of statements: the label before the paragraph's first colon. */
  readonly speaker?: string | undefined;
}

/** A stretch of a sentence's tokens, `to` excluded. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export const isEmpty = (range: Range): boolean => range.to <= range.from;

export const within = (at: number, range: Range): boolean => at >= range.from && at < range.to;

/** Spaces that are not one plain space each: rare, and looking for them is cheaper than writing all anew. */
const FOLDABLE = /\s\s|[^\S ]/;
const MARK = /[\s,;:–—-]/;

/** The text of a stretch as the body has it, spaces folded, without marks at its ends. */
export function textOf(body: string, sentence: Sentence, range: Range): string {
  const first = sentence.tokens[range.from];
  const last = sentence.tokens[Math.min(range.to, sentence.tokens.length) - 1];
  if (!first || !last || isEmpty(range)) return '';
  const text = body.slice(first.start, last.end);
  const folded = FOLDABLE.test(text) ? text.replace(/\s+/g, ' ') : text;
  let [from, to] = [0, folded.length];
  while (from < to && MARK.test(folded[from]!)) from += 1;
  while (to > from && MARK.test(folded[to - 1]!)) to -= 1;
  return folded.slice(from, to);
}

/** Whether a word begins with a capital. Asked for every word, so letters of ASCII are told by their code. */
export function isCapitalised(token: Token | undefined): boolean {
  if (token === undefined) return false;
  const code = token.text.charCodeAt(0);
  return code < 128 ? code >= 65 && code <= 90 : /^\p{Lu}/u.test(token.text);
}
