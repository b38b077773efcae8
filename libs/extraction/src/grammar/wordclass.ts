import { PEOPLE_NOUNS } from '../lexicon/people.js';
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

/** Tells the noun from the verb of one form: "the release of" and "they release". The tagger alone is too often wrong. */
export function isNoun(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  const after = tokens[at + 1]?.lower ?? '';
  const opens = /^(?:includ(?:e|es|ed|ing)|came|comes|follow(?:s|ed))$/.test(after) && NOUN_ACTS.has(tokens[at]!.lower);
  if (after === 'of' || opens) return true;
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
  if (/^sentences?$/.test(tokens[at]!.lower)) return before.pos === 'NOUN' || before.pos === 'ADJ';
  if (before.pos === 'ADJ' || before.pos === 'NUM') return !isSubjectNumber(before);
  return (
    /^(?:prisoner|prisoners|hostage|detainee|prison|death|year|house)$/.test(before.lower) && tokens[at]!.pos === 'NOUN'
  );
}

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
    before.pos === 'PROPN' &&
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
  return /^(?:DET|NUM|PROPN|PRON|ADJ|NOUN)$/.test(next.pos) || PEOPLE_NOUNS.has(next.lower);
}
