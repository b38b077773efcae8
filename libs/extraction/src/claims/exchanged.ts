import type { ClaimDraft, Count, DataOf } from '#domain';
import { saysItHappened } from '#domain';
import { undergoersIn, type Undergoers } from '../entities/undergoers.js';
import { countryIn, countryName, type CountryMention } from '../entities/countries.js';
import type { PersonMention } from '../entities/people.js';
import { total } from '../entities/tally.js';
import type { Line } from '../scene.js';
import { textOf, within, type Range } from '../text/token.js';
import { draft, happened, type Telling } from './telling.js';

type Link = DataOf<'ExchangeReported'>['link'];
type Leg = DataOf<'ExchangeReported'>['legs'][number];

/** How a text ties what one side gave to what the other gave, the stronger wording first. */
const LINKS: readonly (readonly [RegExp, Link])[] = [
  [
    /\b(?:reportedly|apparently|seen as|widely viewed as|believed to be)\b[^.]{0,40}\b(?:in exchange|in return|quid pro quo|swap)\b/i,
    'reported_quid_pro_quo',
  ],
  [
    /\b(?:in exchange|in return)\b|\bas part of (?:a|the) (?:deal|agreement)\b|\bunder (?:a|the) (?:deal|agreement)\b|\bdeal\b[^.]{0,60}\bunder which\b|\bswapp?\w*\b/i,
    'explicit_deal',
  ],
  [/\b(?:if|once|provided|on condition|unless)\b/i, 'conditional'],
  [
    /\b(?:after|following|before|days? later|hours? later|came as|shortly|simultaneously|on the heels of|as)\b/i,
    'temporal_only',
  ],
];

const EASINGS = new Set(['SanctionEased', 'SanctionLifted']);
const FREEINGS = new Set(['PrisonersPardoned', 'PrisonersReleased', 'PrisonerReleased', 'PrisonerPardoned']);
const BACK =
  /^["“]?in (?:return|exchange)\b|^["“]?(?:the|that|this|it|both|those|lukashenk\w+'s) ?(?:releases?|pardons?|move|decision|step|gesture|announcement|deal|amnesty|prisoners|came|comes)?/i;

/** An easing and a freeing that one sentence ties together, each already claimed under its key. */
export function exchanged(
  telling: Pick<Telling, 'scene' | 'line' | 'told'>,
  found: readonly ClaimDraft[],
): ClaimDraft[] {
  const easing = found.find((each) => EASINGS.has(each.type) && isPromised(each));
  if (!easing?.key) return [];
  const freeing = found.find((each) => FREEINGS.has(each.type) && each.key && isPromised(each)) ?? toldBefore(telling);
  const link = LINKS.find(([words]) => words.test(telling.line.text))?.[1];
  if (!freeing?.key || !link) return [];
  const from = (easing.fields as { authority: string }).authority;
  const to = countryOf(freeing);
  if (from === to || from === 'ZZ' || to === 'ZZ') return [];
  const legs: Leg[] = [leg(telling, from, easing.key), leg(telling, to, freeing.key)];
  const modality =
    link === 'conditional'
      ? 'conditional'
      : saysItHappened(freeing.modality)
        ? saysItHappened(easing.modality)
          ? 'performed'
          : easing.modality
        : freeing.modality;
  return [exchange({ ...telling, modality }, legs, link, brokersOf(telling))];
}

const isPromised = (each: ClaimDraft): boolean =>
  saysItHappened(each.modality) || each.modality === 'announced' || each.modality === 'conditional';

/** "The release came days after ...": the freeing told in an earlier sentence. */
function toldBefore({ line, told }: Pick<Telling, 'line' | 'told'>): ClaimDraft | undefined {
  if (!BACK.test(line.text)) return undefined;
  return told.drafts.filter((each) => FREEINGS.has(each.type) && each.key && saysItHappened(each.modality)).at(-1);
}

const countryOf = (each: ClaimDraft): string => {
  const fields = each.fields as { country?: string; person?: { country: string } };
  return fields.country ?? fields.person?.country ?? 'ZZ';
};

function leg({ scene, line }: Pick<Telling, 'scene' | 'line'>, country: string, key: string): Leg {
  const mention = [line, ...scene.lines]
    .flatMap((each) => each.countries.map((one) => ({ each, one })))
    .find(({ one }) => one.country === country && (one.kind === 'name' || one.kind === 'seat'));
  const name = mention ? textOf(scene.body, mention.each.sentence, mention.one) : countryName(country);
  return { party: { name, country }, gives: { eventIds: [key] } };
}

function brokersOf({ line }: Pick<Telling, 'line'>): string[] {
  const match = /\b(?:brokered|mediated|negotiated) by (?:the )?([^,.;]{3,100})/i.exec(line.text)?.[1];
  return match ? [match.trim()] : [];
}

function exchange(telling: Omit<Telling, 'predication'>, legs: Leg[], link: Link, brokers: string[]): ClaimDraft {
  const predication = telling.line.predications[0]!;
  const whole = { ...telling, predication };
  return draft(
    whole,
    'ExchangeReported',
    { legs, link, brokers },
    { modality: telling.modality, confidence: link === 'temporal_only' ? 0.5 : 0.7 },
  );
}

/** "agreed to send back X in exchange for the release of Y": prisoners of two sides, or a prisoner for something else. */
export function tradedFor(telling: Telling): ClaimDraft[] {
  const { scene, line, predication, told } = telling;
  if (!predication.acts.includes('release') || !isPromisedOr(telling)) return [];
  if (told.drafts.some((each) => each.type === 'ExchangeReported')) return [];
  if (line.predications.some((other) => other.acts.includes('ease') || other.acts.includes('swap'))) return [];
  const at = /,? \b(?:in exchange|in return) for\b/i.exec(line.text)?.index;
  if (at === undefined || !isTradeOfPeople(telling, line.sentence.start + at)) return [];
  const words = [line.text.slice(0, at), line.text.slice(at).replace(/^,? /, '')].map((part) =>
    part.trim().slice(0, 500),
  );
  if (words.some((part) => part === '')) return [];
  const [first, second] = distinctParties(line);
  const parties = [first, second].map((mention, index) =>
    mention
      ? { name: textOf(scene.body, line.sentence, mention), country: mention.country }
      : { name: index === 0 ? 'one side' : 'the other side', country: 'ZZ' },
  );
  const legs: Leg[] = parties.map((party, index) => ({ party, gives: { words: words[index]! } }));
  const fields = { legs, link: 'explicit_deal' as const, brokers: brokersOf(telling), ...peopleSwapped(telling) };
  return [draft(telling, 'ExchangeReported', fields)];
}

/** The release is what is given for something, or people are what a release is given for. */
function isTradeOfPeople({ scene, line, predication }: Telling, at: number): boolean {
  const { tokens } = line.sentence;
  const link = tokens.findIndex((token) => token.start >= at + 1);
  if (link < 0) return false;
  if (predication.at.from > link) return predication.group.from - link < 6;
  const { people, group } = undergoersIn(scene.body, line, { from: link + 3, to: tokens.length });
  return people.length > 0 || group !== undefined;
}

const isPromisedOr = ({ modality }: Telling): boolean =>
  saysItHappened(modality) || modality === 'announced' || modality === 'conditional';

function distinctParties(line: Line): CountryMention[] {
  const named = line.countries.filter(({ kind }) => kind !== 'demonym');
  const all = named.length >= 2 ? named : line.countries;
  return [...new Map(all.map((mention) => [mention.country, mention])).values()];
}

/** How many people change hands, where the sentence tells it of each side, or of both together. */
function peopleSwapped({ scene, line, predication }: Telling): { count?: Count } {
  const { tokens } = line.sentence;
  const link = tokens.findIndex(
    ({ lower }, at) => /^(?:exchange|return)$/.test(lower) && tokens[at + 1]?.lower === 'for',
  );
  const whole = { from: 0, to: tokens.length };
  // The first side's act may stand before the link: then those whom it frees, and not who frees them.
  const first = predication.at.from < link ? predication.patient.from : 0;
  const sides =
    link < 0
      ? [whole]
      : [
          { from: first, to: link - 1 },
          { from: link + 2, to: tokens.length },
        ];
  const counts = sides.map((side) => countOf(undergoersIn(scene.body, line, side), line, side));
  if (counts.some((count) => count === undefined)) return {};
  const count = total(counts as Count[]);
  return count && count.value > 1 ? { count } : {};
}

/** The number, else as many as are named. */
function countOf({ group, others = [], people }: Undergoers, line: Line, side: Range): Count | undefined {
  if (group && (group.counted || group.count.qualifier === 'exact'))
    return total([group, ...others].map(({ count }) => count));
  const freed =
    people.length > 0 ? people : line.people.filter((mention) => isOf(line, mention) && within(mention.from, side));
  return freed.length > 0 ? { value: freed.length, qualifier: 'exact' } : undefined;
}

/** "the release of the teacher Jane Roe". */
const isOf = ({ sentence }: Line, { opening }: PersonMention): boolean => {
  const before = sentence.tokens[opening - 1];
  return (before?.pos === 'DET' ? sentence.tokens[opening - 2] : before)?.lower === 'of';
};

/** "a prisoner swap between Belarus and Germany": two parties, each giving what the text says. */
export function swapped(telling: Telling): ClaimDraft[] {
  const { scene, line, predication, told } = telling;
  if (
    !predication.acts.includes('swap') ||
    !/prisoner|hostage|captive|detainee|inmate|\b(?:held|jailed|imprisoned|detained|convicted|serving)\b/i.test(
      line.text,
    ) ||
    /\bprisoners? of war\b/i.test(line.text)
  )
    return [];
  const { tokens } = line.sentence;
  if (told.drafts.some((each) => each.type === 'ExchangeReported')) return [];
  const planned = /^(?:agreement|deal|talks|negotiations|plan|proposal)$/.test(tokens[predication.at.to]?.lower ?? '');
  const named = line.countries.filter(({ kind }) => kind !== 'demonym');
  const between = named.filter((mention) => within(mention.from, predication.patient));
  const parties = [
    ...new Map((between.length >= 2 ? between : named).map((mention) => [mention.country, mention])).values(),
  ];
  const [first, second] = parties.length >= 2 ? parties : [];
  const around = countryIn(line.countries, { from: 0, to: line.sentence.tokens.length })?.country ?? scene.jailer;
  const words = line.text.slice(0, 500);
  const legs: Leg[] =
    first && second
      ? [first, second].map((mention) => ({
          party: { name: textOf(scene.body, line.sentence, mention), country: mention.country },
          gives: { words },
        }))
      : ['one side', 'the other side'].map((name) => ({ party: { name, country: around }, gives: { words } }));
  return [
    draft(
      telling,
      'ExchangeReported',
      { legs, link: 'explicit_deal', brokers: brokersOf(telling), ...peopleSwapped(telling) },
      planned && happened(telling) ? { modality: 'announced' } : {},
    ),
  ];
}
