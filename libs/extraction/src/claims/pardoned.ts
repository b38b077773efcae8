import { saysItHappened, type ClaimDraft } from '#domain';
import { SEVERAL, type Group } from '../entities/group.js';
import { undergoersIn } from '../entities/undergoers.js';
import { modalityOf } from '../grammar/modality.js';
import { textOf, within, type Range, type Token } from '../text/token.js';
import { isOutOfScope } from './scope.js';
import { prisonerDrafts } from './prisoners.js';
import { agentName, type Telling } from './telling.js';

/** Acts of clemency: pardons, amnesties, commutations. A pardon alone does not say that anybody left prison. */
export function pardoned(telling: Telling): ClaimDraft[] {
  const { scene, line, predication } = telling;
  if (!predication.acts.includes('pardon') || isOutOfScope(telling)) return [];
  const ofTerm = SHORTENING.test(predication.base);
  if (ofTerm && predication.base !== 'commute' && !isOfTerms(telling)) return [];
  const without = withoutWhom(telling);
  if (without) {
    const excluded = undergoersIn(scene.body, line, without);
    return prisonerDrafts(
      { ...telling, modality: 'denied' },
      { single: 'PrisonerPardoned', group: 'PrisonersPardoned' },
      excluded,
    );
  }
  const range = predication.form === 'nominal' ? grantedTo(telling) : ofTerm ? whoseTerm(telling) : predication.patient;
  const freed = freedBy(telling) ?? freeing(telling);
  const found = undergoersIn(scene.body, line, freed ?? range);
  // Their parts are told with their release.
  const undergoers = freed && found.group ? { ...found, group: { ...found.group, parts: [] } } : found;
  const nobody = !undergoers.group && undergoers.people.length === 0;
  const counted = nobody ? (ofTerm ? termsCounted(telling) : isGeneral(telling) ? SEVERAL : undefined) : undefined;
  const by = agentName(telling);
  return prisonerDrafts(
    telling,
    { single: 'PrisonerPardoned', group: 'PrisonersPardoned', fields: { ...(by ? { by } : {}) } },
    counted ? { ...undergoers, group: counted } : undergoers,
  );
}

/** "An amnesty on Friday freed 2,000 prisoners": what the noun does as the subject of a verb. */
const freeing = ({ line, predication: { at, form } }: Telling): Range | undefined =>
  form === 'nominal'
    ? line.predications.find(
        (other) => other.form === 'active' && other.acts.includes('release') && within(at.from, other.agent),
      )?.patient
    : undefined;

/** "frees four women under a royal pardon", "was released after an amnesty": those who are freed by it. */
function freedBy({ line, predication, modality }: Telling): Range | undefined {
  const { form, group, at, patient } = predication;
  if (form !== 'nominal' || patient.from > at.to || !saysItHappened(modality)) return undefined;
  const { tokens } = line.sentence;
  const opening = tokens.slice(Math.max(0, at.from - 5), at.from).map(({ lower }) => lower);
  if (!BY_PARDON.test(`${opening.join(' ')} `)) return undefined;
  const freed = line.predications.findLast(
    (other) =>
      other !== predication && other.acts.includes('release') && other.at.to <= Math.max(group.from, at.from - 1),
  );
  return freed && modalityOf(line.sentence, freed) !== undefined && saysItHappened(modalityOf(line.sentence, freed)!)
    ? freed.patient
    : undefined;
}

const BY_PARDON =
  /\b(?:under|after|following|by|through|thanks to|via|with|in|as part of) (?:an?|the) (?:(?:presidential|royal|special|general|mass|wide|broad|rare|sweeping|state|collective|individual|full|national|government|new year|annual|independence|christmas|holiday) ){0,2}$/;

const WITHOUT =
  /\b(?:(?:did|does|do|will|would) not|(?:did|does|do|wo|would)n['’]t) (?:include|cover|extend to|apply to|benefit|concern)\b|\b(?:exclud(?:e|es|ed|ing)|left out|leav(?:es|ing) out)\b/i;

/** "an amnesty that did not cover political prisoners": who is left out, behind the noun's own verb. */
function withoutWhom({ line, predication }: Telling): Range | undefined {
  if (predication.form !== 'nominal') return undefined;
  const { tokens, start } = line.sentence;
  const noun = tokens[predication.at.to - 1]!.end - start;
  const match = WITHOUT.exec(line.text.slice(noun, noun + 160));
  if (!match || /[.;]/.test(line.text.slice(noun, noun + match.index))) return undefined;
  const from = tokens.findIndex((token) => token.start >= start + noun + match.index + match[0].length);
  return from < 0 ? undefined : { from, to: tokens.length };
}

/** "declared a general amnesty": many people, though no word names them. */
const isGeneral = ({ line, predication: { base, at } }: Telling): boolean =>
  /^amnest(?:y|ies)$/.test(base) &&
  /^(?:general|mass|blanket|sweeping|wide|broad|wide-ranging|full)$/.test(
    line.sentence.tokens[at.from - 1]?.lower ?? '',
  );

const SHORTENING = /^(?:commute|reduce|shorten|halve|cut|lower|remit)$/;

/** "reduced the sentences of 40 prisoners", "cut her nine-year term": clemency only where a term is the object. */
const isOfTerms = ({ scene, line, predication }: Telling): boolean =>
  /^(?:[\p{L}\p{N}'’-]+ ){0,9}(?:sentences?|(?:prison|jail|year) terms?|terms? of)\b/iu.test(
    textOf(scene.body, line.sentence, predication.patient),
  );

/** "the sentences of 40 prisoners" are theirs, "her term" is hers: whose term it is stands behind "of" or before. */
function whoseTerm({ line, predication: { patient } }: Telling): Range {
  const { tokens } = line.sentence;
  const noun = tokens.findIndex(({ lower }, at) => within(at, patient) && /^(?:sentences?|terms?)$/.test(lower));
  if (noun < 0) return patient;
  // "their terms", "the term of", "Roe's prison term for treason".
  if (/^(?:his|her|their)$/.test(tokens[patient.from]?.lower ?? ''))
    return { from: patient.from, to: patient.from + 1 };
  const owner = ownerBefore(tokens, patient.from, noun);
  if (owner !== undefined) return { from: patient.from, to: owner };
  const of =
    /^(?:of|for)$/.test(tokens[noun + 1]?.lower ?? '') && !/^(?:years?|months?)$/.test(tokens[noun + 3]?.lower ?? '');
  if (of) return { from: noun + 2, to: patient.to };
  return noun > patient.from ? { from: patient.from, to: noun } : patient;
}

/** Where the possessive stands of whoever has a term; outside of the stretch, or the name would be part of another phrase. */
function ownerBefore(tokens: readonly Token[], from: number, noun: number): number | undefined {
  let at = noun - 1;
  while (at > from && (/^(?:ADJ|NOUN|NUM)$/.test(tokens[at]!.pos) || tokens[at]!.text === '-')) at -= 1;
  return at > from && /^'s?$/.test(tokens[at]!.lower) ? at : undefined;
}

/** "commutes 41 death sentences": as many people as sentences. */
function termsCounted({ line, predication: { patient } }: Telling): Group | undefined {
  const { tokens } = line.sentence;
  const mention = line.counts.find(
    ({ from, population }) => within(from, patient) && /^sentences$/.test(tokens[population.to - 1]?.lower ?? ''),
  );
  return mention && { count: mention.count, population: 'prisoners', counted: true, parts: [], definite: false };
}

/** "grants a pardon to X" has X behind; "granted X a full pardon" between. */
function grantedTo({ line, predication }: Telling): Range {
  const { tokens } = line.sentence;
  const { patient, at, rest } = predication;
  if (patient.from > at.to) return patient;
  const behind = tokens
    .slice(at.to, at.to + 6)
    .map(({ lower }) => lower)
    .join(' ');
  const went = /^(?:(?:was|were|has been|have been|is|are) )?(?:granted|given|extended|issued|went|go|goes) to\b/.exec(
    behind,
  )?.[0];
  if (went) return { from: at.to + went.split(' ').length, to: tokens.length };
  for (let left = at.from - 1; left >= 0 && at.from - left <= 16; left -= 1) {
    if (/^grant(?:s|ed|ing)?$|^giv(?:e|es|en|ing)$|^gave$|^award(?:s|ed)?$/.test(tokens[left]!.lower)) {
      const passive = /^(?:was|were|been|being|is|are)$/.test(tokens[left - 1]?.lower ?? '');
      if (passive) return { from: Math.max(0, left - 18), to: left - 1 };
      return left + 2 < at.from ? { from: left + 1, to: at.from } : { from: at.to, to: rest.to };
    }
  }
  return patient;
}
