import { INSTRUMENT, ORGANISATION_WORDS } from '../lexicon/organisations.js';
import { NOT_NAMES, PARTICLES, PEOPLE_NOUNS, ROLES, TITLES } from '../lexicon/people.js';
import type { Range, Sentence, Token } from '../text/token.js';
import { isCapitalised, textOf, within } from '../text/token.js';
import type { CountryMention } from './countries.js';

/** A person's name where it stands. `name` is the fullest form that the report has for it; `title` where it is given. */
export interface PersonMention extends Range {
  readonly name: string;
  readonly written: string;
  /** From the first word of titles and roles before the name: "protest leader Jane Roe" begins at "protest". */
  readonly opening: number;
  readonly role?: string | undefined;
}

/** Names met so far in a report, by family name, so that "Roe" is read as "Jane Roe". */
export class KnownNames {
  readonly #byFamilyName = new Map<string, string>();
  readonly #byGivenName = new Map<string, string>();

  learn(name: string): void {
    const words = name.split(' ');
    if (words.length < 2) return;
    this.#byFamilyName.set(words.at(-1)!.toLowerCase(), name);
    if (!this.#byGivenName.has(words[0]!.toLowerCase())) this.#byGivenName.set(words[0]!.toLowerCase(), name);
  }

  /** The full form of a name of one word, if the report had one before. */
  full(word: string): string | undefined {
    return this.#byFamilyName.get(word.toLowerCase()) ?? this.#byGivenName.get(word.toLowerCase());
  }
}

/** The names of people in a sentence, from left to right. Names of one word count when known or after a title. */
export function peopleOf(
  body: string,
  sentence: Sentence,
  countries: readonly CountryMention[],
  known: KnownNames,
): PersonMention[] {
  const found: PersonMention[] = [];
  const taken = (at: number): boolean =>
    countries.some((mention) => within(at, mention) && (mention.kind !== 'leader' || mention.to - mention.from > 1));
  for (let at = 0; at < sentence.tokens.length; at += 1) {
    const run = nameAt(sentence, at, taken);
    if (!run) continue;
    at = run.to - 1;
    const mention = mentionOf({ body, sentence, known, found }, run);
    if (mention) found.push(mention);
  }
  return found;
}

function nameAt({ tokens }: Sentence, from: number, taken: (at: number) => boolean): Range | undefined {
  const startsName = (at: number): boolean => (isNamePart(tokens[at]) || isGivenMonth(tokens, at)) && !taken(at);
  if (!startsName(from) || isWord(tokens[from], TITLES) || isWord(tokens[from], ROLES)) return undefined;
  let to = from + 1;
  while (to < tokens.length) {
    const token = tokens[to]!;
    if ((startsName(to) || ARABIC.test(token.text)) && !glued(tokens, to)) to += 1;
    else if (isWord(token, PARTICLES) && startsName(to + 1)) to += 2;
    else break;
  }
  // "Jr." and initials belong to the name; a sentence's first word does only with another name behind it.
  while (to > from && /^(?:and|of)$/.test(tokens[to - 1]!.lower)) to -= 1;
  return { from, to };
}

/** "al-Sharaa", "el-Sisi": an article and a name, one word. */
const ARABIC = /^(?:al|el|ad|ar|as|ash|an)-\p{Lu}/u;

/** A name part has a capital and small letters, or is an initial. */
function isNamePart(token: Token | undefined): boolean {
  if (!token || !isCapitalised(token)) return false;
  if (isWord(token, NOT_NAMES) || isWord(token, ORGANISATION_WORDS)) return false;
  if (/^\p{Lu}\.?$/u.test(token.text)) return true;
  return /\p{Ll}/u.test(token.text) && !/\d/.test(token.text);
}

/** "Jan Roe", "June Roe": months that are also given names, unless a day or a preposition makes them a time. */
const isGivenMonth = (tokens: readonly Token[], at: number): boolean =>
  /^(?:Jan|April|June|August)$/.test(tokens[at]!.text) &&
  isNamePart(tokens[at + 1]) &&
  !/^(?:\d.*|in|on|of|since|until|till|by|from|to|and|through|during|last|this|next|late|early|mid|every)$/.test(
    tokens[at - 1]?.lower ?? '',
  );

const isWord = (token: Token | undefined, set: ReadonlySet<string>): boolean =>
  token !== undefined && set.has(token.lower);
const glued = (tokens: readonly Token[], at: number): boolean => /[,;:]/.test(tokens[at - 1]?.text ?? '');

/** In a list of people a family name alone will do: "including Roe, Doe and Poe". */
function isListed(tokens: readonly Token[], from: number, found: readonly PersonMention[]): boolean {
  const before = tokens[from - 1]?.lower ?? '';
  if (before === 'including' || (before === 'them' && tokens[from - 2]?.lower === 'among')) {
    return tokens.slice(0, from).some((token) => PEOPLE_NOUNS.has(token.lower));
  }
  const last = found.at(-1);
  return last !== undefined && /^(?:,|and)$/.test(before) && from - last.to <= 2;
}

interface Reading {
  readonly body: string;
  readonly sentence: Sentence;
  readonly known: KnownNames;
  readonly found: readonly PersonMention[];
}

function mentionOf({ body, sentence, known, found }: Reading, run: Range): PersonMention | undefined {
  const { tokens } = sentence;
  // A capitalised run that goes on into an organisation's name is that name's part.
  const before = tokens[run.from - 1];
  const after = tokens[run.to];
  if (isOrganisational(after) || (isOrganisational(before) && !isWord(before, ROLES))) return undefined;
  if (after?.pos === 'NUM' && /^\d+$/.test(after.text) && !/^\d{2}$/.test(after.text)) return undefined;
  if (after && /^(?:of|for)$/.test(after.lower) && isOrganisational(tokens[run.to + 1])) return undefined;
  const written = textOf(body, sentence, run).replace(/['’]s?$/, '');
  if (INSTRUMENT.test(written)) return undefined;
  const opening = openingOf(tokens, run.from);
  const words = run.to - run.from;
  const full = words === 1 ? known.full(written) : undefined;
  if (words === 1 && !full && !isListed(tokens, run.from, found) && !mayStandAlone(tokens, run.from)) return undefined;
  if (words >= 2) known.learn(written);
  const role = opening < run.from ? textOf(body, sentence, { from: opening, to: run.from }) : undefined;
  return { ...run, name: full ?? written, written, opening, role: role || undefined };
}

const isOrganisational = (token: Token | undefined): boolean =>
  isCapitalised(token) && isWord(token, ORGANISATION_WORDS);

/** "Mr Roe" and "her husband Siarhei" are people by the word before, whatever the name. */
const mayStandAlone = (tokens: readonly Token[], at: number): boolean =>
  /^(?:mr|mrs|ms|miss|dr)\.?$|^(?:president|minister|envoy|leader|activist|journalist|laureate|blogger|lawyer|politician)$/.test(
    tokens[at - 1]?.lower ?? '',
  ) && tokens[at]!.pos === 'PROPN';

/** Walks left over titles, roles and the adjectives among them. */
function openingOf(tokens: readonly Token[], from: number): number {
  let opening = from;
  for (let at = from - 1; at >= 0 && from - at <= 8; at -= 1) {
    const token = tokens[at]!;
    if (isWord(token, TITLES) || isWord(token, ROLES)) opening = at;
    else if (!/^(?:NOUN|ADJ|PROPN|PART)$/.test(token.pos) || /^(?:including|like)$/.test(token.lower)) break;
  }
  return opening;
}
