import { foldName } from './fold.js';
import { knownGiven, type Known } from './given/given.js';
import { fathersNameOf, looksPatronymic } from './patronymic.js';
import { soundOf } from './sound.js';
import { WEST_SLAVIC_SIGNS } from './letters.js';
import { respelled } from './romanised.js';

/** One word of a name. */
export interface Word {
  readonly sound: string;
  /** Set when the word is a given name of the tables. */
  readonly known: Known | undefined;
  /** One letter, which stands for a name. */
  readonly initial: boolean;
}

/** One reading of a name. */
export interface Parts {
  /** All words but the patronymic, in the order written; never empty unless the name has no letters. */
  readonly words: readonly Word[];
  /** The sound of the father's name, without the patronymic's ending. */
  readonly father: string | undefined;
}

/** A person's title is no part of the name, wherever it stands. */
const TITLES = new Set(['mr', 'mrs', 'ms', 'dr', 'prof', 'sir', 'daw', 'sheikh', 'hajji', 'rev', 'fr', 'пан', 'пані']);
const SEPARATORS = /[^\p{L}\p{M}']+/u;
/** Names in which a space is all that separates, as most are: they need no table of what a letter is. */
const SPACED = /^[a-zа-яёђ-ќўџґ' ]+$/;
const READINGS_MAX = 6;

/**
 * The readings of a name, the plainest first. Lists put a second spelling of a word behind it in brackets or after a
 * slash, "Viktor (Viktar) TOLKACH/TAUKACH", and a whole second name in brackets: each is a reading of its own. So is
 * the name in the letters of English.
 */
export function readingsOf(name: string): readonly Parts[] {
  const folded = foldName(name);
  const westSlavic = WEST_SLAVIC_SIGNS.test(folded);
  const plain = spellingsOf(folded).map((words) => partsOf(words, westSlavic));
  const other = respelled(folded).flatMap((text) => spellingsOf(text).map((words) => partsOf(words, false)));
  return [...plain, ...other];
}

/** The first of the readings. */
export function plainPartsOf(name: string): Parts {
  const folded = foldName(name);
  return partsOf(wordsOf(outsideBrackets(folded)), WEST_SLAVIC_SIGNS.test(folded));
}

const hasAlternatives = (folded: string): boolean => folded.includes('(') || folded.includes('/');

/** A name without its bracketed parts and second spellings; the whole when nothing else is there. */
function outsideBrackets(folded: string): string {
  if (!hasAlternatives(folded)) return folded;
  const outside = folded.replace(/\([^)]*\)?/g, ' ').replace(/\/\s*[^\s/]+/g, ' ');
  return /\p{L}/u.test(outside) ? outside : folded;
}

function spellingsOf(folded: string): string[][] {
  const plain = wordsOf(outsideBrackets(folded));
  if (!hasAlternatives(folded)) return [plain];
  const spellings = [plain];
  for (const match of folded.matchAll(/([^\s(/]*)\s*(?:\(([^)]*)\)?|\/\s*([^\s/(]+))/g)) {
    const before = wordsOf(match[1] ?? '').at(-1);
    for (const alternative of (match[2] ?? match[3] ?? '').split(/[,/]/)) {
      const words = wordsOf(alternative);
      const [only] = words;
      if (words.length > 1) spellings.push(words);
      else if (only !== undefined && before !== undefined) {
        spellings.push(plain.map((word) => (word === before ? only : word)));
      }
    }
  }
  return spellings.slice(0, READINGS_MAX);
}

const isWord = (word: string): boolean => word !== '' && word !== "'";

function wordsOf(text: string): string[] {
  const words = (SPACED.test(text) ? text.split(' ') : text.split(SEPARATORS)).filter(isWord);
  if (!words.some((word) => TITLES.has(word))) return words;
  const untitled = words.filter((word) => !TITLES.has(word));
  return untitled.length > 0 ? untitled : words;
}

function partsOf(spelled: readonly string[], westSlavic: boolean): Parts {
  const words: Word[] = [];
  for (const word of spelled) {
    const sound = soundOf(word, westSlavic);
    // "SIVETS, SIVIETS": the same word twice, in two spellings, is said once.
    if (sound !== '' && sound !== words.at(-1)?.sound)
      words.push({ sound, known: knownGiven(sound), initial: word.length === 1 });
  }
  const at = patronymicAt(words);
  const patronymic = at === undefined ? undefined : words[at];
  if (!patronymic) return { words, father: undefined };
  return { words: words.filter((word) => word !== patronymic), father: fathersNameOf(patronymic.sound) };
}

/**
 * Which word is the patronymic. Surnames end in -vich too, so there must be two more words; a patronymic is never the
 * first, follows the given name, and is the last only in the order surname, given name, patronymic.
 */
function patronymicAt(words: readonly Word[]): number | undefined {
  const last = words.length - 1;
  if (last < 2) return undefined;
  let middle: number | undefined;
  for (let at = 1; at <= last; at += 1) {
    const word = words[at];
    if (!word || !looksPatronymic(word.sound) || (at === last && words[0]?.known)) continue;
    if (words[at - 1]?.known || (at === last && middle === undefined)) return at;
    if (at < last) middle ??= at;
  }
  return middle;
}
