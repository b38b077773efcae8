/**
 * How letters sound, in an alphabet of our own in which Belarusian, Russian, Ukrainian and Polish spellings of a name
 * come out alike. What these languages spell differently is one sign here:
 *
 *   a  every a, o, e (unstressed they are spelled by ear)      i  и, і, ы, й      u  у; `w` у that is never a v (ю)
 *   h  г and х, g, h, kh      t  т and ц (цекание)      d  д and дз (дзекание)      v  в, ў, w
 *   c  ч      g  ж      x  ш      y  the glide that a name begins with (я, but not е)
 */
// prettier-ignore
export const SOUND_OF_CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'h', ґ: 'h', ѓ: 'h', д: 'd', ђ: 'dg', е: 'a', ё: 'a', є: 'a', ж: 'g', з: 'z', ѕ: 'z',
  и: 'i', і: 'i', ї: 'i', й: 'i', ј: 'i', к: 'k', ќ: 'k', л: 'l', љ: 'l', м: 'm', н: 'n', њ: 'n', о: 'a', п: 'p',
  р: 'r', с: 's', т: 't', ћ: 'c', у: 'u', ў: 'v', ф: 'f', х: 'h', ц: 't', ч: 'c', џ: 'dg', ш: 'x', щ: 'xc', ъ: '',
  ы: 'i', ь: '', э: 'a', ю: 'w', я: 'a', ә: 'a', ғ: 'h', қ: 'k', ң: 'n', ө: 'a', ұ: 'u', ү: 'u', һ: 'h', ҳ: 'h',
  ҷ: 'c', җ: 'g', ӣ: 'i', ӯ: 'u', ҙ: 'z', ҡ: 'k', ҥ: 'n',
};

/** Groups of letters come before single letters; the longest that fits is taken. */
export const SOUND_OF_CYRILLIC_GROUP: Readonly<Record<string, string>> = {
  дз: 'd',
  дж: 'dg',
  тс: 't',
  тч: 'c',
  зч: 'xc',
};

/** Latin letters, after the groups below. Letters with marks that are not here lose the mark (NFKD). */
// prettier-ignore
export const SOUND_OF_LATIN: Readonly<Record<string, string>> = {
  a: 'a', b: 'b', c: 'k', d: 'd', e: 'a', f: 'f', g: 'h', h: 'h', i: 'i', j: 'i', k: 'k', l: 'l', m: 'm', n: 'n',
  o: 'a', p: 'p', q: 'k', r: 'r', s: 's', t: 't', u: 'u', v: 'v', w: 'v', x: 'ks', y: 'i', z: 'z',
  č: 'c', ć: 't', ç: 'c', ċ: 'c', š: 'x', ş: 'x', ș: 'x', ś: 's', ž: 'g', ż: 'g', ź: 'z', ń: 'n', ł: 'l', ŭ: 'v',
  đ: 'dg', ð: 'd', þ: 't', ğ: 'h', ı: 'i', ə: 'a', ø: 'a', æ: 'a', œ: 'a', ß: 's',
};

/** Groups of Latin letters in any language's spelling. Vowels with a glide are one vowel: `ia` of Bialiatski, `ye`. */
// prettier-ignore
export const SOUND_OF_LATIN_GROUP: Readonly<Record<string, string>> = {
  shch: 'xc', szcz: 'xc', šč: 'xc', zch: 'xc', zhch: 'xc', tsch: 'c', tch: 'c', tč: 'c', sch: 'x', sh: 'x', sz: 'x',
  zh: 'g', dzh: 'dg', dž: 'dg', dż: 'dg', dź: 'd', dz: 'd', dj: 'dg', ch: 'c', cz: 'c', kh: 'h', gh: 'h', th: 't',
  ph: 'f', ts: 't', tz: 't', tc: 't', ck: 'k', qu: 'k', ce: 'ta', ci: 'ti', cy: 'ti',
  cia: 'ta', cie: 'ta', cio: 'ta', ciu: 'tw',
  ya: 'a', ye: 'a', yo: 'a', yu: 'w', ia: 'a', ie: 'a', io: 'a', iu: 'w', ja: 'a', je: 'a', jo: 'a', ju: 'w',
};

/**
 * Where c is ц and ch is х: Polish, Lacinka, Czech. Told by letters and groups that only these have, and by the j at a
 * word's end (Siarhiej, Andrej) of those who leave the marks out.
 */
export const WEST_SLAVIC_SIGNS = /[čćšśžźżłńŭęąřěůňťďĺľ]|cz|sz|[ae]j(?![a-z])/;
export const SOUND_OF_WEST_SLAVIC_GROUP: Readonly<Record<string, string>> = {
  ...SOUND_OF_LATIN_GROUP,
  ch: 'h',
  ck: 'tk',
  rz: 'g',
  c: 't',
};

/** How words end, where the ending is spelled in more ways than its letters would show. */
export const LATIN_ENDINGS: readonly (readonly [ending: string, sound: string])[] = [
  // A Slavic -цкі, not the ck of Rocky: it sounds the same to both, and only the first is a surname's ending.
  ['cki', 'tki'],
  ['cky', 'tki'],
  ['ckij', 'tki'],
  ['ckiy', 'tki'],
  ['cka', 'tka'],
  ['ckaja', 'tka'],
  ['ckaya', 'tka'],
  ['ić', 'ic'],
  ['vic', 'vic'],
  ['ec', 'at'],
  ['oy', 'i'],
  ['oi', 'i'],
  ['oj', 'i'],
];
export const CYRILLIC_ENDINGS: readonly (readonly [ending: string, sound: string])[] = [['ой', 'i']];
