import type { Count } from '#domain';
import type { Range } from '../text/token.js';

export interface Group {
  readonly count: Count;
  readonly population: string;
  /** Counted in the text, rather than told by a plural. */
  readonly counted: boolean;
  /** "including 14 foreigners and two priests": some of the group, each a number of its own. */
  readonly parts: readonly Part[];
  /** Its own words within the sentence, where it is one of several. */
  readonly at?: Range | undefined;
  /** "the prisoners", "these women": a group that was told of before. */
  readonly definite: boolean;
  /** "the men" alone: whoever they are was told before. */
  readonly refers?: boolean | undefined;
}

/** Some of a group. `at` are its own words: "including 14 foreign nationals". */
export interface Part {
  readonly label: string;
  readonly count: Count;
  readonly at: Range;
}

/** More than one, and nobody says how many. */
export const SEVERAL: Group = {
  count: { value: 2, qualifier: 'at_least' },
  population: 'people',
  counted: false,
  parts: [],
  definite: false,
};
