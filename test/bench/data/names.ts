import { dice } from './random.js';

/**
 * Names that are nobody's: they are put together from syllables, so that thousands of them differ and fall into many
 * blocks, as names do.
 */
const ONSETS = [
  'b',
  'br',
  'd',
  'dr',
  'f',
  'g',
  'gl',
  'h',
  'k',
  'kr',
  'l',
  'm',
  'n',
  'p',
  'pl',
  'r',
  's',
  'st',
  't',
  'v',
  'z',
];
const VOWELS = ['a', 'e', 'i', 'o', 'u', 'ai', 'ou'];
const ENDINGS = ['n', 'r', 'sk', 'l', 'm', 'nt', 'd', 'v', 'rin', 'tas', 'nko', 'vel'];

function word(syllables: number, seeds: readonly number[]): string {
  const roll = dice(...seeds);
  let text = '';
  for (let at = 0; at < syllables; at += 1) text += roll.pick(ONSETS) + roll.pick(VOWELS);
  text += roll.pick(ENDINGS);
  return text[0]!.toUpperCase() + text.slice(1);
}

export const personNamed = (seed: number, number: number): string =>
  `${word(1, [seed, number, 1])} ${word(2, [seed, number, 2])}`;
export const placeNamed = (number: number): string => word(2, [number, 3]);
export const entityNamed = (number: number): string => `${word(2, [number, 4])} Potash ${number}`;

/** Countries that detain, and authorities that sanction, in this sample world; which is which means nothing. */
export const COUNTRIES = (
  'AF AZ BD BH BI BY CD CN CU DZ EG ER ET GE GN HK HT ID IN IQ IR JO KG KH KP KW KZ LA LB LY MA ML MM MY MZ NE NG NI PH ' +
  'PK PS QA RU RW SA SD SN SS SY TD TH TJ TM TN TR TZ UG UZ VE VN YE ZW'
).split(' ');
export const AUTHORITIES = ['US', 'EU', 'GB', 'CA', 'UN', 'CH', 'JP', 'AU'];

const FIRST_DAY = Date.UTC(2020, 0, 1);
/** A day, counted from the first of 2020. */
export const dayOf = (number: number): string => new Date(FIRST_DAY + number * 86_400_000).toISOString().slice(0, 10);
