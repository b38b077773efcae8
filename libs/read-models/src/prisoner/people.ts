import {
  foldName,
  isCandidate,
  isShareable,
  namesakeId,
  personId,
  secondIdentifiers,
  textOf,
  type Person,
  type SecondIdentifier,
} from '#domain';

/** A person as texts have the name, with what they say beside it; texts that say the same are one mention. */
export interface Mention {
  readonly key: string;
  readonly country: string;
  readonly name: string;
  /** The name in its normal spelling. */
  readonly spelling: string;
  readonly identifiers: readonly SecondIdentifier[];
}

/** Mentions that are one person. */
export interface Group {
  readonly id: string;
  readonly mentions: readonly Mention[];
}

export function mentionOf(person: Person): Mention {
  const { country, name } = person;
  const identifiers = secondIdentifiers(person);
  const key = [country, name, ...identifiers.map(textOf)].join('\n');
  return { key, country, name, spelling: foldName(name), identifiers };
}

/** Every id under which a group is asked for: those of its spellings, and those of its second identifiers. */
export const idsOf = ({ mentions }: Pick<Group, 'mentions'>): string[] =>
  [
    ...new Set(
      mentions.flatMap(({ country, name, identifiers }) => [
        personId(country, name),
        ...identifiers.map((identifier) => namesakeId(country, name, identifier)),
      ]),
    ),
  ].sort();

/**
 * Who is who in a block, by the mentions alone. One second identifier makes one person of two spellings (a birth date
 * only where the names could be one person's); two values of one scheme keep namesakes apart; a mention with nothing
 * but a name goes with the one person of that spelling, and where there are two of them with neither. A name alone
 * never makes one person of two spellings.
 * @param mentions of one block, in any order: the groups do not depend on it
 */
export function peopleOf(mentions: readonly Mention[]): Group[] {
  const single = mentions.map((mention) => [mention]);
  const identified = joinAll(single, identifiersOf, ([a], [b]) => shareIdentifier(a!, b!));
  const isContested = contestIn(identified);
  const bySpelling = joinAll(identified, spellingsOf, (a, b) => {
    const common = spellingsOf(a).filter((spelling) => spellingsOf(b).includes(spelling));
    return (isPlain(a) && isPlain(b)) || !common.every(isContested);
  });
  const partOf = new Map(identified.flatMap((part) => part.map((mention) => [mention, part] as const)));
  // Spellings may hand on what keeps two apart: then what only spellings have joined is taken apart again.
  const groups = bySpelling.flatMap((group) => {
    const parts = [...new Set(group.map((mention) => partOf.get(mention)!))];
    return isTorn(parts) ? joinAll(parts, spellingsOf, (a, b) => isPlain(a) && isPlain(b)) : [group];
  });
  const bearers = bySpellings(groups);
  return groups.map((group) => ({
    id: idOf(group, (spelling) => bearers.get(spelling)!.length === 1),
    mentions: group,
  }));
}

/** Joins the related among those that have a key in common, and what is related to that, and so on. */
function joinAll(
  groups: readonly Mention[][],
  keysOf: (group: readonly Mention[]) => string[],
  related: (one: Mention[], other: Mention[]) => boolean,
): Mention[][] {
  const root = groups.map((_, at) => at);
  const rootOf = (at: number): number => (root[at] === at ? at : (root[at] = rootOf(root[at]!)));
  const met = new Map<string, number[]>();
  for (const [at, group] of groups.entries()) {
    for (const key of keysOf(group)) {
      const before = met.get(key) ?? [];
      for (const other of before) {
        if (rootOf(at) !== rootOf(other) && related(group, groups[other]!)) root[rootOf(at)] = rootOf(other);
      }
      met.set(key, [...before, at]);
    }
  }
  const joined = new Map<number, Mention[]>();
  for (const [at, group] of groups.entries()) joined.set(rootOf(at), [...(joined.get(rootOf(at)) ?? []), ...group]);
  return [...joined.values()];
}

const spellingsOf = (group: readonly Mention[]): string[] => [...new Set(group.map(({ spelling }) => spelling))];

const identifiersOf = (group: readonly Mention[]): string[] => [
  ...new Set(group.flatMap(({ identifiers }) => identifiers.map(textOf))),
];

const shareIdentifier = (a: Mention, b: Mention): boolean =>
  a.identifiers.some((one) =>
    b.identifiers.some(
      (other) =>
        textOf(one) === textOf(other) &&
        (!isShareable(one) || a.spelling === b.spelling || isCandidate(a.name, b.name)),
    ),
  );

const isPlain = (group: readonly Mention[]): boolean => group.every(({ identifiers }) => identifiers.length === 0);

/** Two values of one scheme and none in common. */
function conflict(a: readonly Mention[], b: readonly Mention[]): boolean {
  const [one, two] = [a, b].map((group) => group.flatMap(({ identifiers }) => identifiers)) as [
    SecondIdentifier[],
    SecondIdentifier[],
  ];
  return one.some(({ scheme }) => {
    const values = one.filter((identifier) => identifier.scheme === scheme).map(textOf);
    const others = two.filter((identifier) => identifier.scheme === scheme).map(textOf);
    return others.length > 0 && !others.some((other) => values.includes(other));
  });
}

const isTorn = (parts: readonly Mention[][]): boolean =>
  parts.some((one, at) => parts.slice(0, at).some((other) => conflict(one, other)));

function bySpellings(groups: readonly Mention[][]): Map<string, Mention[][]> {
  const bearers = new Map<string, Mention[][]>();
  for (const group of groups) {
    for (const spelling of spellingsOf(group)) bearers.set(spelling, [...(bearers.get(spelling) ?? []), group]);
  }
  return bearers;
}

/** A spelling that two people bear joins nobody. */
function contestIn(groups: readonly Mention[][]): (spelling: string) => boolean {
  const contested = new Map([...bySpellings(groups)].map(([spelling, bearers]) => [spelling, isTorn(bearers)]));
  return (spelling) => contested.get(spelling)!;
}

/** The id of a spelling that is the group's own; where all of them are others' too, one with a second identifier. */
function idOf(group: readonly Mention[], isOnly: (spelling: string) => boolean): string {
  const own = group.filter(({ spelling, identifiers }) => identifiers.length === 0 || isOnly(spelling));
  const ids =
    own.length > 0
      ? own.map(({ country, name }) => personId(country, name))
      : group.flatMap(({ country, name, identifiers }) =>
          identifiers.map((identifier) => namesakeId(country, name, identifier)),
        );
  return ids.sort()[0]!;
}
