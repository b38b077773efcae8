import { CEREMONIAL, ORDINARY_CRIME, POLITICAL } from '../lexicon/scope.js';
import { PRIVATE_CAPTORS } from '../lexicon/organisations.js';
import { OF_WAR, POW_WORDS, SOLDIERS } from '../lexicon/people.js';
import type { Scene } from '../scene.js';
import { textOf } from '../text/token.js';
import type { Telling } from './telling.js';

/**
 * Ordinary crime, prisoners of war and figures of speech are not the ledger's. A sentence with political words is; else
 * it is judged by what the report as a whole is about.
 */
export function isOutOfScope({ scene, line, predication }: Telling): boolean {
  if (scene.speaksOf(CEREMONIAL)) return true;
  const patient = textOf(scene.body, line.sentence, predication.patient);
  if (SOLDIERS.test(patient) && OF_WAR.test(line.text)) return true;
  if (POW_WORDS.test(patient) || /\bprisoners? of war\b/i.test(line.text)) return true;
  if (PRIVATE_CAPTORS.test(textOf(scene.body, line.sentence, predication.agent))) return true;
  if (POLITICAL.test(line.text)) return false;
  return isCrimeReport(scene);
}

/** Crime words and no political one in the whole report: of the police, or clemency for common offenders. */
const isCrimeReport = ({ speaksOf }: Scene): boolean => speaksOf(ORDINARY_CRIME) && !speaksOf(POLITICAL);
