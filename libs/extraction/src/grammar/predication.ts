import type { Range, Sentence, Token } from '../text/token.js';
import {
  antecedent,
  byPhrase,
  clauseEnd,
  clauseStart,
  groupStart,
  isAuxiliary,
  isPassiveAuxiliary,
  isRelativeAt,
  nounEnd,
  sharedAuxiliary,
  subjectOf,
  wantedFor,
} from './clause.js';
import { idiomAt, NOUN_ACTS, TELLING_WORDS, VERB_FORMS, type VerbForm } from './forms.js';
import { ofIdiom, ofNoun } from './nominal.js';
import type { Predication } from './predicate.js';
import { hasObject, isAdjective, isInTitle, isNoun } from './wordclass.js';

/** All predications of a sentence, from left to right. */
export function predicationsOf({ tokens }: Sentence): Predication[] {
  const found: Predication[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (!TELLING_WORDS.has(tokens[at]!.lower)) continue;
    const idiom = idiomAt(tokens, at);
    if (idiom) {
      found.push(sharing(tokens, ofIdiom(tokens, idiom), lastVerb(found)));
      if (!idiom.gap) at = idiom.to - 1;
      continue;
    }
    const one = ofWord(tokens, at, lastVerb(found));
    if (one) found.push(one);
  }
  return found;
}

/** Nouns in between share no subject: "was released after years in detention and given". */
const lastVerb = (found: readonly Predication[]): Predication | undefined =>
  found.findLast(({ form }) => form !== 'nominal');

function ofWord(tokens: readonly Token[], at: number, before: Predication | undefined): Predication | undefined {
  const { lower } = tokens[at]!;
  if (isInTitle(tokens, at)) return undefined;
  const noun = NOUN_ACTS.get(lower);
  const verb = VERB_FORMS.get(lower);
  if (noun && (!verb || isNoun(tokens, at))) return isOfName(tokens, at) ? undefined : ofNoun(tokens, at, noun);
  if (!verb || (verb.tense !== 'ed' && verb.tense !== 'ing' && isNoun(tokens, at))) return undefined;
  if (isAdjective(tokens, at, verb)) return undefined;
  return ofVerb(tokens, at, verb, before);
}

/** "the People's Liberation Front": a word of a body's name. */
const isOfName = (tokens: readonly Token[], at: number): boolean =>
  /^\p{Lu}/u.test(tokens[at]!.text) &&
  /^(?:Front|Army|Movement|Party|Force|Forces|Organi[sz]ation|Act|Day|Union|Council|Committee)$/.test(
    tokens[at + 1]?.text ?? '',
  );

function ofVerb(tokens: readonly Token[], at: number, verb: VerbForm, before: Predication | undefined): Predication {
  const start = groupStart(tokens, at);
  const auxiliaries = tokens.slice(start, at);
  const passive = verb.tense === 'ed' && auxiliaries.some(isPassiveAuxiliary);
  const joint = jointObject(tokens, at, verb.tense);
  const participle =
    verb.tense === 'ed' &&
    !passive &&
    !joint &&
    auxiliaries.length === 0 &&
    !hasObject(tokens, at + 1) &&
    tokens[clauseStart(tokens, start) - 1]?.lower !== 'whom';
  const common = {
    acts: verb.acts,
    base: verb.base,
    tense: verb.tense,
    at: { from: at, to: at + 1 },
    group: { from: start, to: at + 1 },
    rest: { from: at + 1, to: clauseEnd(tokens, at + 1) },
  };
  const first = sharedSubject(tokens, start, before) ? before : undefined;
  if (verb.base === 'die') return { ...common, ...intransitive(tokens, start) };
  if (passive || participle) return { ...common, ...undergone(tokens, common, first, participle) };
  return { ...common, ...done(tokens, common, first, joint) };
}

type Verb = Pick<Predication, 'group' | 'rest' | 'at'>;
type Roles = Pick<Predication, 'form' | 'agent' | 'patient' | 'aside'>;

const intransitive = (tokens: readonly Token[], start: number): Roles => ({
  form: 'active',
  agent: { from: start, to: start },
  patient: subjectOf(tokens, start),
  aside: isRelativeAt(tokens, start - 1),
});

/** The passive, and the participle beside its noun. A second one in a row has the first one's patient. */
function undergone(
  tokens: readonly Token[],
  { group, rest }: Verb,
  first: Predication | undefined,
  participle: boolean,
): Roles {
  const agent = byPhrase(tokens, rest);
  // "Roe, abducted in May, had been freed": a verb with auxiliaries of its own goes on with no participle.
  const finite = isAuxiliary(tokens[group.from]!);
  if (first?.form === 'passive' || (first?.form === 'participle' && !finite)) {
    // "Roe, who was held since May, was freed": behind the comma goes on what the relative clause broke off.
    const goesOn = finite && tokens[group.from - 1]?.text === ',';
    return { form: first.form, agent, patient: first.patient, aside: first.aside && !goesOn };
  }
  const start = group.from;
  // "were flown out after being pardoned": whom the clause before is about.
  if (
    tokens[start]?.lower === 'being' &&
    /^(?:after|before|since|upon|following|despite|without)$/.test(tokens[start - 1]?.lower ?? '')
  )
    return { form: 'passive', agent, patient: { from: clauseStart(tokens, start - 1), to: start - 1 }, aside: false };
  const shared = participle ? sharedAuxiliary(tokens, start) : undefined;
  if (shared !== undefined) {
    const aside = isRelativeAt(tokens, shared - 1);
    const patient = aside ? antecedent(tokens, nounEnd(tokens, shared)) : saidOf(tokens, shared);
    return { form: 'passive', agent, patient, aside };
  }
  const opened = participle ? openedBy(tokens, start, rest) : undefined;
  if (opened) return { form: 'participle', agent, patient: opened, aside: true };
  const aside = participle || isRelativeAt(tokens, start - 1);
  const patient = aside ? antecedent(tokens, nounEnd(tokens, start)) : saidOf(tokens, start);
  return { form: participle ? 'participle' : 'passive', agent, patient, aside };
}

/** "The ministry said the reporter was detained": the clause that is said, though no "that" opens it. */
function saidOf(tokens: readonly Token[], start: number): Range {
  const wanted = wantedFor(tokens, start);
  if (wanted) return wanted;
  const from = clauseStart(tokens, start);
  const said = tokens.findLastIndex(
    ({ lower, pos }, at) =>
      at >= from && at < start - 1 && pos === 'VERB' && /^(?:said|says|say|reported|reports)$/.test(lower),
  );
  const opens = said > from && /^(?:DET|PROPN|NUM|NOUN|PRON|ADJ)$/.test(tokens[said + 1]!.pos);
  return { from: opens ? said + 1 : from, to: start };
}

/** "Detained in 2022, the engineer Jane Roe was freed": a participle that opens a sentence is about its subject. */
function openedBy(tokens: readonly Token[], start: number, rest: Range): Range | undefined {
  const opens = tokens.slice(0, start).every(({ pos, lower }) => pos === 'ADV' || /ly$|^first$/.test(lower));
  if (!opens) return undefined;
  const comma = tokens.findIndex(({ text }, at) => at >= rest.from && text === ',');
  const next = tokens[comma + 1];
  if (comma < 0 || comma - start > 24 || !next || !/^(?:PROPN|DET|NOUN|ADJ|NUM|PRON)$/.test(next.pos)) return undefined;
  const verb = tokens.findIndex(({ pos }, at) => at > comma + 1 && /^(?:VERB|AUX)$/.test(pos));
  return { from: comma + 1, to: verb > 0 ? verb : clauseEnd(tokens, comma + 1) };
}

/** The active; "whom the court sentenced" has its patient in front. */
function done(tokens: readonly Token[], { group, rest }: Verb, first: Predication | undefined, joint?: Range): Roles {
  const start = group.from;
  const opening = clauseStart(tokens, start) - 1;
  const fronted = tokens[opening]?.lower === 'whom';
  const agent = first?.form === 'active' ? first.agent : subjectOf(tokens, start);
  const patient = joint ?? (fronted ? antecedent(tokens, nounEnd(tokens, opening)) : rest);
  return { form: 'active', agent, patient, aside: isRelativeAt(tokens, start - 1) || fronted };
}

/** "pardoned and released four women": the object stands behind the second verb. */
function jointObject(tokens: readonly Token[], at: number, tense: VerbForm['tense']): Range | undefined {
  const second = tokens[at + 2];
  if (!/^(?:and|or)$/.test(tokens[at + 1]?.lower ?? '') || !second) return undefined;
  return VERB_FORMS.get(second.lower)?.tense === tense ? { from: at + 3, to: clauseEnd(tokens, at + 3) } : undefined;
}

/** "was pardoned and freed", "released 135 and expelled them": the second verb has the first one's subject. */
function sharedSubject(tokens: readonly Token[], start: number, before: Predication | undefined): boolean {
  const joint = tokens[start - 1]?.lower;
  return (
    before !== undefined &&
    before.form !== 'nominal' &&
    (joint === 'and' || joint === ',' || joint === 'then') &&
    start - before.at.to < 30
  );
}

/** "was released and placed under house arrest": the turn of phrase has the first verb's patient. */
function sharing(tokens: readonly Token[], idiom: Predication, before: Predication | undefined): Predication {
  const past =
    (idiom.form === 'active' && /ed$/.test(tokens[idiom.at.from]!.lower)) ||
    /^(?:given|sent|taken|put|flown|driven|brought|handed|moved)$/.test(tokens[idiom.at.from]!.lower);
  if (!past || before?.form !== 'passive' || !sharedSubject(tokens, idiom.group.from, before)) return idiom;
  const { patient, aside } = before;
  return { ...idiom, form: 'passive', agent: { from: idiom.at.from, to: idiom.at.from }, patient, aside };
}
