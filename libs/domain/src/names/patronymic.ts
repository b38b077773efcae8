import { knownGiven } from './given/given.js';
import { closenessOf } from './closeness.js';

/** Sounds of the endings -ovich, -evich, -ovna, -evna, -ivna, -auna; then of those that need a father's name of -a. */
const ENDINGS = ['avic', 'avna', 'ivna', 'ivic', 'vna'] as const;
const SHORT_ENDINGS = ['inicna', 'icna', 'ic'] as const;
/** Father's names that lose a vowel before the ending, as they sound there. */
const SHORTENED: Readonly<Record<string, string>> = { pavl: 'pavla', lv: 'lav', yarm: 'yarmala' };
/** What an ending leaves off the father's name: Mikalai, Siarhei, Dzmitry, Ilia. */
const REST = ['', 'a', 'i'] as const;
/** Fathers' names that are less alike than this are two fathers. */
const SAME_FATHER = 0.55;

/** @param sound a word's sound; surnames in -vich look so too, the word's place decides */
export function looksPatronymic(sound: string): boolean {
  if (!sound.endsWith('ic') && !sound.endsWith('na')) return false;
  if (ENDINGS.some((ending) => sound.length > ending.length + 1 && sound.endsWith(ending))) return true;
  return SHORT_ENDINGS.some((ending) => sound.endsWith(ending) && fathersOf(sound.slice(0, -ending.length)).length > 0);
}

/** The father's name in a patronymic, as far as the ending leaves it. */
export function fathersNameOf(sound: string): string {
  const ending = [...ENDINGS, ...SHORT_ENDINGS].find((end) => sound.endsWith(end)) ?? '';
  return sound.slice(0, sound.length - ending.length);
}

/** Are these two fathers, and so two people? Said only when it is plain: patronymics are misspelled as names are. */
export function areTwoFathers(one: string, other: string): boolean {
  const first = fathersOf(one);
  const second = fathersOf(other);
  if (first.length > 0 && second.length > 0) return !first.some((name) => second.includes(name));
  return closenessOf(one, other) < SAME_FATHER;
}

/** Every man's name that the stem may come from: what the ending has cut off, mikal- of Mikalai, doesn't tell. */
function fathersOf(stem: string): readonly string[] {
  const full = SHORTENED[stem] ?? stem;
  const names = REST.flatMap((rest) => knownGiven(full + rest)?.names ?? []);
  return names.filter((name) => name.startsWith('m/'));
}
