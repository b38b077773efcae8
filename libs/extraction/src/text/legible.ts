/** A body as a reader sees it, and where each of its units stands in the body as it came. */
export interface Legible {
  readonly text: string;
  /** The place in the body, in UTF-16 units, of a unit of the text. */
  readonly placeOf: (at: number) => number;
}

/** Characters that nobody sees: soft hyphens, joiners and spaces of no width, marks of direction, the byte order mark. */
const UNSEEN = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/;
const ALL_UNSEEN = new RegExp(UNSEEN.source, 'g');

/** Tags that a page leaves in a text that was copied from it badly. */
const TAGS = /<\/?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,2000})?\/?>/gi;
/** What is hidden whole, by what opens and what closes it. */
const HIDDEN: readonly (readonly [opens: RegExp, closes: RegExp])[] = [
  [/<script\b/gi, /<\/script\s*>/gi],
  [/<style\b/gi, /<\/style\s*>/gi],
  [/<!--/g, /-->/g],
];

const blank = (hidden: string): string => ' '.repeat(hidden.length);

/** Each search goes on where the one before ended, so all of them together read the text once. */
function withoutHidden(body: string, [opens, closes]: (typeof HIDDEN)[number]): string {
  const parts: string[] = [];
  let read = 0;
  for (;;) {
    opens.lastIndex = read;
    const opening = opens.exec(body);
    closes.lastIndex = opens.lastIndex;
    if (!opening || !closes.test(body)) break;
    parts.push(body.slice(read, opening.index), blank(body.slice(opening.index, closes.lastIndex)));
    read = closes.lastIndex;
  }
  return read === 0 ? body : parts.join('') + body.slice(read);
}

/**
 * Takes out of a body what a reader does not see, so that words are whole and no tag is read as one. Tags become as
 * many spaces; characters of no width are left out, for they stand within words, and places are counted back.
 */
export function legible(body: string): Legible {
  const plain = body.includes('<') ? HIDDEN.reduce(withoutHidden, body).replace(TAGS, blank) : body;
  if (!UNSEEN.test(plain)) return { text: plain, placeOf: (at) => at };
  const places: number[] = [];
  for (let at = 0; at < plain.length; at += 1) if (!UNSEEN.test(plain[at]!)) places.push(at);
  return { text: plain.replace(ALL_UNSEEN, ''), placeOf: (at) => places[at] ?? body.length };
}
