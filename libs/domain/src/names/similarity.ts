import { closenessOf } from './closeness.js';
import { foldName } from './fold.js';
import { shareName } from './given/given.js';
import { readingsOf, type Parts, type Word } from './parts.js';
import { areTwoFathers } from './patronymic.js';
import { arabicAlike } from './romanised.js';
import { withoutClosingL } from './sound.js';

/** From this similarity on two names are put before somebody who judges whether they are one person. */
export const CANDIDATE_FROM = 0.84;

/** A word for which the tables know another name must be closer than that to count as a spelling of it. */
const SAME_UNKNOWN_GIVEN = 0.88;
/** What an initial is worth in the place of the name, and what each word costs that only one side has. */
const INITIAL = 0.9;
const EXTRA_WORD = 0.95;
/** What two words are worth that are equal once the Belarusian ў is put for the Russian l. */
const CLOSING_L = 0.93;
/** What is left of a similarity when something speaks against it: below the threshold, whatever it was. */
const OPPOSED = 0.5;

/**
 * How alike two names are, as names of one person: spellings of Belarusian, Russian, Ukrainian and Polish in Latin and
 * Cyrillic letters, short and full given names, either order, with a patronymic or without; names in other scripts, and
 * Arabic ones in either, as far as `romanised.ts` knows them. A surname's feminine and masculine form, two given names,
 * and two patronymics are two people.
 * @returns 0 to 1; a candidate from `CANDIDATE_FROM` on
 */
export function similarity(a: string, b: string): number {
  if (a === b) return 1;
  const [one, other] = [foldName(a), foldName(b)];
  if (one === other) return 1;
  let best = arabicAlike(one, other);
  const others = readingsOf(b);
  for (const reading of readingsOf(a)) for (const second of others) best = Math.max(best, alikeness(reading, second));
  return best;
}

/** Could these be two mentions of one person? It takes more than a name to say that they are. */
export const isCandidate = (a: string, b: string): boolean => similarity(a, b) >= CANDIDATE_FROM;

/**
 * How alike the words of a query are to words of a name, where the query may leave some of them out, such as the given
 * name; 0 where it has words that the name has not.
 * @returns 0 to 1; a find from `CANDIDATE_FROM` on
 */
export function mentionsName(query: string, name: string): number {
  const whole = similarity(query, name);
  if (whole >= CANDIDATE_FROM) return whole;
  let best = 0;
  for (const { words } of readingsOf(query)) {
    for (const other of readingsOf(name)) {
      if (words.length === 0 || words.length > other.words.length) continue;
      best = Math.max(best, worstMatch(words, other.words) * EXTRA_WORD ** (other.words.length - words.length));
    }
  }
  return best;
}

function alikeness(one: Parts, other: Parts): number {
  const [shorter, longer] =
    one.words.length <= other.words.length ? [one.words, other.words] : [other.words, one.words];
  if (shorter.length === 0) return 0;
  const extra = longer.length - shorter.length;
  // Names of one length are matched from both sides, so that the answer does not depend on which is named first.
  const matched = Math.max(worstMatch(shorter, longer), extra === 0 ? worstMatch(longer, shorter) : 0);
  let alike = matched * EXTRA_WORD ** extra;
  // A surname alone, or half of a long name, is less than a name.
  if (extra >= shorter.length) alike *= OPPOSED;
  if (one.father && other.father && areTwoFathers(one.father, other.father)) alike *= OPPOSED;
  return alike;
}

/** Gives each word of the shorter name the likest that is left of the longer one: how alike the worst pair is. */
function worstMatch(shorter: readonly Word[], longer: readonly Word[]): number {
  const left = [...longer];
  let worst = 1;
  for (const word of shorter) {
    let best = 0;
    let at = 0;
    left.forEach((candidate, index) => {
      const alike = wordsAlike(word, candidate);
      if (alike > best) [best, at] = [alike, index];
    });
    worst = Math.min(worst, best);
    if (worst < CANDIDATE_FROM) return worst * OPPOSED;
    left.splice(at, 1);
  }
  return worst;
}

function wordsAlike(one: Word, other: Word): number {
  if (one.known && other.known) return shareName(one.known, other.known) ? 1 : 0;
  if (one.initial || other.initial) return initialAlike(one, other);
  if (areGenderForms(one.sound, other.sound)) return 0;
  const close = Math.max(closenessOf(one.sound, other.sound), closenessByClosingL(one.sound, other.sound));
  return (one.known || other.known) && close < SAME_UNKNOWN_GIVEN ? 0 : close;
}

/** Tolkach and Taukach: likely one word, not surely. */
function closenessByClosingL(one: string, other: string): number {
  const [first, second] = [withoutClosingL(one), withoutClosingL(other)];
  return first === one && second === other ? 0 : CLOSING_L * closenessOf(first, second);
}

function initialAlike(one: Word, other: Word): number {
  const [initial, full] = one.initial ? [one, other] : [other, one];
  return full.sound.startsWith(initial.sound) || full.known?.root.startsWith(initial.sound) ? INITIAL : 0;
}

/** Kolesnikov and Kolesnikova, Dubrouski and Dubrouskaya: a man's and a woman's form of one surname. */
function areGenderForms(one: string, other: string): boolean {
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
  if (longer.endsWith('a') && /[vn]$/.test(shorter) && /[vn]a$/.test(longer)) return true;
  return (one.endsWith('i') && /[^aiu]a$/.test(other)) || (other.endsWith('i') && /[^aiu]a$/.test(one));
}
