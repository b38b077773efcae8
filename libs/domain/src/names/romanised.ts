import anyAscii from 'any-ascii';

/**
 * Names from where Latin letters are not the only ones, or are read otherwise than `letters.ts` reads them: Azerbaijani
 * and Vietnamese in their own Latin letters, Chinese, Arabic and Persian in Arabic ones or in any of the ways of writing these
 * in Latin. What is found here is put before somebody who judges; it decides nothing about blocks.
 */

const BEYOND_ASCII = /[\u0080-\uffff]/;
const LATIN = /^[\p{Script=Latin}\p{M}\p{P}\p{N}\s]+$/u;
const AZERBAIJANI = /ə/;
const HAN_NAME = /^\p{Script=Han}{2,4}$/u;

/** How English writes the letters that Azerbaijani reads in its own way; ə is a, and q is g, as in İlqar Məmmədov. */
const ENGLISH_OF_AZERBAIJANI: Readonly<Record<string, string>> = {
  ...{ ə: 'a', x: 'kh', q: 'g', ğ: 'gh', c: 'j', ç: 'ch', ş: 'sh', ı: 'i', ö: 'o', ü: 'u' },
};

/**
 * Other ways of writing a folded name in the letters of English: without its marks ("Nguyen Van Dai"), by the sound that
 * its own language gives them ("Khadija Ismayilova"), in Chinese with the surname apart ("Liu Xiaobo"), and with the j
 * of Central Asia as what it is in Cyrillic (Azimjan, Азимжан).
 */
export function respelled(folded: string): readonly string[] {
  if (!BEYOND_ASCII.test(folded)) return folded.includes('j') ? [folded.replaceAll('j', 'zh')] : NONE;
  if (HAN_NAME.test(folded)) {
    const [surname = '', ...given] = [...folded].map((letter) => anyAscii(letter).toLowerCase());
    return [`${surname} ${given.join('')}`];
  }
  if (!LATIN.test(folded)) return NONE;
  const own = inEnglish(folded);
  return own.includes('j') ? [own, own.replaceAll('j', 'zh')] : [own];
}

const NONE: readonly string[] = [];

function inEnglish(folded: string): string {
  // A small dotted i is an i and a dot (U+0307) once it was a capital.
  const plain = folded.replace(/i\u0307/g, 'i');
  if (!AZERBAIJANI.test(plain)) return anyAscii(plain).toLowerCase();
  return [...plain].map((letter) => ENGLISH_OF_AZERBAIJANI[letter] ?? anyAscii(letter)).join('');
}

// By number, because every name is asked: the blocks of Arabic and of its forms (Unicode, Blocks.txt).
const ARABIC = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]/;
/** Words that only Arabic names have; alone they are no reason to take a name for another. */
const ARABIC_WORD =
  /(?:^|[ '-])(?:al|el|ul|abd|abdel|abdul|abdal|ibn|bin|bint)(?=[ '-])|^(?:abdel|abdul)|[ -](?:abdel|abdul)/;
const PARTICLES = new Set(['al', 'el', 'ul', 'ibn', 'bin', 'ben', 'bint', 'ال', 'بن', 'ابن', 'بنت']);
const WORDS_LEAST = 2;
const BONES_LEAST = 5;

/** What two Arabic names are worth that have the same bones, in one script and in two. */
const SAME_BONES = 0.9;
const EXTRA_WORD = 0.95;

interface Bones {
  readonly bones: string;
  /** How the word ends where that tells a woman's name from a man's; unwritten in Arabic letters, mostly. */
  readonly ending: 'open' | 'closed' | undefined;
}

/**
 * How alike two folded names are as Arabic or Persian ones, of which one at least must be plainly so: the words without
 * articles, and of each what neither the lack of vowels in Arabic letters nor the ways of Latin ones change.
 * @returns 0 where neither is plainly Arabic, or where they are not one name
 */
export function arabicAlike(one: string, other: string): number {
  if (!isArabic(one) && !isArabic(other)) return 0;
  const [shorter, longer] = [bonesOf(one), bonesOf(other)].sort((a, b) => a.length - b.length) as [Bones[], Bones[]];
  const extra = longer.length - shorter.length;
  const letters = shorter.reduce((sum, { bones }) => sum + bones.length, 0);
  if (shorter.length < WORDS_LEAST || letters < BONES_LEAST || extra > 1) return 0;
  const left = [...longer];
  for (const word of shorter) {
    const at = left.findIndex((candidate) => areOne(word, candidate));
    if (at < 0) return 0;
    left.splice(at, 1);
  }
  return SAME_BONES * EXTRA_WORD ** extra;
}

const isArabic = (folded: string): boolean => ARABIC.test(folded) || ARABIC_WORD.test(folded);

const areOne = (one: Bones, other: Bones): boolean =>
  one.bones === other.bones && (one.ending === undefined || other.ending === undefined || one.ending === other.ending);

function bonesOf(folded: string): Bones[] {
  const words = folded.split(/[^\p{L}\p{M}]+/u).filter((word) => word !== '' && !PARTICLES.has(word));
  return words.flatMap(divided).flatMap((word) => {
    const bones = boned(word);
    return bones === '' ? [] : [{ bones, ending: endingOf(word) }];
  });
}

/** "Abdelfattah" and "Abdul" are "Abd" and what follows, "Alhathloul" has its article in front. */
function divided(word: string): string[] {
  if (ARABIC.test(word)) {
    const bare = word.replace(/^ال(?=.{2})/u, '');
    return bare.startsWith('عبدال') ? ['عبد', bare.slice('عبدال'.length)] : [bare];
  }
  const servant = /^abd(?:[aeu]l)?(?=$|[^aeiouy].{2})/.exec(word)?.[0];
  if (servant !== undefined) return ['abd', word.slice(servant.length)].filter((part) => part !== '');
  return [word.replace(/^[ae]l(?=[^aeiouyl].{3})/, '')];
}

/** Letters that one sound of Arabic is written with, the longest first. */
const ONE_SOUND: readonly (readonly [letters: RegExp, sound: string])[] = [
  [/ph/g, 'f'],
  [/v/g, 'w'],
  [/sh|ch/g, 'x'],
  [/th|dh/g, 't'],
  [/[kg]h|[kgqc]/g, 'k'],
  [/dj|dzh/g, 'j'],
];

function boned(word: string): string {
  const letters = anyAscii(word).toLowerCase();
  // An h that ends a word is often left out; it goes first, so that it makes no digraph with the letter before.
  let sounds = letters.replace(/[^a-z]|h$/g, '');
  for (const [spelt, sound] of ONE_SOUND) sounds = sounds.replace(spelt, sound);
  // A glide is heard where a word begins; inside it is a vowel's letter in the one script, often unwritten in the other.
  const glide = /^[wy]/.exec(sounds)?.[0] ?? '';
  return (glide + sounds.replace(/[aeiouwy]/g, '')).replace(/(.)\1+/g, '$1');
}

const endingOf = (word: string): Bones['ending'] =>
  ARABIC.test(word) ? undefined : /[ae]h?$/.test(word) ? 'open' : 'closed';
