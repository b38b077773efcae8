import type { ClaimDraft, DataOf } from '#domain';
import { SEVERAL, type Group } from '../entities/group.js';
import { undergoersIn } from '../entities/undergoers.js';
import { textOf, within } from '../text/token.js';
import { isOutOfScope } from './scope.js';
import { prisonerDrafts } from './prisoners.js';
import { isJailedFor } from './sentenced.js';
import type { Telling } from './telling.js';

type Basis = DataOf<'PersonDetained'>['basis'];

/** "the continued detention of": a state that goes on, and no arrest. */
const CONTINUED = /^(?:continued|continuing|ongoing|prolonged|lengthy|indefinite)$/;

/** What tells being picked up from getting a lift. */
const BY_FORCE =
  /\b(?:police\w*|security|secret service|intelligence|officers|agents|soldiers|gunmen|raids?|vigil|rally|demonstration|masked|plainclothes|protest\w*|activists?|dissidents?|journalists?|opposition|custody|detained|arrest\w*)\b/i;

/** Arrests, abductions, imprisonment. A warrant, or a description of somebody as held, is no arrest. */
export function detained(telling: Telling): ClaimDraft[] {
  const { scene, line, predication } = telling;
  if (!predication.acts.includes('detain') || isOutOfScope(telling)) return [];
  const after = line.sentence.tokens[predication.at.to]?.lower ?? '';
  if (CONTINUED.test(line.sentence.tokens[predication.at.from - 1]?.lower ?? '')) return [];
  if (/^(?:warrant|warrants|center|centers|centre|centres|facility|cells?|conditions|record)$/.test(after)) return [];
  if (isJailedFor(telling) || isStillSo(telling) || (isHeld(telling) && !isOfState(telling))) return [];
  if (predication.base === 'taken' && !BY_FORCE.test(line.text)) return [];
  const inMasses = isInMasses(telling);
  if (!inMasses && !arrestsCounted(telling) && (isMoreOfTheSame(telling) || isStatus(telling))) return [];
  const charges = chargesOf(telling);
  const fields = { basis: basisOf(telling), ...(charges ? { charges: [charges] } : {}) };
  const found = undergoersIn(scene.body, line, predication.patient);
  const arrests = found.group || found.people.length > 0 ? undefined : arrestsCounted(telling);
  const undergoers =
    inMasses && !found.group ? { people: [], group: SEVERAL } : arrests ? { people: [], group: arrests } : found;
  const claiming = { single: 'PersonDetained', group: 'PersonsDetained', fields } as const;
  if (!isHeld(telling)) return prisonerDrafts(telling, claiming, undergoers);
  return prisonerDrafts(asHistory(telling), claiming, undergoers).filter((draft) => !isHeldAtSomeTime(draft));
}

/**
 * "had been held for two years" of somebody who may be free long since: how long is claimed as that, and an arrest without
 * a day would hold him on the day of the report.
 */
const isHeldAtSomeTime = ({ fields, occurred }: ClaimDraft): boolean =>
  'person' in fields && occurred.earliest === null && occurred.latest === null;

/** "are still locked up", "remain detained": a state that goes on. */
const isStillSo = ({ line, predication: { group, at } }: Telling): boolean =>
  line.sentence.tokens
    .slice(Math.max(0, group.from - 1), at.from)
    .some(({ lower }) => /^(?:still|remain|remains|remained)$/.test(lower));

/** "has been in custody since May": whoever is held was taken before. */
const isHeld = ({ predication: { base } }: Telling): boolean => /since$|^held for/.test(base);

const asHistory = (telling: Telling): Telling =>
  telling.modality === 'performed' || telling.modality === 'ongoing' ? { ...telling, modality: 'background' } : telling;

/** "died in custody since May" tells of another verb. */
const isOfState = ({ line, predication: { at, base } }: Telling): boolean =>
  /^held/.test(base) || line.sentence.tokens[at.from - 1]?.pos !== 'VERB';

/** "made 30 arrests": as many people as arrests. */
function arrestsCounted({ line, predication: { base, at } }: Telling): Group | undefined {
  const counted = base === 'arrests' && line.counts.find(({ population }) => population.to === at.to);
  return counted
    ? { count: counted.count, population: 'people', counted: true, parts: [], definite: false }
    : undefined;
}

/** "mass arrests": many people, though no word names them. */
const isInMasses = ({ line, predication }: Telling): boolean =>
  predication.form === 'nominal' &&
  /s$/.test(predication.base) &&
  /^(?:mass|widespread|large-scale|sweeping|wholesale)$/.test(
    line.sentence.tokens[predication.at.from - 1]?.lower ?? '',
  );

/** "released those detained": the second word says of whom, not what happened. */
function isMoreOfTheSame({ line, predication }: Telling): boolean {
  const { tokens } = line.sentence;
  const before = tokens
    .slice(Math.max(0, predication.group.from - 4), predication.group.from)
    .map((token) => token.lower);
  return predication.form !== 'active' && before.some((word) => /^(?:those|anyone|everyone)$/.test(word));
}

/** "Americans wrongfully detained abroad", "the release of 46 people held": words for who they are, not an arrest told. */
function isStatus({ scene, line, predication }: Telling): boolean {
  const { tokens } = line.sentence;
  const { people, group } = undergoersIn(scene.body, line, predication.patient);
  const manner = tokens.slice(Math.max(0, predication.at.from - 2), predication.at.from).map((token) => token.lower);
  if (manner.includes('wrongfully') && (people.length === 0 || manner.includes('as'))) return true;
  const counted = group?.counted === true;
  if (isTheirState({ line, predication })) return true;
  if (predication.form === 'nominal' || predication.tense === 'ing') {
    const before = tokens
      .slice(0, predication.at.from)
      .findLast((token) => token.pos !== 'ADV' && !/ly$/.test(token.lower));
    const governed = /^(?:and|or|for|of|is|in|against|:)$/.test(before?.lower ?? '');
    return people.length === 0 && !counted && (predication.form === 'nominal' || governed);
  }
  if (!predication.aside || people.length > 0) return false;
  // "Roe, a mechanic detained for two years.": a line of a list, which tells who he is.
  if (group?.count.value === 1 && !counted && line.predications.length === 1) return true;
  // Those whose release is told or asked for are described by their arrest, unless it is dated.
  const freed = line.predications.some(
    (other) =>
      other !== predication &&
      other.acts.some((act) => act === 'release' || act === 'pardon') &&
      within(predication.at.from, { from: other.at.from, to: other.at.from + 30 }),
  );
  return freed && !line.dates.some((date) => Math.abs(date.start - tokens[predication.at.from]!.start) < 60);
}

/** "Roe's detention", without a day beside it: a state, where "Roe's arrest" is an act. */
function isTheirState({ line, predication }: Pick<Telling, 'line' | 'predication'>): boolean {
  const { form, base, patient, at } = predication;
  const { end } = line.sentence.tokens[at.from]!;
  return (
    form === 'nominal' &&
    /^(?:detention|imprisonment|incarceration)s?$/.test(base) &&
    patient.from < at.from &&
    !line.dates.some(({ start }) => start > end && start - end < 25)
  );
}

function basisOf({ line, predication }: Telling): Basis {
  const word = predication.base;
  if (/^re-?(?:arrest|detain)/.test(word)) return 're_arrest';
  if (/\b(?:arrest|detain|jail)\w* again\b/i.test(line.text)) return 're_arrest';
  if (/\bhouse arrest\b/i.test(line.text) && word === 'arrest') return 'house_arrest';
  return /^arrest/.test(word) ? 'arrest' : 'unknown';
}

/** "on charges of X", "for X": as the text words it, to the end of the clause. */
function chargesOf({ scene, line, predication }: Telling): string | undefined {
  const text = textOf(scene.body, line.sentence, predication.rest);
  return /\b(?:on (?:charges|suspicion) of|charged with) ([^,;.]{3,200})/i.exec(text)?.[1]?.trim();
}
