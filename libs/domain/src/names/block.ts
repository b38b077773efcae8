import { foldName } from './fold.js';
import { plainPartsOf, type Word } from './parts.js';
import { skeletonOf } from './sound.js';

const LENGTH_MAX = 40;

/**
 * The block of a name: what decides where everything that is said of its bearer lies, and in which order. Spellings of
 * one person should meet in one block, namesakes and relatives may. It depends on the name alone, so it is written
 * into the log's keys: whoever changes what comes out here moves people to other blocks.
 * @returns lower case letters, digits and hyphens, 1 to 40 characters
 */
export function blockKey(name: string): string {
  const { words } = plainPartsOf(name);
  const [first] = words;
  const last = surnameLast(words);
  if (!first || !last) return hexOf(name);
  if (words.length === 1) return skeletonOf(first.sound).slice(0, LENGTH_MAX);
  // A name of which the tables tell nothing, or too much, is filed in one order whichever way round it is written.
  const [surname, given] =
    Boolean(first.known) === Boolean(last.known)
      ? [givenCode(first), givenCode(last)].sort()
      : first.known
        ? [skeletonOf(last.sound), givenCode(first)]
        : [skeletonOf(first.sound), givenCode(last)];
  return `${surname}-${given}`.slice(0, LENGTH_MAX);
}

/** The last word, but of four and more the one before it: Spanish names end with the mother's surname. */
const surnameLast = (words: readonly Word[]): Word | undefined => (words.length > 3 ? words.at(-2) : words.at(-1));

const givenCode = ({ known, sound }: Word): string => (known ? known.skeleton : skeletonOf(sound));

/** For a name without a letter that could sound: its code points. */
function hexOf(name: string): string {
  const points = [...foldName(name)].map((letter) => letter.codePointAt(0)?.toString(16) ?? '');
  return points.join('-').slice(0, LENGTH_MAX) || 'unnamed';
}
