/** Offsets in UTF-16 units, the end excluded. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A passage of a text, and what in it answers the query; all offsets are those of the whole text. */
export interface Snippet extends Range {
  readonly text: string;
  readonly highlights: readonly Range[];
}

/** Between these Postgres puts what it finds; no folded text has them. */
export const FOUND_FROM = '\u0001';
export const FOUND_TO = '\u0002';

/** Where in the text the marked words are: the text is the marked one without its marks. */
export function rangesOf(marked: string): Range[] {
  const ranges: Range[] = [];
  const pieces = marked.split(FOUND_FROM);
  let at = pieces[0]!.length;
  for (const piece of pieces.slice(1)) {
    const length = piece.indexOf(FOUND_TO);
    ranges.push({ start: at, end: at + length });
    at += piece.length - FOUND_TO.length;
  }
  return ranges;
}

const AROUND = 80;
const SNIPPETS_MAX = 3;

/** The first passages of a text that have what was found, cut at spaces where that is near. */
export function snippetsOf(text: string, found: readonly Range[]): Snippet[] {
  const snippets: Snippet[] = [];
  for (let at = 0; at < found.length && snippets.length < SNIPPETS_MAX;) {
    const start = wordStart(text, found[at]!.start - AROUND);
    const end = wordEnd(text, found[at]!.end + AROUND);
    const highlights: Range[] = [];
    for (; at < found.length && found[at]!.end <= end; at += 1) highlights.push(found[at]!);
    // A word that only begins in here belongs to the next passage.
    snippets.push({ start, end, text: text.slice(start, end), highlights });
  }
  return snippets;
}

/** The start of the word in which a place is; a word that is longer than a passage is cut, never within a pair. */
function wordStart(text: string, place: number): number {
  if (place <= 0) return 0;
  const space = text.slice(place, place + AROUND).search(/\s/);
  const start = space < 0 ? place : place + space + 1;
  return isLowSurrogate(text, start) ? start - 1 : start;
}

function wordEnd(text: string, place: number): number {
  if (place >= text.length) return text.length;
  const before = text.slice(place - AROUND, place).search(/\s\S*$/);
  const end = before < 0 ? place : place - AROUND + before;
  return isLowSurrogate(text, end) ? end + 1 : end;
}

const isLowSurrogate = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit < 0xe000;
};
