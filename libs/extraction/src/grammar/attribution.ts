import type { AssertedBy } from '#domain';
import type { CountryMention } from '../entities/countries.js';
import type { PersonMention } from '../entities/people.js';
import type { Range, Sentence, Token } from '../text/token.js';
import { isCapitalised, textOf, within } from '../text/token.js';
import { clauseStart } from './clause.js';

const SAYING =
  /^(?:said|says|say|told|tells|announced|announces|reported|reports|stated|states|confirmed|confirms|claimed|claims|wrote|writes|added|adds|noted|declared|declares|indicated|acknowledged|insisted|alleged|alleges|tweeted|posted|estimates|estimated|counts|counted)$/;
const KIN =
  /\b(?:family|families|relatives?|wife|husband|spouse|widow|mother|father|parents?|sister|brother|son|daughter|aunt|uncle|cousin|partner|fianc[ée]e?)\b/i;
const UNNAMED =
  /\b(?:officials?|sources?|authorities|observers|diplomats|analysts|activists|groups|organi[sz]ations|media|lawyers|witnesses|people familiar|it|reports?)\b/i;

/** Who says what a stretch of a sentence tells: the report itself unless the sentence gives it to somebody. */
export interface Saying {
  readonly by: AssertedBy;
  /** The tokens that name who says it. */
  readonly who: Range;
  /** The tokens that are said. */
  readonly said: Range;
}

/** A sentence with the names in it. */
export interface ReadSentence {
  readonly body: string;
  readonly sentence: Sentence;
  readonly people: readonly PersonMention[];
  readonly countries: readonly CountryMention[];
}

/** All sayings of a sentence; what none of them covers is the report's own account. */
export function sayingsOf(read: ReadSentence): Saying[] {
  const { tokens } = read.sentence;
  const found: Saying[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const { lower } = tokens[at]!;
    if (lower === 'according' && tokens[at + 1]?.lower === 'to') {
      const by = { from: at + 2, to: phraseEnd(tokens, at + 2) };
      found.push({ by: speaker(read, by), who: by, said: { from: 0, to: tokens.length } });
    } else if (/^(?:reportedly|allegedly)$/.test(lower)) {
      found.push({ by: { how: 'cites_unnamed' }, who: { from: at, to: at }, said: { from: at, to: tokens.length } });
    } else if (SAYING.test(tokens[at]!.text) && !/^(?:NOUN|ADJ)$/.test(tokens[at]!.pos)) {
      found.push(saying(read, at));
    }
  }
  return found;
}

function saying(read: ReadSentence, at: number): Saying {
  const { tokens } = read.sentence;
  const before: Range = { from: speakerStart(tokens, at), to: at };
  const afterQuote = isInverted(tokens, at);
  const trailing =
    at > tokens.length / 2 && !/^(?:that|,|:|")$/.test(tokens[at + 1]?.lower ?? '') && tokens[at - 1]?.text !== ',';
  const speakerRange = afterQuote ? { from: at + 1, to: phraseEnd(tokens, at + 1) } : before;
  // "X, she said." gives what stands before it; "She said that X" gives what follows.
  const last = afterQuote || (trailing && tokens.slice(at + 1).every((token) => token.pos !== 'VERB'));
  const said = last ? { from: 0, to: before.from > 0 ? before.from : at } : { from: at + 1, to: tokens.length };
  return { by: speaker(read, speakerRange), who: speakerRange, said };
}

/** "..., said Roe" against "Roe, the envoy, said that". */
function isInverted(tokens: readonly Token[], at: number): boolean {
  const mark = tokens[at - 1]?.text ?? '';
  if (/^["”]$/.test(mark)) return true;
  const told = tokens.slice(0, at - 1).some((token) => token.pos === 'VERB' || token.pos === 'AUX');
  return (
    mark === ',' &&
    told &&
    tokens[at + 1]?.lower !== 'that' &&
    /^(?:PROPN|DET|NOUN|PRON)$/.test(tokens[at + 1]?.pos ?? '')
  );
}

/** "It was lifted, the envoy said": who says it stands behind the last comma, when a whole clause stands before. */
function speakerStart(tokens: readonly Token[], at: number): number {
  const comma = tokens.slice(0, at).findLastIndex((token) => token.text === ',');
  const told =
    comma > 0 &&
    tokens[at - 1]!.text !== ',' &&
    tokens.slice(0, comma).some((token) => token.pos === 'VERB' || token.pos === 'AUX');
  return told ? comma + 1 : clauseStart(tokens, at);
}

const phraseEnd = (tokens: readonly Token[], from: number): number => {
  const end = tokens.findIndex((token, at) => at >= from && /^[,.;:"”]$/.test(token.text));
  return end < 0 ? tokens.length : end;
};

function speaker({ body, sentence, people, countries }: ReadSentence, range: Range): AssertedBy {
  const text = textOf(body, sentence, range)
    .replace(/^["“”\s]+/, '')
    .slice(0, 200);
  const person = people.find((mention) => within(mention.from, range));
  // Relatives speak for the jailed and can be hurt for it: neither name nor kinship goes into an event.
  if (KIN.test(text) || (person && KIN.test(appositionAfter(body, sentence, person) ?? '')))
    return { how: 'cites_unnamed' };
  if (person) {
    const role = person.role?.replace(/^(?:mr|mrs|ms|miss|dr|sir)\.?$/i, '') || appositionAfter(body, sentence, person);
    return { how: 'quotes', name: person.name, ...(role ? { role: role.slice(0, 200) } : {}) };
  }
  if (!text || /^(?:he|she|they|it|who|we|i)$/i.test(text)) return { how: 'cites_unnamed' };
  const named = countries.some((mention) => within(mention.from, range) && mention.kind !== 'demonym');
  const capital = sentence.tokens
    .slice(range.from, range.to)
    .some(
      (token, index) =>
        isCapitalised(token) && token.pos === 'PROPN' && (index + range.from > 0 || !UNNAMED.test(token.text)),
    );
  if (UNNAMED.test(text) && !named && !capital) return { how: 'cites_unnamed', role: text };
  return named || capital ? { how: 'quotes', name: text } : { how: 'cites_unnamed', role: text };
}

/** "Jane Roe, the envoy, said": the role behind the name. */
function appositionAfter(body: string, sentence: Sentence, person: PersonMention): string | undefined {
  const { tokens } = sentence;
  if (tokens[person.to]?.text !== ',' || tokens[person.to + 1]?.pos !== 'DET') return undefined;
  return textOf(body, sentence, { from: person.to + 1, to: phraseEnd(tokens, person.to + 1) }) || undefined;
}

/** Who asserts what stands at a token: the innermost saying over it, the paragraph's speaker, or the report. */
export function assertedAt(sentence: Sentence, sayings: readonly Saying[], at: number): AssertedBy {
  const over = sayings.filter((saying) => within(at, saying.said));
  const innermost = over.sort((a, b) => a.said.to - a.said.from - (b.said.to - b.said.from))[0];
  if (innermost) return innermost.by;
  if (sentence.speaker === undefined) return { how: 'own_account' };
  return KIN.test(sentence.speaker)
    ? { how: 'cites_unnamed' }
    : { how: 'quotes', name: sentence.speaker.slice(0, 200) };
}
