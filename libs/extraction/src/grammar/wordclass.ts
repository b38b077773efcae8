import { PEOPLE_NOUNS, ROLES } from '../lexicon/people.js';
import { isCapitalised, type Token } from '../text/token.js';
import { isAuxiliary } from './clause.js';
import { NOUN_ACTS, VERB_FORMS, type VerbForm } from './forms.js';

/** A capital within a sentence makes the word part of a name or a title: "Blocking Property of Certain Persons". */
export const isInTitle = (tokens: readonly Token[], at: number): boolean =>
  at > 0 &&
  isCapitalised(tokens[at]) &&
  !/^["“:—–-]$/.test(tokens[at - 1]!.text) &&
  isCapitalised(
    tokens.find((token, index) => index !== at && token.text.length > 3 && /\p{Ll}/u.test(token.text)) ?? tokens[at],
  ) &&
  /\p{Ll}/u.test(tokens[at]!.text);

const DETERMINER =
  /^(?:the|a|an|his|her|its|their|our|your|my|this|that|these|those|'s|s'|'|no|any|each|every|of|for|in|on|from|after|with|about|and|under|before|by|full|early|mass|new)$/;

/** "General License 40A authorizes": forms that no noun has. */
const ALWAYS_VERBS = /^(?:authori[sz]es|allows)$/;

/** Tells the noun from the verb of one form: "the release of" and "they release". The tagger alone is too often wrong. */
export function isNoun(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const after = tokens[at + 1]?.lower ?? '';
  const opens = /^(?:includ(?:e|es|ed|ing)|came|comes|follow(?:s|ed))$/.test(after) && NOUN_ACTS.has(tokens[at]!.lower);
  if (after === 'of' || opens) return true;
  // "by lifting sanctions": a gerund with an object, which no noun has.
  if (VERB_FORMS.get(tokens[at]!.lower)?.tense === 'ing' && before && hasObject(tokens, at + 1)) return false;
  if (/^(?:him|them)$/.test(after)) return false;
  if (actsOnSomebody(tokens, at) || ALWAYS_VERBS.test(tokens[at]!.lower)) return false;
  if (/^sanctions?$/.test(tokens[at]!.lower)) return !sanctionsSomebody(tokens, at);
  if (!before) return tokens[at]!.pos === 'NOUN';
  // "pardons and releases 12 women": two verbs of one form.
  if (
    before.lower === 'and' &&
    VERB_FORMS.get(tokens[at - 2]?.lower ?? '')?.tense === VERB_FORMS.get(tokens[at]!.lower)?.tense &&
    /^(?:NUM|DET)$/.test(tokens[at + 1]?.pos ?? '')
  )
    return false;
  if (before.lower === 'and' || before.lower === 'or')
    return tokens[at]!.pos === 'NOUN' || NOUN_ACTS.has(tokens[at - 2]?.lower ?? '');
  if (DETERMINER.test(before.lower)) return true;
  // "were granted amnesty": a bare form behind a verb is its object.
  if (before.pos === 'VERB' && tokens[at]!.pos === 'NOUN' && !/^(?:help|let|make)/.test(before.lower)) return true;
  if (/^sentences?$/.test(tokens[at]!.lower)) return before.pos === 'NOUN' || before.pos === 'ADJ';
  if (before.pos === 'ADJ' || before.pos === 'NUM') return !isSubjectNumber(before);
  return (
    /^(?:prisoner|prisoners|hostage|detainee|prison|death|year|house)$/.test(before.lower) && tokens[at]!.pos === 'NOUN'
  );
}

/** What begins an object and goes with no noun of an act: "pardons 12 women", "frees the editor", "jails him". */
const OBJECT_OPENING =
  /^(?:the|an?|his|her|its|their|him|them|all|another|more|nearly|almost|dozens|hundreds|thousands|scores|several|some|over|about|around|up|at)$/;

/** "The military pardons 21 officers", "A court sentences editor Jane Roe": a finite verb, whatever the tagger says. */
function actsOnSomebody(tokens: readonly Token[], at: number): boolean {
  const { lower } = tokens[at]!;
  const verb = VERB_FORMS.get(lower);
  const next = tokens[at + 1];
  if (!verb || !next || (verb.tense !== 's' && verb.tense !== 'base') || /^sanctions?$/.test(lower)) return false;
  const subject = subjectBefore(tokens, at);
  if (verb.tense === 'base' && isPlaced(tokens, at - 1) && isObject(tokens, at + 1)) return true;
  if (!subject || (verb.tense === 'base' && !isPlural(subject) && !isJoined(tokens, at))) return false;
  const follows = tokens[at + 2];
  if (next.pos === 'NUM' && next.lower !== 'one') return true;
  if (/^(?:at|up|over|about|around|more|some)$/.test(next.lower))
    return follows?.pos === 'NUM' || /^(?:than|least|to)$/.test(follows?.lower ?? '');
  if (OBJECT_OPENING.test(next.lower)) return true;
  // A role or a name: "sentences editor Jane Roe".
  const isName = (token: Token | undefined): boolean => isCapitalised(token) && token?.pos === 'PROPN';
  if (verb.tense === 'base') return next.pos === 'NOUN' && PEOPLE_NOUNS.has(next.lower);
  if (
    /^(?:former|ex|jailed|imprisoned|detained|ousted|deposed|prominent|veteran|dual|political|opposition)$/.test(
      next.lower,
    )
  )
    return true;
  const role = ROLES.has(next.lower) || PEOPLE_NOUNS.has(next.lower);
  return role ? isName(follows) || /s$/.test(next.lower) : isName(next) && isName(follows);
}

/** "Authorities in Cuba": a plural stands before the place that a token names. */
export const isPlaced = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.pos === 'PROPN' &&
  /^(?:in|of|at|from)$/.test(tokens[at - 1]?.lower ?? '') &&
  tokens[at - 2] !== undefined &&
  isPlural(tokens[at - 2]!);

/** Words with which an object begins: "release at least 40 dissidents" against "the release was". */
const isObject = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]!.pos === 'NUM' ||
  (/^(?:at|over|about|around|more|some|nearly|almost|dozens|hundreds|all|the|an?)$/.test(tokens[at]!.lower) &&
    tokens[at]!.lower !== 'of');

/** The noun right before a verb, over adverbs: what stands behind a determiner alone, "the release", is no subject. */
function subjectBefore(tokens: readonly Token[], at: number): Token | undefined {
  let left = at - 1;
  while (left > 0 && (tokens[left]!.pos === 'ADV' || /ly$/.test(tokens[left]!.lower))) left -= 1;
  const before = tokens[left];
  if (!before || DETERMINER.test(before.lower)) return undefined;
  const afterDeterminer = before.pos === 'ADJ' && (tokens[left - 1]?.lower === 'the' || ROLES.has(before.lower));
  return /^(?:NOUN|PROPN|PRON)$/.test(before.pos) || afterDeterminer ? before : undefined;
}

/** Nouns that take a plural verb without an s. */
const COLLECTIVE = /^(?:police|military|taliban|people|media|they|we|who|women|men|troops|authorities|judiciary)$/;

/** "Canada and Norway impose": two subjects take a plural verb too. */
export const isJoined = (tokens: readonly Token[], at: number): boolean =>
  tokens.slice(Math.max(0, at - 5), at - 1).some((token, index, some) => {
    const next = some[index + 1] ?? tokens[at - 1];
    return token.lower === 'and' && next !== undefined && /^(?:PROPN|NOUN|DET|ADJ)$/.test(next.pos);
  });

export const isPlural = ({ lower }: Token): boolean => COLLECTIVE.test(lower) || /[^s]s$/.test(lower);

/** "The Council sanctions four officials" against "U.S. sanctions on oil" and "eased sanctions". */
function sanctionsSomebody(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  if (!before || !after) return false;
  if (/^(?:to|will|would|may|might|could|can|should|must|n't|not)$/.test(before.lower)) return true;
  const object =
    /^(?:DET|NUM)$/.test(after.pos) ||
    /^(?:more|dozens|over|several|at)$/.test(after.lower) ||
    (after.pos === 'PROPN' && !/s$/.test(after.lower));
  return (
    tokens[at]!.lower === 'sanctions' &&
    object &&
    (before.pos === 'PROPN' ||
      /^(?:administration|government|ministry|council|department|treasury|junta|cabinet)$/.test(before.lower)) &&
    !/^(?:u\.s\.|eu|american|european|western|un)$/.test(before.lower)
  );
}
const isSubjectNumber = (token: Token): boolean => token.pos === 'NUM' && /^[A-Z]/.test(token.text);

/** "47 detained Americans", "the released women": tells nothing of its own. */
export function isAdjective(tokens: readonly Token[], at: number, verb: VerbForm): boolean {
  if (verb.tense !== 'ed' && verb.tense !== 'ing') return false;
  let left = at - 1;
  while (left >= 0 && (tokens[left]!.pos === 'ADV' || /ly$/.test(tokens[left]!.lower))) left -= 1;
  const before = tokens[left];
  const next = tokens[at + 1];
  const nounNext =
    next !== undefined && /^(?:NOUN|PROPN|ADJ)$/.test(next.pos) && !/^(?:last|early|late|this)$/.test(next.lower);
  // "the detained were fined", "Jailed Kurdish leader Roe": as a noun, and before one at the opening.
  if (verb.tense === 'ed' && before?.lower === 'the' && left === at - 1 && /^(?:AUX|PUNCT)$/.test(next?.pos ?? '.'))
    return true;
  if (verb.tense === 'ed' && !before && nounNext && !verb.acts.includes('release')) return true;
  if (!before || !nounNext || isAuxiliary(before)) return false;
  if (verb.tense === 'ing') return before.pos === 'DET' && next.pos === 'NOUN';
  return (
    before.pos === 'DET' ||
    before.pos === 'NUM' ||
    before.pos === 'ADP' ||
    before.pos === 'SCONJ' ||
    before.pos === 'VERB' ||
    before.lower === "'s" ||
    /^(?:his|her|its|their)$/.test(before.lower)
  );
}

const TIME_WORD =
  /^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|today|yesterday|last|earlier|this|early|late|more|on|in|without)$/;

/** Whether what follows a past form is its object: "arrested 33 men" against "arrested in May". */
export function hasObject(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at]?.pos === 'ADV' && tokens[at + 1]?.lower !== ',' ? tokens[at + 1] : tokens[at];
  if (!next || (TIME_WORD.test(next.lower) && !/^more$/.test(next.lower))) return false;
  if (/^(?:all|at|over|about|around|up|some|nearly|almost|more|between)$/.test(next.lower))
    return (
      /\d|least|than|of|to|all|the|NUM/.test(`${tokens[at + 1]?.text} ${tokens[at + 1]?.pos}`) || next.lower === 'all'
    );
  return (
    isCapitalised(next) ||
    next.lower === 'sanctions' ||
    /^[$€£]/.test(next.text) ||
    // "imposed targeted sanctions": an adjective that looks like a verb.
    (/^(?:targeted|coordinated|unprecedented|sweeping|wide-ranging|extended|limited)$/.test(next.lower) &&
      /^(?:ADJ|NOUN)$/.test(tokens[at + 1]?.pos ?? '')) ||
    /^(?:DET|NUM|PROPN|PRON|ADJ|NOUN)$/.test(next.pos) ||
    PEOPLE_NOUNS.has(next.lower) ||
    // "delisted shipping companies": the tagger takes the first half of the noun for a verb.
    (next.lower.endsWith('ing') && /^(?:NOUN|PROPN)$/.test(tokens[at + 1]?.pos ?? ''))
  );
}
