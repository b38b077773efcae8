/**
 * So much of a report is searched, in UTF-16 units: a text vector of Postgres holds one megabyte, and a text of ever
 * new words needs several bytes a unit.
 */
export const SEARCHED_MAX = 200_000;

// What is not plain: letters that may carry a mark, and what Postgres would read as the beginning of markup.
const NOT_PLAIN = /[<\u0000-\u001f\u007f-\uffff]/g;
const CONTROL = /\p{Cc}|</u;
const MARKED = /^\p{L}\p{M}+$/u;

/**
 * A text as it is searched: each marked letter bare (ś as s, й as и), so that whoever types without marks finds it. It
 * keeps every unit in its place, so that an offset in it is one in the text.
 */
export const foldText = (text: string): string => text.replace(NOT_PLAIN, foldUnit);

function foldUnit(unit: string): string {
  if (CONTROL.test(unit)) return ' ';
  const parts = unit.normalize('NFD');
  return MARKED.test(parts) ? parts.charAt(0) : unit;
}

/** What of a report is searched: its title and as much of its body as a text vector can hold. */
export const searchedText = ({ title = '', body = '' }: { title?: string | undefined; body?: string | undefined }) =>
  foldText(`${title}\n${wholeUnits(body, SEARCHED_MAX)}`);

/** The beginning of a text, never half of a surrogate pair. */
export function wholeUnits(text: string, max: number): string {
  if (text.length <= max) return text;
  return text.slice(0, isHighSurrogate(text.charCodeAt(max - 1)) ? max - 1 : max);
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
