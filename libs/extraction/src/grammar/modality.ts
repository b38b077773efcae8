import type { Modality } from '#domain';
import { BARRIERS, CUES, type Cue } from '../lexicon/modality.js';
import type { Sentence, Token } from '../text/token.js';
import type { Predication } from './predicate.js';
import {
  isCalledFalse,
  ofTwoWords,
  isHeadline,
  isPastUntil,
  isReported,
  isTurnedDown,
  isWantedToo,
  isWordQuoted,
} from './turns.js';
import { isJoined, isPlaced, isPlural } from './wordclass.js';

const NEGATION = /^(?:not|n't|never|no|neither|none|nor|nobody|cannot)$/;
const REACH = 22;

/**
 * What the sentence says of the act: done, promised, demanded, denied. Undefined when it says nothing either way, as
 * "efforts to free them" does. The cues are those of the verb's own group, then of the words that govern it, leftwards.
 */
export function modalityOf(sentence: Sentence, predication: Predication): Modality | undefined {
  const { tokens } = sentence;
  if (tokens.at(-1)!.text === '?' && !/^(?:after|following)$/.test(tokens[predication.group.from - 1]?.lower ?? ''))
    return undefined;
  if (isCounterfactual(tokens, predication)) return undefined;
  if (isImperative(tokens, predication)) return 'demanded';
  const own = ofGroup(tokens, predication) ?? (isWantedToo(tokens, predication) ? 'demanded' : undefined);
  if (own) return own === 'announced' ? promised(tokens, predication) : own;
  const cue = isGoverned(tokens, predication)
    ? governing(tokens, predication.group.from, predication)
    : ofFinite(tokens, predication);
  if (cue === 'silent') return undefined;
  const told = cue === 'clear' ? (ofItsVerb(tokens, predication) ?? done(tokens, predication)) : cue;
  if (told === 'silent') return undefined;
  return told === 'announced' ? promised(tokens, predication) : told;
}

/** "Free Jane Roe!", "they wrote: Release all prisoners": an order or a plea, at the opening of a sentence or a quote. */
function isImperative(tokens: readonly Token[], { form, tense, group, at }: Predication): boolean {
  if (form !== 'active' || tense !== 'base' || group.from !== at.from) return false;
  const before = tokens[at.from - 1]?.lower ?? '"';
  const next = tokens[at.to];
  return /^(?:["“‘':–—-]|please)$/.test(before) && next !== undefined && /^(?:DET|PRON|NUM|PROPN|ADJ)$/.test(next.pos);
}

/** "The release of 40 prisoners would be a step": a noun takes its truth from its own verb too, where that is in doubt. */
function ofItsVerb(
  tokens: readonly Token[],
  { form, patient, rest, at }: Predication,
): Exclude<Cue, 'clear'> | undefined {
  if (form !== 'nominal') return undefined;
  const end = patient.from > at.from ? patient.to : rest.to;
  const [verb = '', next = ''] = tokens.slice(end, end + 2).map((token) => token.lower);
  if (/^(?:would|could|might|may)$/.test(verb)) return 'conditional';
  if (verb === 'shall') return 'silent';
  if (!/^(?:be|come|happen|follow|take|begin|start|proceed|occur)$/.test(next)) return undefined;
  if (/^(?:should|must)$/.test(verb)) return 'demanded';
  return verb === 'will' && next !== 'be' ? 'announced' : undefined;
}

/** "Had they been freed", "would have lifted": what did not come about. */
function isCounterfactual(tokens: readonly Token[], { group, at }: Predication): boolean {
  const words = tokens.slice(group.from, at.from).map((token) => token.lower);
  if (/\b(?:would|should|could|might)\b.*\bhave\b/.test(words.join(' '))) return true;
  return (
    tokens.slice(0, 2).some((token) => token.text === 'Had') &&
    at.from < 12 &&
    !words.includes('had') &&
    words.includes('been')
  );
}

/** What stands of auxiliaries and negation in the verb's own group. */
function ofGroup(tokens: readonly Token[], { group, at, form }: Predication): Modality | undefined {
  if (form === 'nominal') return undefined;
  const words = tokens.slice(group.from, at.from).map((token) => token.lower);
  const negated = words.some((word) => NEGATION.test(word));
  if (words.some((word) => /^(?:will|would|shall|wo|'ll)$/.test(word))) return negated ? 'refused' : 'announced';
  if (words.some((word) => /^(?:should|must|ought)$/.test(word))) return negated ? 'refused' : 'demanded';
  if (words.some((word) => /^(?:may|might|could|can)$/.test(word))) return negated ? 'denied' : 'conditional';
  if (words.includes('to')) return isObliged(tokens, group.from) ? 'demanded' : undefined;
  return negated ? 'denied' : undefined;
}

/** "has to lift", "have to act and release": an obligation, said of somebody. */
const isObliged = (tokens: readonly Token[], at: number): boolean =>
  /^(?:has|have|had)$/.test(tokens[at]!.lower) && tokens[at + 1]?.lower === 'to';

/** What will be is conditional behind an "if", and where it is only hoped for or doubted. */
function promised(tokens: readonly Token[], predication: Predication): Modality {
  const { group } = predication;
  const before = tokens.slice(Math.max(0, group.from - 12), group.from);
  if (before.some((token) => /^(?:rumou?rs?|rumou?red|speculation)$/.test(token.lower))) return 'rumoured';
  const wished = before.some((token) =>
    /^(?:hopes?|hoped|hoping|wish(?:es)?|doubts?|doubted|fears?|could|might)$/.test(token.lower),
  );
  return wished || isHedged(tokens, predication) ? 'conditional' : 'announced';
}

const isHedged = (tokens: readonly Token[], { group }: Predication): boolean =>
  tokens.some((token, at) => /^(?:if|unless|provided|once)$/.test(token.lower) && Math.abs(at - group.from) < 30);

/** Infinitives, bare forms, gerunds and nouns take their truth from the word that governs them. */
function isGoverned(tokens: readonly Token[], { form, tense, group, at }: Predication): boolean {
  if (form === 'nominal') return true;
  if (tokens.slice(group.from, at.from).some((token) => token.lower === 'to')) return true;
  if (tense === 'base') return !isPlainPresent(tokens, group.from);
  const auxiliaries = tokens.slice(group.from, at.from).map((token) => token.lower);
  if (tense === 'ing') return !auxiliaries.some((word) => /^(?:is|are|was|were|'s|'re|been|am|'m)$/.test(word));
  return form === 'passive' && auxiliaries[0] === 'be';
}

/** "Authorities release 12": a plural subject right before a bare form. */
function isPlainPresent(tokens: readonly Token[], at: number): boolean {
  let left = at - 1;
  while (left > 0 && /ly$/.test(tokens[left]!.lower)) left -= 1;
  const before = tokens[left];
  return (
    before !== undefined &&
    /^(?:NOUN|PROPN|PRON|ADJ)$/.test(before.pos) &&
    (isPlural(before) || /^(?:i|you)$|s$/.test(before.lower) || isJoined(tokens, at) || isPlaced(tokens, left)) &&
    !tokens
      .slice(Math.max(0, at - 12), at)
      .some((token) => token.lower === 'to' || CUES.get(token.lower) === 'demanded')
  );
}

/** "a planned amnesty", "her possible release": adjectives that doubt the noun. */
const QUALIFYING = /^(?:planned|possible|potential|expected|proposed|promised|scheduled|purported|upcoming)$/;

/** Looks leftwards for the nearest word that says whether the thing is so. */
function governing(tokens: readonly Token[], from: number, predication: Predication): Cue {
  const infinitive = tokens[predication.group.from]?.lower === 'to' || predication.tense === 'base';
  const traded = /^(?:exchange|return) for$/.test(
    tokens
      .slice(Math.max(0, from - 3), from)
      .filter((token) => token.pos !== 'DET')
      .map((token) => token.lower)
      .slice(-2)
      .join(' '),
  );
  const beside = predication.tense === 'ing' && isBeside(tokens, from);
  const qualified = tokens.slice(from, predication.at.from).find(({ lower }) => QUALIFYING.test(lower));
  if (qualified && predication.form === 'nominal') return CUES.get(qualified.lower) ?? 'clear';
  for (let at = from; at >= 0 && from - at <= REACH; at -= 1) {
    const { lower } = tokens[at]!;
    if (at === from && predication.form !== 'nominal') continue;
    if (!traded && isWall(tokens, at, infinitive)) break;
    if (lower === 'to' && isObliged(tokens, at - 1 < 0 ? 0 : at - 1)) return 'demanded';
    const cue = ofTwoWords(lower, tokens[at + 1]?.lower) ?? CUES.get(lower);
    if (cue === undefined || isOwnWord(tokens, at, predication)) continue;
    // "The licence authorizes trade, effectively lifting sanctions": what follows is no part of what is allowed.
    if (beside && /^(?:authori[sz]|allow|permit)/.test(lower)) continue;
    if (cue === 'clear') {
      const outer = outerOf(tokens, at);
      if (outer) return outer;
      return 'clear';
    }
    if (cue === 'demanded' && isTurnedDown(tokens, at)) return 'refused';
    return negatedBefore(tokens, at, cue);
  }
  if (!infinitive)
    return predication.tense === 'ing' && opensClause(tokens, predication.group.from)
      ? ofItsSubject(tokens, predication)
      : 'clear';
  if (isHeadline(tokens, from)) return 'announced';
  const before = tokens[from - 1]?.lower ?? '';
  if (isReported(tokens, from)) return 'clear';
  return /^(?:is|are|was|were)$/.test(before) ? 'announced' : 'silent';
}

/** A participle behind a comma, or an adverb behind it, tells of something that goes with what the clause tells. */
const isBeside = (tokens: readonly Token[], from: number): boolean =>
  (/ly$/.test(tokens[from - 1]?.lower ?? '') ? tokens[from - 2] : tokens[from - 1])?.lower === ',';

/** "Removing sanctions will help": a gerund as the subject tells of the thing, not that it was done. */
const ofItsSubject = (tokens: readonly Token[], { rest }: Predication): Cue =>
  /^(?:would|could|might|may)$/.test(tokens[rest.to]?.lower ?? '') ? 'conditional' : 'silent';

const opensClause = (tokens: readonly Token[], at: number): boolean =>
  at === 0 || /^(?:["“:]|while|when)$/i.test(tokens[at - 1]!.text);

const isWall = (tokens: readonly Token[], at: number, infinitive: boolean): boolean => {
  const { lower } = tokens[at]!;
  if (/^(?:[;:.!?"“”])$/.test(lower)) return !isWordQuoted(tokens, at);
  const asWell =
    (lower === 'as' && /^(?:well|such|part)$/.test(`${tokens[at + 1]?.lower}`)) ||
    (lower === 'as' && tokens[at - 1]?.lower === 'well');
  return BARRIERS.has(lower) && !asWell && !(infinitive && lower === 'as');
};

/** Nouns and adjectives among the act's own words: "an amnesty bill", "a possible release" are cues; "set" is not. */
const isOwnWord = (tokens: readonly Token[], at: number, { at: own }: Predication): boolean =>
  (at >= own.from && at < own.to) ||
  (tokens[at]!.lower === 'once' && tokens[at + 1]?.lower === 'again') ||
  (tokens[at]!.lower === 'due' &&
    tokens[at + 1]?.lower === 'to' &&
    !/^(?:VERB|AUX)$/.test(tokens[at + 2]?.pos ?? '')) ||
  (/^dismiss/.test(tokens[at]!.lower) &&
    !/^(?:talk|reports?|rumou?rs|speculation|suggestions?|claims?|notion|idea)$/.test(
      tokens.slice(at + 1, at + 4).find(({ pos }) => pos === 'NOUN')?.lower ?? '',
    )) ||
  (tokens[at]!.lower === 'due' && /^(?:process|diligence)$/.test(tokens[at + 1]?.lower ?? '')) ||
  (tokens[at]!.lower === 'open' && tokens[at + 1]?.lower !== 'to') ||
  (tokens[at]!.lower === 'order' && !(at > 0 && isPlural(tokens[at - 1]!))) ||
  (tokens[at]!.lower === 'may' && /^\d/.test(tokens[at + 1]?.text ?? '')) ||
  tokens[at]!.text === 'May' ||
  (tokens[at]!.lower === 'will' && tokens[at]!.pos === 'NOUN') ||
  (tokens[at]!.lower === 'means' && tokens[at]!.pos === 'VERB');

/** A verb such as "secure" is itself promised or tried: "hopes to secure the release". */
function outerOf(tokens: readonly Token[], at: number): Cue | undefined {
  let infinitive = false;
  for (let left = at - 1; left >= 0 && at - left <= 8; left -= 1) {
    const { lower } = tokens[left]!;
    if (isWall(tokens, left, true)) return undefined;
    if (NEGATION.test(lower)) return 'denied';
    infinitive ||= lower === 'to' && at - left <= 2;
    if (infinitive || left === at - 1 || tokens[at - 1]?.lower === 'to') {
      const cue = CUES.get(lower);
      if (cue && cue !== 'clear') return cue;
    }
  }
  return undefined;
}

function negatedBefore(tokens: readonly Token[], at: number, cue: Cue): Cue {
  // "rejected claims that it had agreed to free them".
  const that = tokens.slice(Math.max(0, at - 4), at).findIndex(({ lower }) => lower === 'that');
  const said = that < 0 ? undefined : ofComplement(tokens, Math.max(0, at - 4) + that);
  if (cue === 'announced' && (said === 'denied' || said === 'refused')) return 'denied';
  const negated = tokens.slice(Math.max(0, at - 3), at).some((token) => NEGATION.test(token.lower));
  if (!negated) return cue;
  return cue === 'announced' || cue === 'conditional'
    ? 'refused'
    : cue === 'refused' || cue === 'denied'
      ? 'silent'
      : cue === 'demanded'
        ? 'silent'
        : cue;
}

/** A finite verb is held back only by its clause: "if", "denied that", "no prisoners were". */
function ofFinite(tokens: readonly Token[], { group, patient, agent, form }: Predication): Cue {
  const subject = form === 'passive' || form === 'participle' ? patient : agent;
  if (/^(?:no|none|neither|nobody|few)$/.test(tokens[subject.from]?.lower ?? '') && subject.to > subject.from)
    return 'denied';
  if (form === 'passive' && isOfNobody(tokens, group.from)) return 'denied';
  for (let at = group.from - 1; at >= 0 && group.from - at <= REACH; at -= 1) {
    const { lower } = tokens[at]!;
    if (/^(?:until|once)$/.test(lower) && isPastUntil(tokens, at, group.from)) return 'clear';
    if (/^(?:if|unless|whether|provided|until|once)$/.test(lower)) return 'conditional';
    if (lower === 'that' || lower === 'as') return ofComplement(tokens, at);
    if (/^(?:[;:.!?])$/.test(lower) || BARRIERS.has(lower)) return 'clear';
    if (/^(?:denied|denies|deny|hopes|hope|hoped|wishes)$/.test(lower))
      return lower.startsWith('den') ? 'denied' : 'conditional';
  }
  return 'clear';
}

/** "says no sanctions have been lifted": the noun right before the verb is none. */
function isOfNobody(tokens: readonly Token[], from: number): boolean {
  for (let at = from - 1; at >= 0 && from - at <= 4; at -= 1) {
    if (/^(?:no|none|neither|nobody)$/.test(tokens[at]!.lower)) return true;
    if (!/^(?:NOUN|PROPN|ADJ|NUM)$/.test(tokens[at]!.pos)) return false;
  }
  return false;
}

function ofComplement(tokens: readonly Token[], that: number): Cue {
  if (isCalledFalse(tokens, that)) return 'denied';
  const before = tokens.slice(Math.max(0, that - 6), that).map(({ lower }) => lower);
  // "no truth to reports that", "no evidence that", "false reports that".
  if (
    /\bno (?:\w+ )?(?:truth|evidence|basis|confirmation|indication|sign)\b|\b(?:false|fake|untrue)\b/.test(
      before.join(' '),
    )
  )
    return 'denied';
  for (let at = that - 1; at >= 0 && that - at <= 6; at -= 1) {
    const cue = CUES.get(tokens[at]!.lower);
    if (cue === undefined) continue;
    if (cue === 'denied' && NEGATION.test(tokens[at]!.lower)) continue;
    if (cue === 'announced' || cue === 'silent') return 'clear';
    return cue;
  }
  return 'clear';
}

/** Done now, or told as history. */
function done(tokens: readonly Token[], predication: Predication): Modality {
  const words = tokens.slice(predication.group.from, predication.at.from).map((token) => token.lower);
  if (words.includes('had') || predication.aside) return 'background';
  if (predication.tense === 'ing' && words.some((word) => /^(?:is|are|'re|'s)$/.test(word))) return 'ongoing';
  return 'performed';
}
