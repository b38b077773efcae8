import type { ClaimDraft, DataOf } from '#domain';
import { ORDINARY_CRIME, POLITICAL } from '../lexicon/scope.js';
import { undergoersIn } from '../entities/undergoers.js';
import { prisonerDrafts } from './prisoners.js';
import type { Telling } from './telling.js';

/** Expulsion of people, named or counted. */
export function expelled(telling: Telling): ClaimDraft[] {
  const { line, predication } = telling;
  if (!predication.acts.includes('expel') || isOfOthers(telling)) return [];
  const { tokens } = line.sentence;
  const to = line.countries.find(
    ({ from, kind }) =>
      kind !== 'demonym' && from > predication.at.from && /^(?:to|into)$/.test(tokens[from - 1]?.lower ?? ''),
  );
  const fields = { consent: consentOf(telling), ...(to ? { destination: to.country } : {}) };
  const undergoers = undergoersIn(telling.scene.body, line, predication.patient);
  const nobody = undergoers.people.length === 0 && !undergoers.group;
  // "after refusing deportation" says whose in the subject of the sentence.
  const subject =
    nobody && predication.form === 'nominal' && consentOf(telling) === 'refused'
      ? { people: line.people.slice(0, 1) }
      : undergoers;
  return prisonerDrafts(
    telling,
    { single: 'PersonExpelled', group: 'PersonsExpelled', fields, groupFields: fields },
    subject,
  );
}

/** Migrants are repatriated and robbers extradited too: of these two only somebody named, in a matter of politics. */
const isOfOthers = ({ scene, line, predication: { base, patient } }: Telling): boolean =>
  /^(?:extradite|repatriate)$/.test(base) &&
  (undergoersIn(scene.body, line, patient).people.length === 0 ||
    !POLITICAL.test(line.text) ||
    ORDINARY_CRIME.test(line.text));

function consentOf({ line, modality }: Telling): DataOf<'PersonExpelled'>['consent'] {
  if (modality === 'refused' || modality === 'denied') return 'refused';
  if (/\bforc(?:ed|ibly|ing)\b|\bagainst (?:his|her|their) will\b/i.test(line.text)) return 'forced';
  return /\bvoluntar(?:y|ily)\b/i.test(line.text) ? 'voluntary' : 'unknown';
}
