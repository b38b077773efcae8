import type { ClaimDraft } from '#domain';
import { PLACE } from '../lexicon/places.js';
import { textOf } from '../text/token.js';
import { prisonerDrafts } from './prisoners.js';
import { isRecapture } from './recaptured.js';
import type { Telling } from './telling.js';

const FROM = /\bfrom ((?:[\p{L}.'-]+ ){0,3}(?:prison|colony|jail|hospital|detention cent(?:er|re)|cell))\b/iu;

/** A move to another prison, regime, hospital or house arrest: not freedom. */
export function transferred(telling: Telling): ClaimDraft[] {
  const { scene, line, predication } = telling;
  const moves =
    predication.acts.includes('transfer') || (predication.acts.includes('release') && /house arrest/i.test(line.text));
  if (!moves || (/\b(?:parole|bail|revok)/i.test(line.text) && isRecapture(telling))) return [];
  const text = textOf(scene.body, line.sentence, { from: predication.at.from, to: predication.rest.to });
  const to = PLACE.exec(text)?.[0]?.replace(/^(?:to|into|under) (?:an? |the )?/i, '');
  if (!to && !/house arrest/.test(predication.base)) return [];
  const from = FROM.exec(text)?.[1];
  const fields = { to: (to ?? 'house arrest').slice(0, 200), ...(from ? { from } : {}) };
  return prisonerDrafts(telling, {
    single: 'PrisonerTransferred',
    group: 'PrisonersTransferred',
    fields,
    groupFields: fields,
  });
}
