import countries from 'i18n-iso-countries';
import { AGENCIES, LEADERS, NAMES, SEATS } from '../lexicon/countries.js';
import { DEMONYMS } from '../lexicon/demonyms.js';
import { words } from '../lexicon/words.js';
import type { Range, Sentence, Token } from '../text/token.js';
import { isCapitalised, within } from '../text/token.js';

/** A country, or what stands for its government: its people's adjective, its seat, its ruler, an agency of it. */
export interface CountryMention extends Range {
  readonly country: string;
  readonly kind: 'name' | 'demonym' | 'seat' | 'leader' | 'agency';
  /** The agency's usual name, when it is one. */
  readonly agency?: string | undefined;
}

type Entry = Omit<CountryMention, 'from' | 'to'>;

/** Names of persons and common words that are countries only in other company. */
const AMBIGUOUS = new Set(words('georgia jordan chad guinea turkey martinique reunion jersey dominica'));
const LONGEST = 6;

const GAZETTEER: ReadonlyMap<string, Entry> = gazetteer();

function gazetteer(): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const put = (names: readonly string[], entry: Entry): void => {
    for (const name of names) entries.set(name, entry);
  };
  for (const [country, name] of Object.entries(countries.getNames('en', { select: 'all' }))) {
    put(
      [name].flat().map((each) => each.toLowerCase()),
      { country, kind: 'name' },
    );
  }
  for (const [country, names] of Object.entries(LEADERS)) put(names, { country, kind: 'leader' });
  for (const [country, names] of Object.entries(DEMONYMS)) {
    put(names, { country, kind: 'demonym' });
    put(
      names.map((name) => (/[a-z]$/.test(name) ? `${name}s` : name)),
      { country, kind: 'demonym' },
    );
  }
  for (const [country, names] of Object.entries(SEATS)) put(names, { country, kind: 'seat' });
  for (const [country, names] of Object.entries(NAMES)) put(names, { country, kind: 'name' });
  for (const [name, [country, agency]] of Object.entries(AGENCIES)) put([name], { country, kind: 'agency', agency });
  return entries;
}

/** The longest first word of a name decides quickly that nothing begins at a token. */
const FIRST_WORDS: ReadonlySet<string> = new Set([...GAZETTEER.keys()].map((name) => name.split(' ')[0]!));

/** All mentions of a sentence, from left to right, the longest at each place. */
export function countriesOf(sentence: Sentence): CountryMention[] {
  const { tokens } = sentence;
  const found: CountryMention[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    // "dual German-Russian citizens" has two; the first is taken, as the one named first.
    const first = token.lower.includes('-') && !FIRST_WORDS.has(token.lower) ? token.lower.split('-')[0]! : token.lower;
    if (!isCapitalised(token) || !FIRST_WORDS.has(first)) continue;
    if (first === 'us' && !token.text.startsWith('US')) continue;
    const mention = longestAt(sentence, at, first);
    if (!mention || isDateline(sentence, mention)) continue;
    found.push(mention);
    at = mention.to - 1;
  }
  return found;
}

/** "VILNIUS - ", "MINSK (Agency) —": where it was written, not who acts. */
const isDateline = ({ tokens }: Sentence, { from, to }: Range): boolean =>
  from < 3 &&
  tokens.slice(0, to).every((token) => token.text === token.text.toUpperCase()) &&
  tokens.slice(to, to + 7).some((token) => /^(?:—|–|-|--)$/.test(token.text)) &&
  /^(?:[—–(,-]|--)$/.test(tokens[to]?.text ?? '');

function longestAt({ tokens }: Sentence, at: number, first: string): CountryMention | undefined {
  for (let length = Math.min(LONGEST, tokens.length - at); length > 0; length -= 1) {
    const rest = tokens.slice(at + 1, at + length).map((token) => token.lower);
    const name = [first, ...rest].join(' ');
    const entry = GAZETTEER.get(name);
    if (!entry) continue;
    // "Jordan Smith" and "Chad Roe" are people.
    if (AMBIGUOUS.has(name) && isCapitalised(tokens[at + length]) && tokens[at + length]!.pos === 'PROPN')
      return undefined;
    return { ...entry, from: at, to: at + length };
  }
  return undefined;
}

/** A country's usual name in English; the code itself where the standard has none for it. */
export const countryName = (code: string): string => countries.getName(code, 'en') ?? code;

/** The last mention inside a stretch, of the kinds given: nearest to the verb that it stands before. */
export const countryIn = (
  mentions: readonly CountryMention[],
  range: Range,
  accept: (mention: CountryMention) => boolean = () => true,
): CountryMention | undefined => mentions.findLast((mention) => within(mention.from, range) && accept(mention));

/** The countries that a phrase names, by itself or by an adjective, a seat, a ruler or an agency; each once. */
export function countriesNamed(phrase: string): string[] {
  const tokens = [...phrase.matchAll(/[\p{L}.'’-]+/gu)].map(({ 0: text, index }): Token => {
    const lower = text.toLowerCase().replace(/['’]s$/, '');
    return { text, lower, pos: 'NOUN', start: index, end: index + text.length };
  });
  const sentence = { tokens, start: 0, end: phrase.length, paragraph: 0 };
  return [...new Set(countriesOf(sentence).map(({ country }) => country))];
}
