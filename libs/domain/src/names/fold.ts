import { LRUCache } from 'lru-cache';
import { idOf } from '../ids.js';
import { APOSTROPHES, CYRILLIC_OF_LATIN, HYPHENS, INVISIBLE, LATIN_OF_CYRILLIC, STAND_INS } from './lookalikes.js';

// A name that is plain lower-case ASCII or plain Cyrillic, in single spaces, is folded already.
const PLAIN = /^(?:[a-z'.,/()-]+(?: [a-z'.,/()-]+)*|[а-яёђ-ќўџґ'.,/()-]+(?: [а-яёђ-ќўџґ'.,/()-]+)*)$/;
const GREEK_OR_STAND_IN = /[ĸᴋɑıɩӏ\u0370-\u03FF]/;
// Only on a vowel: ѓ and ќ are letters of their own.
const STRESS = /(?<=[аеиоуыэюяіїєё])[\u0300\u0301]/g;
const STRESSED: Readonly<Record<string, string>> = { ѐ: 'е', ѝ: 'и' };
const COMBINING = /[\u0300-\u036F]/;
// A letter that changed its script may compose with the mark behind it, and so become another letter.
const PASSES_MAX = 4;

/**
 * The normal spelling of a name: two mentions with the same one are the same spelling. Canonical composition (NFC),
 * lower case, single spaces, one apostrophe, one hyphen, stress marks off Cyrillic letters, and every word with
 * look-alike letters written in one script. Folding a folded name changes nothing.
 */
export function foldName(name: string): string {
  const lower = name.toLowerCase();
  if (PLAIN.test(lower)) return lower;
  const tidy = lower
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(APOSTROPHES, "'")
    .replace(HYPHENS, '-')
    .trim()
    .replace(/\s+/gu, ' ');
  return PLAIN.test(tidy) ? tidy : foldScripts(tidy);
}

/**
 * The id of a spelling of a name in a country: a UUIDv5, so a pure function of the two. It is the id of a person only
 * as long as nobody has judged two spellings to be one person.
 * @param country ISO 3166-1 alpha-2 in capitals
 */
export function personId(country: string, name: string): string {
  const spelt = `${country} ${name}`;
  const known = ids.get(spelt);
  if (known !== undefined) return known;
  const id = idOf('person', { country, name: foldName(name) });
  ids.set(spelt, id);
  return id;
}

/** A hash of a name takes longer than all else that is done with it, and the news has the same names day after day. */
const ids = new LRUCache<string, string>({ max: 20_000 });

interface Letters {
  /** Letters of a script that look like none of the other's. */
  cyrillicOnly: number;
  latinOnly: number;
  cyrillic: number;
  latin: number;
}

function foldScripts(name: string): string {
  let folded = foldScriptsOnce(name);
  for (let pass = 1; pass < PASSES_MAX && COMBINING.test(folded); pass += 1) {
    folded = foldScriptsOnce(folded.normalize('NFC'));
  }
  return folded.normalize('NFC');
}

function foldScriptsOnce(name: string): string {
  const bare = mapLetters(COMBINING.test(name) ? name.replace(STRESS, '') : name, STRESSED);
  const words = bare.split(' ').map(foldStandIns);
  const letters = words.map(countLetters);
  const whole = letters.reduce(add, { cyrillicOnly: 0, latinOnly: 0, cyrillic: 0, latin: 0 });
  if (whole.cyrillic === 0 || whole.latin === 0) return words.join(' ');
  return words.map((word, at) => inOneScript(word, letters[at] ?? whole, whole)).join(' ');
}

function foldStandIns(word: string): string {
  if (!GREEK_OR_STAND_IN.test(word)) return word;
  for (const letter of word) if (isLatin(letter) || isCyrillic(letter)) return mapLetters(word, STAND_INS);
  return word;
}

// By number, because a property of the script costs ten times as much and every letter is asked for. Latin is ASCII,
// Latin-1, Latin Extended-A, -B, IPA and Additional; Cyrillic is its block and the supplement (Unicode, Blocks.txt).
const isLatin = (letter: string): boolean => {
  const point = letter.charCodeAt(0);
  if (point < 0xc0) return point >= 0x61 && point <= 0x7a;
  return (point < 0x2b0 && point !== 0xd7 && point !== 0xf7) || (point >= 0x1e00 && point < 0x1f00);
};
const isCyrillic = (letter: string): boolean => letter >= '\u0400' && letter < '\u0530';

/**
 * A word goes by its own unmistakable letters; one that has none, by those of the whole name; and one in a name that
 * has them of both scripts, or of neither, by the script of most of its letters, Cyrillic on a tie: a Latin letter in a
 * Cyrillic word is the common mistake, the other way round is rare.
 */
function inOneScript(word: string, own: Letters, whole: Letters): string {
  const mixed = own.cyrillic > 0 && own.latin > 0;
  const sure = own.cyrillicOnly - own.latinOnly;
  if (sure !== 0) return mixed ? mapLetters(word, sure > 0 ? CYRILLIC_OF_LATIN : LATIN_OF_CYRILLIC) : word;
  const sureOfBoth = whole.cyrillicOnly > 0 && whole.latinOnly > 0;
  if (sureOfBoth && !mixed) return word;
  const lead = (sureOfBoth ? 0 : whole.cyrillicOnly - whole.latinOnly) || own.cyrillic - own.latin;
  return mapLetters(word, lead >= 0 ? CYRILLIC_OF_LATIN : LATIN_OF_CYRILLIC);
}

function countLetters(word: string): Letters {
  const count: Letters = { cyrillicOnly: 0, latinOnly: 0, cyrillic: 0, latin: 0 };
  for (const letter of word) {
    if (isCyrillic(letter)) {
      count.cyrillic += 1;
      if (!(letter in LATIN_OF_CYRILLIC)) count.cyrillicOnly += 1;
    } else if (isLatin(letter)) {
      count.latin += 1;
      if (!(letter in CYRILLIC_OF_LATIN)) count.latinOnly += 1;
    }
  }
  return count;
}

const add = (sum: Letters, part: Letters): Letters => ({
  cyrillicOnly: sum.cyrillicOnly + part.cyrillicOnly,
  latinOnly: sum.latinOnly + part.latinOnly,
  cyrillic: sum.cyrillic + part.cyrillic,
  latin: sum.latin + part.latin,
});

function mapLetters(word: string, table: Readonly<Record<string, string>>): string {
  let mapped = '';
  for (const letter of word) mapped += table[letter] ?? letter;
  return mapped;
}
