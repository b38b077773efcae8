import { BARRIERS } from '../lexicon/modality.js';
import { VERB_FORMS } from './forms.js';
import type { Range, Token } from '../text/token.js';

const RELATIVE = /^(?:who|whom|whose|which)$/;
const STOP = /^(?:[;:.?!"“”]|--|–|—)$/;
const LEFT_ONLY = /^(?:that|if|unless|once|until|before|whether|than)$/;
const RIGHT_ONLY =
  /^(?:ahead|before|to|if|unless|once|until|under|amid|in|as|despite|saying|citing|calling|following)$/;
const FINITE_AUX =
  /^(?:is|are|was|were|has|have|had|will|would|shall|should|may|might|can|could|must|did|does|do|'ll|remain|remains)$/;

/** "sanctions that were imposed": "that" behind a noun and before a verb group is a relative pronoun too. */
export const isRelativeAt = (tokens: readonly Token[], at: number): boolean =>
  isRelative(tokens[at]) || (tokens[at]?.lower === 'that' && /^(?:NOUN|PROPN)$/.test(tokens[at - 1]?.pos ?? ''));

export const isRelative = (token: Token | undefined): boolean => token !== undefined && RELATIVE.test(token.lower);

/** A verb's words from its first auxiliary: "have not yet been", "should be unconditionally and immediately". */
export function groupStart(tokens: readonly Token[], at: number): number {
  let start = at;
  for (let left = at - 1; left >= 0 && at - left <= 8; left -= 1) {
    const { pos, lower } = tokens[left]!;
    if (isAuxiliary(tokens[left]!) || lower === 'to' || /^(?:not|n't|never)$/.test(lower)) start = left;
    else if (lower === 'be' || lower === 'being' || lower === 'been' || lower === "'ve") start = left;
    // "were each handed a year".
    else if (
      /^(?:each|both|all|himself|herself|themselves)$/.test(lower) &&
      start === left + 1 &&
      isAuxiliary(tokens[left - 1] ?? tokens[left]!)
    )
      continue;
    // "have since been freed": the adverb, which elsewhere begins a clause.
    else if (lower === 'since' && start === left + 1 && /^(?:have|has|had)$/.test(tokens[left - 1]?.lower ?? ''))
      continue;
    else if (pos !== 'ADV' && !(lower === 'and' && /ly$/.test(tokens[left - 1]?.lower ?? '')) && !/ly$/.test(lower))
      break;
  }
  return start;
}

export const isAuxiliary = (token: Token): boolean =>
  token.pos === 'AUX' || FINITE_AUX.test(token.lower) || /^(?:'ve|'s been|gets?|got|wo|ca)$/.test(token.lower);

const PASSIVE_AUX = /^(?:is|are|was|were|be|been|being|get|gets|got|'re|'s)$/;
export const isPassiveAuxiliary = (token: Token): boolean => PASSIVE_AUX.test(token.lower);

/** Where the clause begins whose verb group begins at `from`. */
export function clauseStart(tokens: readonly Token[], from: number): number {
  for (let at = beforeParenthesis(tokens, from) - 1; at >= 0; at -= 1) {
    const { lower } = tokens[at]!;
    if (
      isClosedAside(tokens, at, from) ||
      isEndedClause(tokens, at, from) ||
      (lower === 'than' && tokens[at + 1]?.pos === 'NUM')
    )
      continue;
    // "soldiers detained since July were pardoned": a date behind "since" begins no clause.
    if (lower === 'since' && at > 0 && /^(?:PROPN|NUM)$/.test(tokens[at + 1]?.pos ?? '')) continue;
    if (STOP.test(lower) || LEFT_ONLY.test(lower) || (BARRIERS.has(lower) && !isPhrasal(tokens, at))) return at + 1;
    if (at < from - 1 && lower === 'and' && startsPredicate(tokens, at + 1)) return at + 1;
    if (lower === ',' && beginsMainClause(tokens, at + 1, from)) return at + 1;
  }
  return 0;
}

/** "Roe, who had been held for years, and Doe were freed": a relative clause that ends before the verb. */
const isClosedAside = (tokens: readonly Token[], at: number, from: number): boolean =>
  RELATIVE.test(tokens[at]!.lower) &&
  tokens[at - 1]?.text === ',' &&
  tokens.slice(at + 1, from).some((token) => token.text === ',');

/** "Prisoners who have served ten years will be freed": the relative clause has a verb of its own, and ends before. */
function isEndedClause(tokens: readonly Token[], at: number, from: number): boolean {
  if (!RELATIVE.test(tokens[at]!.lower) || !isAuxiliary(tokens[from] ?? tokens[at]!)) return false;
  if (/^(?:and|or|but|,|then|not|who|which)$/.test(tokens[from - 1]?.lower ?? '')) return false;
  return tokens.slice(at + 1, from).some((token) => token.pos === 'AUX' || isFiniteVerb(token));
}

/** Over a parenthesis that stands right before the verb: "Roe, arrested in May, was" and "Roe — a teacher — was". */
function beforeParenthesis(tokens: readonly Token[], from: number): number {
  const mark = tokens[from - 1]?.lower ?? '';
  if (/^(?:—|–|\))$/.test(mark)) {
    const opening = tokens
      .slice(0, from - 1)
      .findLastIndex((token) => (mark === ')' ? token.text === '(' : token.lower === mark));
    return opening > 0 ? opening : from;
  }
  if (mark !== ',') return from;
  for (let at = from - 2; at > 0; at -= 1) {
    const next = tokens[at + 1]!;
    if (
      tokens[at]!.lower === ',' &&
      (RELATIVE.test(next.lower) || /^(?:DET)$/.test(next.pos) || VERB_FORMS.get(next.lower)?.tense === 'ed')
    )
      return at;
  }
  return from;
}

/** "Following the talks, ...", "After years of detention, ...": a phrase in front, ended by a comma. */
function isPhrasal(tokens: readonly Token[], at: number): boolean {
  // "removed the following persons": what is meant, and no clause.
  if (tokens[at]!.lower === 'following') return /^(?:the|these|those)$/.test(tokens[at - 1]?.lower ?? '');
  return tokens[at]!.lower === 'as' && /^(?:such|well|part)$/.test(tokens[at - 1]?.lower ?? '');
}

const startsPredicate = (tokens: readonly Token[], at: number): boolean => {
  const next = tokens[at]?.pos === 'ADV' ? tokens[at + 1] : tokens[at];
  return next !== undefined && (next.pos === 'AUX' || FINITE_AUX.test(next.lower) || isFiniteVerb(next));
};

/** A comma after an opening phrase: what stands between it and the verb is the subject. */
function beginsMainClause(tokens: readonly Token[], from: number, verb: number): boolean {
  if (verb - from < 1 || verb - from > 14) return false;
  const opening = tokens.slice(0, from - 1);
  const phrase =
    /^(?:after|following|under|on|in|at|since|during|by|as|with|for|amid|despite|when|while|if|today|yesterday|earlier)$/;
  return (
    opening.length > 0 &&
    phrase.test(opening[0]!.lower) &&
    !tokens.slice(from, verb).some((token) => token.lower === ',')
  );
}

const isFiniteVerb = (token: Token): boolean => token.pos === 'VERB' && !/ing$/.test(token.lower);

/** Where what a verb governs ends: at the next clause, at a finite verb, at the sentence's end. `to` excluded. */
export function clauseEnd(tokens: readonly Token[], from: number): number {
  for (let at = from; at < tokens.length; at += 1) {
    const { lower } = tokens[at]!;
    if (STOP.test(lower) && !(at === from && lower === '"'))
      return listFollows(tokens, at) ? endOfList(tokens, at + 1) : at;
    if (RELATIVE.test(lower) || (lower === 'that' && at > from && tokens[at - 1]!.pos !== 'ADP')) return at;
    if (BARRIERS.has(lower) && !isPhrasal(tokens, at)) return at;
    if (RIGHT_ONLY.test(lower) && !isPhrasal(tokens, at) && endsObject(tokens, at)) return at;
    if (at > from && FINITE_AUX.test(lower) && tokens[at - 1]!.lower !== 'and') return at;
    if ((lower === 'and' || lower === 'but') && startsPredicate(tokens, at + 1)) return at;
  }
  return tokens.length;
}

/** "—including A and B", "the following: A, B": a list that tells who is meant. */
const listFollows = (tokens: readonly Token[], at: number): boolean =>
  /^(?:–|—|:|--)$/.test(tokens[at]!.lower) &&
  (/^(?:including|among|such)$/.test(tokens[at + 1]?.lower ?? '') ||
    (tokens[at]!.lower === ':' && tokens[at + 1]?.pos === 'PROPN'));

const endOfList = (tokens: readonly Token[], from: number): number => {
  const at = tokens.findIndex((token, index) => index >= from && (STOP.test(token.lower) || BARRIERS.has(token.lower)));
  return at < 0 ? tokens.length : at;
};

function endsObject(tokens: readonly Token[], at: number): boolean {
  const { lower } = tokens[at]!;
  const next = tokens[at + 1]?.lower ?? '';
  if (lower === 'in') return /^(?:exchange|return|response|accordance|order|connection)$/.test(next);
  if (lower === 'to')
    return (
      tokens[at + 1]?.pos === 'VERB' &&
      /^(?:mark|restore|punish|support|reengage|get|include|hold|pressure)$/.test(next)
    );
  return true;
}

/** The noun phrase that a relative pronoun or a participle at `at` belongs to. */
export function antecedent(tokens: readonly Token[], at: number): Range {
  let from = at;
  for (let left = at - 1; left >= 0 && at - left <= 16; left -= 1) {
    const { pos, lower } = tokens[left]!;
    const verb = VERB_FORMS.get(lower);
    if (
      verb &&
      lower !== 'sanctions' &&
      left > 0 &&
      (pos !== 'NOUN' || (verb.tense === 's' && tokens[left - 1]!.pos === 'PROPN')) &&
      tokens[left - 1]!.pos !== 'DET'
    )
      break;
    const joins = /^(?:of|and|including|in|at|for|from|to|on|against|,|'s|'|-)$/.test(lower) && left > 0;
    if (!joins && !/^(?:DET|ADJ|NOUN|PROPN|NUM|PART|PRON|ADV)$/.test(pos)) break;
    if (BARRIERS.has(lower) || lower === 'that') break;
    from = left;
    if (/^(?:DET)$/.test(pos) && !/^(?:of|in|for|from|to|at|on|against)$/.test(tokens[left - 1]?.lower ?? '')) break;
  }
  return { from, to: at };
}

/** The place after the noun before "who" or before a participle, over a comma. */
export function nounEnd(tokens: readonly Token[], at: number): number {
  let end = isRelativeAt(tokens, at - 1) ? at - 1 : at;
  while (/^(?:,|–|—|-|\()$/.test(tokens[end - 1]?.lower ?? '') || tokens[end - 1]?.pos === 'ADV') end -= 1;
  return end;
}

/**
 * "was fined and let go", "were tried, convicted and jailed": where the group of the verb begins whose auxiliary a bare
 * participle at `at` shares, or undefined where it shares none.
 */
export function sharedAuxiliary(tokens: readonly Token[], at: number): number | undefined {
  if (tokens[at - 1]?.lower !== 'and') return undefined;
  for (let left = at - 2; left > 0 && at - left <= 14; left -= 1) {
    const { lower, pos } = tokens[left]!;
    if (STOP.test(lower) || RELATIVE.test(lower) || BARRIERS.has(lower)) return undefined;
    if (pos !== 'VERB' || !/(?:ed|en|wn|nt|ught|ut)$/.test(lower)) continue;
    const start = groupStart(tokens, left);
    if (start < left && tokens.slice(start, left).some(isPassiveAuxiliary)) return start;
  }
  return undefined;
}

/** Who does it: what stands before the verb group, or what a relative clause belongs to. */
export function subjectOf(tokens: readonly Token[], start: number): Range {
  if (isRelativeAt(tokens, start - 1)) return antecedent(tokens, nounEnd(tokens, start));
  return { from: clauseStart(tokens, start), to: start };
}

/** "called for Roe to be freed", "for him to be let out": who stands between "for" and the infinitive. */
export function wantedFor(tokens: readonly Token[], to: number): Range | undefined {
  if (tokens[to]?.lower !== 'to') return undefined;
  for (let at = to - 1; at >= 0 && to - at <= 10; at -= 1) {
    if (tokens[at]!.lower === 'for') return at + 1 < to ? { from: at + 1, to } : undefined;
    if (!/^(?:DET|ADJ|NOUN|PROPN|PRON|NUM|PART|CCONJ)$/.test(tokens[at]!.pos) && tokens[at]!.text !== ',')
      return undefined;
  }
  return undefined;
}

/** What "by" introduces in the rest of a clause; empty without it. */
export function byPhrase(tokens: readonly Token[], rest: Range): Range {
  for (let at = rest.from; at < rest.to; at += 1) {
    if (tokens[at]!.lower === 'by') return { from: at + 1, to: rest.to };
  }
  return { from: rest.to, to: rest.to };
}
