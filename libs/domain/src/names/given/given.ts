import { skeletonOf, soundOf } from '../sound.js';
import type { GivenName } from './given-name.js';
import { MEN } from './men.js';
import { WOMEN } from './women.js';

/** What a given name is known to be. */
export interface Known {
  /** The names that it may be a form of: several for Slava or Zhenia. */
  readonly names: readonly string[];
  /** The root of the likeliest of these, in Latin letters: the same for Aliaksandr and Aliaksandra. */
  readonly root: string;
  /** The root's skeleton, by which the name enters a block. */
  readonly skeleton: string;
}

/** Made when the first name is read, a fifth of a second: most programs that know the domain never read one. */
let known: ReadonlyMap<string, Known> | undefined;

/** @param sound a word's sound, as `soundOf` gives it */
export function knownGiven(sound: string): Known | undefined {
  known ??= index([
    ['m', MEN],
    ['w', WOMEN],
  ]);
  return known.get(sound);
}

export const shareName = (one: Known, other: Known): boolean => one.names.some((name) => other.names.includes(name));

/** How far down its row a sound stands, for each name that it may be a form of: 0 is a full form. */
type Ranks = Map<string, { root: string; rank: number }>;

function index(tables: readonly (readonly [sex: string, names: readonly GivenName[]])[]): ReadonlyMap<string, Known> {
  const ranks = new Map<string, Ranks>();
  for (const [sex, names] of tables) {
    for (const [root, forms] of names) {
      [...soundsOf(forms)].forEach((sound, rank) => enter(ranks, sound, `${sex}/${root}`, { root, rank }));
    }
  }
  return new Map([...ranks].map(([sound, entries]) => [sound, settled(entries)]));
}

/** A form alone does not show whether its c and ch are Polish, so it is entered both ways. */
function soundsOf(forms: string): Set<string> {
  const words = forms.toLowerCase().split(' ');
  return new Set(words.flatMap((word) => [soundOf(word, false), soundOf(word, true)]));
}

function enter(ranks: Map<string, Ranks>, sound: string, name: string, form: { root: string; rank: number }): void {
  const entries: Ranks = ranks.get(sound) ?? new Map<string, { root: string; rank: number }>();
  if ((entries.get(name)?.rank ?? Infinity) > form.rank) entries.set(name, form);
  ranks.set(sound, entries);
}

/**
 * Where a full name sounds like what friends call another (Vera, and Varya for Varvara; Valeria, and Valera for Valery)
 * it is the full name: reports have those, and two full names must not become candidates by way of a short one.
 */
function settled(entries: Ranks): Known {
  const ranked = [...entries].sort(([, one], [, other]) => one.rank - other.rank);
  const full = ranked.filter(([, { rank }]) => rank === 0);
  const likely = full.length > 0 ? full : ranked;
  const root = likely[0]?.[1].root ?? '';
  return { names: likely.map(([name]) => name), root, skeleton: skeletonOf(soundOf(root)) };
}
