import type { ClaimDraft } from '#domain';
import { undergoersIn } from '../entities/undergoers.js';
import { textOf } from '../text/token.js';
import { isOutOfScope } from './scope.js';
import { prisonerDrafts } from './prisoners.js';
import { agentName, type Telling } from './telling.js';

/** Acts of clemency: pardons, amnesties, commutations. A pardon alone does not say that anybody left prison. */
export function pardoned(telling: Telling): ClaimDraft[] {
  const { scene, line, predication } = telling;
  if (!predication.acts.includes('pardon') || isOutOfScope(telling)) return [];
  if (/^(?:reduce|shorten|halve)$/.test(predication.base) && !isOfTerms(telling)) return [];
  const without = withoutWhom(telling);
  if (without) {
    const excluded = undergoersIn(scene.body, line, without);
    return prisonerDrafts(
      { ...telling, modality: 'denied' },
      { single: 'PrisonerPardoned', group: 'PrisonersPardoned' },
      excluded,
    );
  }
  const range = predication.form === 'nominal' ? grantedTo(telling) : predication.patient;
  const undergoers = undergoersIn(scene.body, line, range);
  const by = agentName(telling);
  return prisonerDrafts(
    telling,
    { single: 'PrisonerPardoned', group: 'PrisonersPardoned', fields: { ...(by ? { by } : {}) } },
    undergoers,
  );
}

const WITHOUT =
  /\b(?:(?:did|does|do|will|would) not|(?:did|does|do|wo|would)n['’]t) (?:include|cover|extend to|apply to|benefit|concern)\b|\b(?:exclud(?:e|es|ed|ing)|left out|leav(?:es|ing) out)\b/i;

/** "an amnesty that did not cover political prisoners": who is left out, behind the noun's own verb. */
function withoutWhom({ line, predication }: Telling): { from: number; to: number } | undefined {
  if (predication.form !== 'nominal') return undefined;
  const { tokens, start } = line.sentence;
  const noun = tokens[predication.at.to - 1]!.end - start;
  const match = WITHOUT.exec(line.text.slice(noun, noun + 160));
  if (!match || /[.;]/.test(line.text.slice(noun, noun + match.index))) return undefined;
  const from = tokens.findIndex((token) => token.start >= start + noun + match.index + match[0].length);
  return from < 0 ? undefined : { from, to: tokens.length };
}

/** "reduced the sentences of 40 prisoners": clemency only where a term is the object. */
const isOfTerms = ({ scene, line, predication }: Telling): boolean =>
  /^(?:the |their |his |her |prison )*(?:sentences?|terms?)\b/i.test(
    textOf(scene.body, line.sentence, predication.patient),
  );

/** "grants a pardon to X" has X behind; "granted X a full pardon" between. */
function grantedTo({ line, predication }: Telling): { from: number; to: number } {
  const { tokens } = line.sentence;
  const { patient, at, rest } = predication;
  if (patient.from > at.to) return patient;
  for (let left = at.from - 1; left >= 0 && at.from - left <= 16; left -= 1) {
    if (/^grant(?:s|ed|ing)?$|^giv(?:e|es|en|ing)$|^gave$|^award(?:s|ed)?$/.test(tokens[left]!.lower)) {
      const passive = /^(?:was|were|been|being|is|are)$/.test(tokens[left - 1]?.lower ?? '');
      if (passive) return { from: Math.max(0, left - 18), to: left - 1 };
      return left + 2 < at.from ? { from: left + 1, to: at.from } : { from: at.to, to: rest.to };
    }
  }
  return patient;
}
