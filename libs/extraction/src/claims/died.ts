import type { ClaimDraft } from '#domain';
import { textOf } from '../text/token.js';
import { prisonerDrafts } from './prisoners.js';
import type { Telling } from './telling.js';

const CUSTODY =
  /\b(?:in|inside|behind|at|while in|while under) (?:(?:the|a|an|his|her|state|police|government|pretrial|\p{Lu}[\p{L}'’-]+|[a-z]+(?:-[\p{L}'’]+)?) ){0,4}(?:custody|detention|prison|jail|captivity|colony|bars|cell|confinement|labou?r camp|camp)\b/iu;

/** Who is called a prisoner dies as one, wherever that is. */
const CAPTIVE =
  /\b(?:prisoner|detainee|inmate|(?:[Jj]ailed|[Ii]mprisoned|[Dd]etained|[Ii]ncarcerated) (?:[a-z-]+ ){0,3}(?:\p{Lu}|activist|journalist|politician|dissident|critic|leader|lawyer|blogger))/u;

/** "died while serving nine years". */
const SERVING = /\bwhile (?:he |she )?(?:was )?(?:serving|detained|jailed|imprisoned|(?:being )?held)\b/;

/** Death in custody of a named person. Causes and illnesses are nobody's business here. */
export function died(telling: Telling): ClaimDraft[] {
  const { scene, line, predication } = telling;
  if (!predication.acts.includes('die')) return [];
  const rest = textOf(scene.body, line.sentence, { from: predication.at.from, to: predication.rest.to });
  const custody = CUSTODY.exec(rest)?.[0];
  const behind = line.text.slice(line.sentence.tokens[predication.at.from]!.start - line.sentence.start).slice(0, 80);
  const captive = CAPTIVE.test(textOf(scene.body, line.sentence, predication.patient)) || SERVING.test(behind);
  if (!custody && !captive) return [];
  return prisonerDrafts(telling, {
    single: 'DiedInCustody',
    fields: custody
      ? { place: custody.replace(/^(?:in|inside|behind|at|while in|while under) (?:the |an? )?/i, '') }
      : {},
  });
}
