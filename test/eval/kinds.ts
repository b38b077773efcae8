import type { Modality } from '#domain';
import type { GoldEvent } from './corpus.js';

/** Which of our types are of the same kind as an annotated one: one person and a group alike. The measure's own table. */
export const FAMILY: Readonly<Record<string, readonly string[]>> = {
  sanction_imposed: ['SanctionImposed', 'SanctionReimposed'],
  sanction_extended: ['SanctionImposed', 'SanctionReimposed'],
  sanction_eased: ['SanctionEased', 'SanctionLifted'],
  sanction_lifted: ['SanctionEased', 'SanctionLifted'],
  prisoner_detained: ['PersonDetained', 'PersonsDetained', 'ReleaseReversed'],
  prisoner_sentenced: ['PersonSentenced'],
  prisoner_transferred: ['PrisonerTransferred'],
  prisoner_pardoned: ['PrisonerPardoned', 'PrisonersPardoned'],
  sentence_commuted: ['PrisonerPardoned', 'PrisonersPardoned', 'PrisonerTransferred'],
  prisoner_released: ['PrisonerReleased', 'PrisonersReleased', 'PrisonerPardoned', 'PrisonersPardoned'],
  prisoner_exchange: ['ExchangeReported'],
  prisoner_exiled: ['PersonExpelled'],
  prisoner_died: ['DiedInCustody'],
  cumulative_claim: ['CountClaimed'],
};

/** "One person and a group alike": the measure has one word for both where the vocabulary has two. */
const ONE_FOR_BOTH: Readonly<Record<string, string>> = {
  PersonsSentenced: 'PersonSentenced',
  PrisonersTransferred: 'PrisonerTransferred',
  PersonsExpelled: 'PersonExpelled',
};

/** A type of the vocabulary as the measure calls it. */
export const measuredAs = (type: string): string => ONE_FOR_BOTH[type] ?? type;

/** The same, where an easing is no lifting and a pardon no release. */
export const STRICT: Readonly<Record<string, readonly string[]>> = {
  ...FAMILY,
  sanction_eased: ['SanctionEased'],
  sanction_lifted: ['SanctionLifted'],
  prisoner_released: ['PrisonerReleased', 'PrisonersReleased'],
};

export const SCORED: ReadonlySet<string> = new Set(Object.values(FAMILY).flat());

/** The kinds of which precision can be told: our types and the annotated ones that they answer to. */
export const KINDS: readonly (readonly [name: string, ours: readonly string[], gold: readonly string[]])[] = [
  ['sanctions imposed', ['SanctionImposed', 'SanctionReimposed'], ['sanction_imposed', 'sanction_extended']],
  ['sanctions eased, lifted', ['SanctionEased', 'SanctionLifted'], ['sanction_eased', 'sanction_lifted']],
  ['detained', ['PersonDetained', 'PersonsDetained', 'ReleaseReversed'], ['prisoner_detained']],
  ['sentenced', ['PersonSentenced'], ['prisoner_sentenced']],
  ['pardoned', ['PrisonerPardoned', 'PrisonersPardoned'], ['prisoner_pardoned', 'sentence_commuted']],
  ['released', ['PrisonerReleased', 'PrisonersReleased'], ['prisoner_released']],
  ['exchanged', ['ExchangeReported'], ['prisoner_exchange']],
  ['transferred', ['PrisonerTransferred'], ['prisoner_transferred']],
  ['expelled', ['PersonExpelled'], ['prisoner_exiled']],
  ['died in custody', ['DiedInCustody'], ['prisoner_died']],
  ['running totals', ['CountClaimed'], ['cumulative_claim']],
];

/** The modalities that fit what was annotated. */
export function modalitiesOf({ certainty, tense }: GoldEvent): readonly Modality[] {
  if (certainty === 'called_for') return ['demanded'];
  if (certainty === 'hypothetical') return ['conditional', 'announced', 'rumoured', 'demanded'];
  if (certainty === 'denied') return ['denied', 'refused'];
  if (tense === 'planned') return ['announced', 'conditional'];
  return ['performed', 'ongoing', 'background'];
}
