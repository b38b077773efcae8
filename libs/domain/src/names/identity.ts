import type { Person } from '../claim.js';
import { idOf } from '../ids.js';
import { foldName, personId } from './fold.js';
import { readingsOf } from './parts.js';
import { skeletonOf } from './sound.js';

type Identified = Pick<Person, 'birthDate' | 'identifiers'>;
type Named = Identified & Pick<Person, 'country' | 'name'>;

const BIRTH = 'birth date';

/** Something beside a name that tells who somebody is: a birth date, a number on a list, a QID. */
export interface SecondIdentifier {
  /** Lower case; whoever has two values of one scheme is two people. */
  readonly scheme: string;
  readonly value: string;
}

/** The second identifiers of a mention, in one order. */
export function secondIdentifiers({ birthDate, identifiers }: Identified): SecondIdentifier[] {
  const given = identifiers.map(({ scheme, value }) => ({ scheme: scheme.trim().toLowerCase(), value: value.trim() }));
  const all = birthDate === undefined ? given : [...given, { scheme: BIRTH, value: birthDate }];
  return all.sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

/** People may share a birthday; a number or a QID is one person's. */
export const isShareable = ({ scheme }: SecondIdentifier): boolean => scheme === BIRTH;

export const textOf = ({ scheme, value }: SecondIdentifier): string => `${scheme}\n${value}`;

/** The id of one of several people of one name, whom only a second identifier tells apart. */
export const namesakeId = (country: string, name: string, identifier: SecondIdentifier): string =>
  idOf('person', { country, name: foldName(name), identifier: textOf(identifier) });

/** The ids that a mention of a person goes by: that of the spelling, and one for each second identifier beside it. */
export const mentionIds = ({ country, name, ...identified }: Named): string[] => [
  personId(country, name),
  ...secondIdentifiers(identified).map((identifier) => namesakeId(country, name, identifier)),
];

/** The most exact of these: who has a second identifier is not just anybody of that name. */
export const mentionId = (person: Named): string => mentionIds(person).at(-1)!;

/**
 * By which letters a name is looked up: for each word what stays when all else of its spellings varies, in whatever
 * script. Names that could be one have some of these in common; having them in common says little.
 */
export function soundKeys(name: string): string[] {
  const words = readingsOf(name).flatMap((reading) => reading.words);
  return [...new Set(words.map(({ known, sound }) => known?.skeleton ?? skeletonOf(sound)))].filter(
    (key) => key !== '',
  );
}
