import { foldName, secondIdentifiers, textOf, type Person, type SecondIdentifier } from '#domain';

/** A person as texts have the name, with what they say beside it; texts that say the same are one mention. */
export interface Mention {
  readonly key: string;
  /** The subject under which what is said of such a name lies. Across blocks only a judgement joins. */
  readonly block: string;
  readonly country: string;
  readonly name: string;
  /** The name in its normal spelling. */
  readonly spelling: string;
  readonly identifiers: readonly SecondIdentifier[];
  /** Mentions of which this is equal differ in nothing by which anybody is told apart. */
  readonly same: string;
}

/** @param block the subject that `blockOf` gives for the person */
export function mentionOf(person: Person, block: string): Mention {
  const { country, name } = person;
  const identifiers = secondIdentifiers(person);
  const spelling = foldName(name);
  const texts = identifiers.map(textOf);
  const key = [country, name, ...texts].join('\n');
  return { key, block, country, name, spelling, identifiers, same: [block, spelling, ...texts].join('\n') };
}
