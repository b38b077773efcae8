import anyAscii from 'any-ascii';
import {
  CYRILLIC_ENDINGS,
  LATIN_ENDINGS,
  SOUND_OF_CYRILLIC,
  SOUND_OF_CYRILLIC_GROUP,
  SOUND_OF_LATIN,
  SOUND_OF_LATIN_GROUP,
  SOUND_OF_WEST_SLAVIC_GROUP,
} from './letters.js';

type Pairs = readonly (readonly [letters: string, sound: string])[];

interface Spelling {
  readonly letters: ReadonlyMap<string, string>;
  /** Groups by their first letter, the longest first. */
  readonly groups: ReadonlyMap<string, Pairs>;
  readonly endings: Pairs;
  /** Beginnings whose glide is heard and kept: Yana is not Anna. */
  readonly glides: readonly string[];
}

const CYRILLIC = spelling(SOUND_OF_CYRILLIC, SOUND_OF_CYRILLIC_GROUP, CYRILLIC_ENDINGS, ['я', 'йа', 'ја']);
const LATIN_GLIDES = ['ya', 'ia', 'ja'];
const LATIN = spelling(SOUND_OF_LATIN, SOUND_OF_LATIN_GROUP, LATIN_ENDINGS, LATIN_GLIDES);
const WEST_SLAVIC = spelling(SOUND_OF_LATIN, SOUND_OF_WEST_SLAVIC_GROUP, LATIN_ENDINGS, LATIN_GLIDES);

const IS_CYRILLIC = /[Ѐ-ԯ]/;
const IS_KNOWN_LATIN = /^[a-zčćçċšşșśžżźńłŭđðþğıəøæœß]+$/;
const MARKS = /\p{M}+/gu;
const NOT_LATIN = /[^\p{Script=Latin}\p{M}']/u;

/**
 * How one word of a folded name sounds, in the alphabet of `letters.ts`. Words in other scripts than Latin and
 * Cyrillic are first written in Latin letters, as well as a table of single characters can.
 * @param westSlavic whether the name is spelled in the Polish or Czech way: c is ц, ch is х
 * @returns letters a to z; empty when the word has no letter that sounds
 */
export function soundOf(word: string, westSlavic = false): string {
  if (IS_CYRILLIC.test(word)) return settle(spell(word, CYRILLIC));
  const table = westSlavic ? WEST_SLAVIC : LATIN;
  return settle(spell(IS_KNOWN_LATIN.test(word) ? word : plainLatin(word), table));
}

function plainLatin(word: string): string {
  const latin = NOT_LATIN.test(word) ? anyAscii(word).toLowerCase() : word;
  let plain = '';
  for (const letter of latin) plain += SOUND_OF_LATIN[letter] === undefined ? bare(letter) : letter;
  return plain;
}

const bare = (letter: string): string => letter.normalize('NFKD').replace(MARKS, '');

function spelling(
  letters: Readonly<Record<string, string>>,
  groups: Readonly<Record<string, string>>,
  endings: Pairs,
  glides: readonly string[],
): Spelling {
  const byFirst = new Map<string, Pairs>();
  for (const entry of Object.entries(groups).sort((one, other) => other[0].length - one[0].length)) {
    const first = entry[0].charAt(0);
    byFirst.set(first, [...(byFirst.get(first) ?? []), entry]);
  }
  return { letters: new Map(Object.entries(letters)), groups: byFirst, endings, glides };
}

/** Letter groups and letters to sounds, one after the other; what a vowel's neighbours do to it comes in `settle`. */
function spell(word: string, { letters, groups, endings, glides }: Spelling): string {
  const ending = endingOf(word, endings);
  const stop = ending ? word.length - ending[0].length : word.length;
  let sounds = glides.some((glide) => word.startsWith(glide)) ? 'y' : '';
  for (let at = 0; at < stop;) {
    const letter = word.charAt(at);
    const options = groups.get(letter);
    const group = options && groupAt(word, at, stop, options);
    sounds += group ? group[1] : (letters.get(letter) ?? '');
    at += group ? group[0].length : 1;
  }
  return ending ? sounds + ending[1] : sounds;
}

// Plain loops: these two run for every letter of every name, and callbacks cost half of the time here.
function endingOf(word: string, endings: Pairs): Pairs[number] | undefined {
  for (const ending of endings) if (word.length > ending[0].length + 1 && word.endsWith(ending[0])) return ending;
  return undefined;
}

function groupAt(word: string, at: number, stop: number, options: Pairs): Pairs[number] | undefined {
  const second = word.charCodeAt(at + 1);
  for (const option of options) {
    const [text] = option;
    if (text.length > 1 && text.charCodeAt(1) !== second) continue;
    if (at + text.length <= stop && word.startsWith(text, at)) return option;
  }
  return undefined;
}

const isVowel = (sound: string | undefined): boolean => sound === 'a' || sound === 'i' || sound === 'u';

/**
 * Vowels side by side and doubled letters are where spellings differ most: i beside another vowel is a glide and goes
 * (Mikhail, Mikhal; Mariya, Maria), u after a vowel and before a consonant is the Belarusian ў, a double is single.
 */
function settle(sounds: string): string {
  let settled = '';
  let last = '';
  for (let at = 0; at < sounds.length; at += 1) {
    let sound = sounds.charAt(at);
    const next = sounds.charAt(at + 1);
    if (sound === 'u' && (last === 'a' || last === 'i') && !isVowel(next) && next !== 'w') sound = 'v';
    if (sound === 'w') sound = 'u';
    if (sound === last || (sound === 'i' && isVowel(last))) continue;
    if (last === 'i' && isVowel(sound)) settled = settled.slice(0, -1);
    if (sound === settled.at(-1)) {
      last = sound;
      continue;
    }
    settled += sound;
    last = sound;
  }
  return settled;
}

/** With v for an l that closes a syllable inside a word, as Belarusian has it where Russian keeps the l: тоўк, толк. */
export function withoutClosingL(sound: string): string {
  let changed = sound;
  for (let at = sound.indexOf('al'); at >= 0 && at + 2 < sound.length; at = sound.indexOf('al', at + 2)) {
    if (!isVowel(sound.charAt(at + 2))) changed = `${changed.slice(0, at + 1)}v${changed.slice(at + 2)}`;
  }
  return changed;
}

/**
 * The consonants of a sounding word, behind the vowel it begins with: what stays when all else of a spelling varies.
 * An l that closes a syllable is a v here, and so is a u before the first consonant (Унукаў, Внуков).
 * @returns letters a to z; empty only for an empty word
 */
export function skeletonOf(sound: string): string {
  const word = withoutClosingL(sound.startsWith('y') ? sound.slice(1) : sound);
  let bones = '';
  for (let at = 0; at < word.length; at += 1) {
    const bone = word.charAt(at);
    if (!isVowel(bone)) bones += bone;
    else if (at === 0) bones += bone === 'u' && word.length > 1 ? 'v' : bone;
  }
  return bones;
}
