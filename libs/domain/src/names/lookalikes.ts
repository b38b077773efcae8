/**
 * Latin letters that are drawn like a Cyrillic one, in lower case as a pair's capitals have it (Latin B is drawn like
 * Cyrillic В, so `b` stands here with `в`). Lists of names are full of them: an `i` or a `C` typed on the wrong
 * keyboard looks right in print, and is another spelling for a machine.
 */
export const CYRILLIC_OF_LATIN: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  ë: 'ё',
  h: 'н',
  i: 'і',
  ï: 'ї',
  j: 'ј',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  s: 'ѕ',
  t: 'т',
  x: 'х',
  y: 'у',
};

export const LATIN_OF_CYRILLIC: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(CYRILLIC_OF_LATIN).map(([latin, cyrillic]) => [cyrillic, latin]),
);

/**
 * Letters that stand in for a plain Latin one where the keyboard or the font had no better: the Greenlandic kra for k,
 * Greek letters, small capitals. Greek ones are folded only in a word that is not Greek.
 */
export const STAND_INS: Readonly<Record<string, string>> = {
  ĸ: 'k',
  ᴋ: 'k',
  ɑ: 'a',
  ı: 'i',
  ɩ: 'i',
  ӏ: 'i',
  α: 'a',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'y',
  χ: 'x',
};

/** Apostrophes and what is typed for them; Belarusian and Ukrainian names are spelled with one. */
export const APOSTROPHES = /[’‘ʼʹʻʽ`´′‛ˈ＇“”„"]/g;

/** Hyphens and dashes of every width. */
export const HYPHENS = /[\u2010-\u2015\u2212\u2043\uFE63\uFF0D]/g;

/** Marks that nobody sees: soft hyphen, zero-width characters, direction marks, byte order mark. */
export const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
