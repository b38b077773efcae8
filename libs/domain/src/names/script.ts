import { foldName } from './fold.js';

/** ISO 15924 codes of the scripts in which names are met, with the property by which a letter is told. */
const SCRIPTS: readonly (readonly [code: string, letter: RegExp])[] = [
  ['Latn', /\p{Script=Latin}/gu],
  ['Cyrl', /\p{Script=Cyrillic}/gu],
  ['Arab', /\p{Script=Arabic}/gu],
  ['Hani', /\p{Script=Han}/gu],
  ['Mymr', /\p{Script=Myanmar}/gu],
  ['Grek', /\p{Script=Greek}/gu],
  ['Hebr', /\p{Script=Hebrew}/gu],
  ['Armn', /\p{Script=Armenian}/gu],
  ['Geor', /\p{Script=Georgian}/gu],
  ['Deva', /\p{Script=Devanagari}/gu],
  ['Beng', /\p{Script=Bengali}/gu],
  ['Guru', /\p{Script=Gurmukhi}/gu],
  ['Gujr', /\p{Script=Gujarati}/gu],
  ['Taml', /\p{Script=Tamil}/gu],
  ['Telu', /\p{Script=Telugu}/gu],
  ['Knda', /\p{Script=Kannada}/gu],
  ['Mlym', /\p{Script=Malayalam}/gu],
  ['Sinh', /\p{Script=Sinhala}/gu],
  ['Thai', /\p{Script=Thai}/gu],
  ['Laoo', /\p{Script=Lao}/gu],
  ['Khmr', /\p{Script=Khmer}/gu],
  ['Tibt', /\p{Script=Tibetan}/gu],
  ['Mong', /\p{Script=Mongolian}/gu],
  ['Ethi', /\p{Script=Ethiopic}/gu],
  ['Hang', /\p{Script=Hangul}/gu],
  ['Hira', /\p{Script=Hiragana}/gu],
  ['Kana', /\p{Script=Katakana}/gu],
  ['Thaa', /\p{Script=Thaana}/gu],
  ['Tfng', /\p{Script=Tifinagh}/gu],
  ['Syrc', /\p{Script=Syriac}/gu],
];
const PLAIN_LATIN = /^[a-z '.,-]*[a-z][a-z '.,-]*$/;

/**
 * The script of a name, as ISO 15924 names it: the one that most letters are of, after look-alikes are folded. Kana
 * with or without Han is `Jpan`. `Zyyy` (undetermined) when no letter tells, or two scripts have equal shares.
 */
export function script(name: string): string {
  const folded = foldName(name);
  if (PLAIN_LATIN.test(folded)) return 'Latn';
  let best = 'Zyyy';
  let most = 0;
  let kana = 0;
  for (const [code, letter] of SCRIPTS) {
    const count = folded.match(letter)?.length ?? 0;
    if (count > 0 && (code === 'Hira' || code === 'Kana')) kana += count;
    if (count === most && count > 0) best = 'Zyyy';
    if (count > most) [best, most] = [code, count];
  }
  return kana > 0 && ['Hani', 'Hira', 'Kana', 'Zyyy'].includes(best) ? 'Jpan' : best;
}
