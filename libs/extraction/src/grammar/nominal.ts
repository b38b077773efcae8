import { CAPTIVE_NOUNS } from '../lexicon/people.js';
import type { Act } from '../lexicon/verbs.js';
import type { Range, Token } from '../text/token.js';
import {
  antecedent,
  byPhrase,
  clauseEnd,
  clauseStart,
  groupStart,
  isPassiveAuxiliary,
  isRelativeAt,
  nounEnd,
  sharedAuxiliary,
  wantedFor,
} from './clause.js';
import { IDIOM_TENSES, type IdiomFound } from './forms.js';
import type { Predication } from './predicate.js';
import { hasObject } from './wordclass.js';

/** "the release of A by B", "B's release of A", "A's release". */
export function ofNoun(tokens: readonly Token[], at: number, act: Act): Predication {
  const rest: Range = { from: at + 1, to: clauseEnd(tokens, at + 1) };
  const of = objectOfNoun(tokens, at, rest);
  const possessor = possessorOf(tokens, at);
  const byAgent = byPhrase(tokens, rest);
  const patient = of ?? possessor;
  return {
    acts: [act],
    base: tokens[at]!.lower,
    form: 'nominal',
    tense: 'noun',
    at: { from: at, to: at + 1 },
    group: { from: possessor.from, to: at + 1 },
    agent: byAgent.from < byAgent.to ? byAgent : of ? possessor : { from: at, to: at },
    patient: { from: patient.from, to: byAgent.from < byAgent.to && of ? byAgent.from - 1 : patient.to },
    rest,
    aside: false,
  };
}

function objectOfNoun(tokens: readonly Token[], at: number, rest: Range): Range | undefined {
  if (/^(?:includ(?:e|es|ed|ing)|cover(?:s|ed|ing)|benefit(?:s|ed|ing|ting))$/.test(tokens[at + 1]?.lower ?? ''))
    return { from: at + 2, to: clauseEnd(tokens, at + 2) };
  for (let to = at + 1; to < Math.min(rest.to, at + 4); to += 1) {
    if (/^(?:of|for|to)$/.test(tokens[to]!.lower))
      return { from: to + 1, to: Math.max(rest.to, clauseEnd(tokens, to + 1)) };
    if (tokens[to]!.lower === ',') return undefined;
  }
  return undefined;
}

/** "the hostages' release", "his release", "prisoner releases": up to the determiner, at most eight words. */
function possessorOf(tokens: readonly Token[], at: number): Range {
  let from = at;
  for (let left = at - 1; left >= 0 && at - left <= 8; left -= 1) {
    const { lower, pos } = tokens[left]!;
    const participle = pos === 'VERB' && /ed$/.test(lower) && left === at - 1 && tokens[left - 1]?.pos === 'ADV';
    if ((!participle && !/^(?:DET|ADJ|NOUN|PROPN|NUM|PRON|PART|ADV)$/.test(pos)) || /^(?:to|not|n't)$/.test(lower))
      break;
    // "the envoy demands Roe's release": a verb that the tagger takes for a noun is no part of the phrase.
    if (left < at - 1 && governs(tokens[left]!)) break;
    from = left;
    if (/^(?:his|her|their|its)$/.test(lower)) break;
    if (pos === 'DET' && !CAPTIVE_NOUNS.has(tokens[left + 1]?.lower ?? '')) break;
  }
  return { from, to: at };
}

const governs = ({ lower, pos }: Token): boolean =>
  /^(?:demand|call|urge|appeal|plan|want|seek|order|expect|refuse)s$/.test(lower) && pos !== 'ADJ';

/** A turn of phrase, as its pattern says where the person stands. */
export function ofIdiom(tokens: readonly Token[], { idiom, from, to, gap }: IdiomFound): Predication {
  const start = groupStart(tokens, from);
  const rest: Range = { from: to, to: clauseEnd(tokens, to) };
  const passive =
    tokens.slice(start, from).some((token) => isPassiveAuxiliary(token)) && !/ing$/.test(tokens[from]!.lower);
  const before =
    wantedFor(tokens, start) ??
    (hangsOn(tokens, start, from)
      ? { from: clauseStart(tokens, start - 1), to: start - 1 }
      : { from: clauseStart(tokens, start), to: start });
  const after = idiom.who === 'gap' && gap ? gap : { from: to, to: rest.to };
  const shared = idiom.who === 'object' && !passive ? sharedAuxiliary(tokens, start) : undefined;
  if (shared !== undefined && !hasObject(tokens, to))
    return sharingPassive(tokens, { idiom, from, to }, { shared, rest });
  const beside = idiom.who === 'object' && !passive && isParticiple(tokens, start, { from, to });
  if (beside) return besideNoun(tokens, { idiom, from, to }, rest);
  const undergoes = idiom.who === 'subject' || passive;
  const relative = isRelativeAt(tokens, start - 1);
  const subject = relative ? antecedent(tokens, nounEnd(tokens, start)) : before;
  return {
    acts: [idiom.act],
    base: idiom.base,
    form: idiom.act === 'swap' ? 'nominal' : undergoes ? 'passive' : 'active',
    tense: idiom.act === 'swap' || passive || isPast(tokens, from, before) ? 'ed' : tenseOfIdiom(tokens, from),
    at: { from, to },
    group: { from: start, to },
    agent: undergoes ? byPhrase(tokens, rest) : before,
    patient: undergoes ? subject : after,
    rest,
    aside: relative,
  };
}

/** "students picked up at a vigil", "taken from his house in July": a participle beside its noun, with no object. */
const isParticiple = (tokens: readonly Token[], start: number, { from, to }: Range): boolean =>
  start === from &&
  /(?:ed|en|ught|wn|let|put|held)$/.test(tokens[from]!.lower) &&
  /^(?:NOUN|PROPN|PUNCT|NUM)$/.test(tokens[from - 1]?.pos ?? '') &&
  !hasObject(tokens, to);

/** "was fined and let go": the turn of phrase shares the auxiliary of a verb before it, and its subject. */
function sharingPassive(
  tokens: readonly Token[],
  { idiom, from, to }: IdiomFound,
  { shared, rest }: { shared: number; rest: Range },
): Predication {
  const aside = isRelativeAt(tokens, shared - 1);
  return {
    ...besideNoun(tokens, { idiom, from, to }, rest),
    form: 'passive',
    patient: aside ? antecedent(tokens, nounEnd(tokens, shared)) : { from: clauseStart(tokens, shared), to: shared },
    aside,
  };
}

const besideNoun = (tokens: readonly Token[], { idiom, from, to }: IdiomFound, rest: Range): Predication => ({
  acts: [idiom.act],
  base: idiom.base,
  form: 'participle',
  tense: 'ed',
  at: { from, to },
  group: { from, to },
  agent: byPhrase(tokens, rest),
  patient: antecedent(tokens, nounEnd(tokens, from)),
  rest,
  aside: true,
});

/** "arrived in Oslo after being let out": of whom the clause before tells. */
const hangsOn = (tokens: readonly Token[], start: number, from: number): boolean =>
  /^(?:being|having|walking|leaving|returning|regaining|serving|completing|finishing)$/.test(
    tokens[start]?.lower ?? tokens[from]!.lower,
  ) && /^(?:after|before|since|upon|following|despite|without)$/.test(tokens[start - 1]?.lower ?? '');

/** "Police let him go", "the junta put her on a plane": the past looks like the base, and has a subject before it. */
const isPast = (tokens: readonly Token[], from: number, { from: first, to }: Range): boolean =>
  /^(?:put|let|set|hit)$/.test(tokens[from]!.lower) &&
  first < to &&
  !/^(?:to|and|or|please|not|n't)$/.test(tokens[from - 1]!.lower);

/** A bare form right behind a noun is finite, whatever the number of that. */
function tenseOfIdiom(tokens: readonly Token[], from: number): Predication['tense'] {
  const tense = IDIOM_TENSES.get(tokens[from]!.lower) ?? 'ed';
  return tense === 'base' && /^(?:NOUN|PROPN)$/.test(tokens[from - 1]?.pos ?? '') ? 'ed' : tense;
}
