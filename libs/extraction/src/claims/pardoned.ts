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
  const range = predication.form === 'nominal' ? grantedTo(telling) : predication.patient;
  const undergoers = undergoersIn(scene.body, line, range);
  const by = agentName(telling);
  return prisonerDrafts(
    telling,
    { single: 'PrisonerPardoned', group: 'PrisonersPardoned', fields: { ...(by ? { by } : {}) } },
    undergoers,
  );
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
