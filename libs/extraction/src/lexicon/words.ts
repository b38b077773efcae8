/**
 * The entries of a list, apart by white space. Every list of the lexicons is written by one of these functions:
 * `npm run eval -- FOLDER --cross-validate` knows them by name and tells what each of their entries is good for.
 */
export const words = (list: string): string[] => list.split(/\s+/).filter(Boolean);

/** The same for entries of several words, apart by `|`. */
export const phrases = (list: string): string[] => list.split('|').filter(Boolean);

/** The same for entries of several words, one a line. */
export const lines = (list: string): string[] =>
  list
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
