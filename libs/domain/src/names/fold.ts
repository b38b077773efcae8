import { idOf } from '../ids.js';
import { APOSTROPHES, CYRILLIC_OF_LATIN, HYPHENS, INVISIBLE, LATIN_OF_CYRILLIC, STAND_INS } from './lookalikes.js';

// A name that is plain lower-case ASCII or plain Cyrillic, in single spaces, is folded already.
const PLAIN = /^(?:[a-z'.,/()-]+(?: [a-z'.,/()-]+)*|[а-яёђ-ќўџґ'.,/()-]+(?: [а-яёђ-ќўџґ'.,/()-]+)*)$/;
const LATIN = /\p{Script=Latin}/u;
const CYRILLIC = /\p{Script=Cyrillic}/u;
const GREEK_OR_STAND_IN = /[ĸᴋɑıɩӏ\u0370-\u03FF]/;
// Only on a vowel: ѓ and ќ are letters of their own.
const STRESS = /(?<=[аеиоуыэюяіїєё])[\u0300\u0301]/g;

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
export const personId = (country: string, name: string): string => idOf('person', { country, name: foldName(name) });

interface Letters {
  /** Letters of a script that look like none of the other's. */
  cyrillicOnly: number;
  latinOnly: number;
  cyrillic: number;
  latin: number;
}

function foldScripts(name: string): string {
  const bare = CYRILLIC.test(name) ? name.normalize('NFD').replace(STRESS, '').normalize('NFC') : name;
  const words = LATIN.test(bare) || CYRILLIC.test(bare) ? bare.split(' ').map(foldStandIns) : bare.split(' ');
  const letters = words.map(countLetters);
  const whole = letters.reduce(add, { cyrillicOnly: 0, latinOnly: 0, cyrillic: 0, latin: 0 });
  if (whole.cyrillic === 0 || whole.latin === 0) return words.join(' ');
  return words.map((word, at) => inOneScript(word, letters[at] ?? whole, whole)).join(' ');
}

const foldStandIns = (word: string): string =>
  GREEK_OR_STAND_IN.test(word) && (LATIN.test(word) || CYRILLIC.test(word)) ? mapLetters(word, STAND_INS) : word;

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
    if (CYRILLIC.test(letter)) {
      count.cyrillic += 1;
      if (!(letter in LATIN_OF_CYRILLIC)) count.cyrillicOnly += 1;
    } else if (LATIN.test(letter)) {
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
