import type { Act } from '../lexicon/verbs.js';
import type { Range } from '../text/token.js';
import type { VerbForm } from './forms.js';

export type Form = 'active' | 'passive' | 'participle' | 'nominal';

/** A word that tells of an act, with the stretches of the sentence in which those who do and undergo it stand. */
export interface Predication {
  readonly acts: readonly Act[];
  /** The verb's base or the noun: "lift", "release". */
  readonly base: string;
  readonly form: Form;
  readonly tense: VerbForm['tense'] | 'noun';
  /** The telling word or words. */
  readonly at: Range;
  /** From the first auxiliary. */
  readonly group: Range;
  readonly agent: Range;
  readonly patient: Range;
  /** From the word to the end of its clause: places, dates, purposes. */
  readonly rest: Range;
  /** Told by the way, in a relative clause or a participle beside a noun. */
  readonly aside: boolean;
}
