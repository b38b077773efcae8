import { idOf, isCandidate, isShareable, namesakeId, personId, textOf, type SecondIdentifier } from '#domain';
import { joinAll, Sets } from './joining.js';
import { apartBy, type Verdict } from './judgements.js';
import type { Mention } from './mention.js';

/** Mentions that are one person. */
export interface Group {
  readonly id: string;
  readonly mentions: readonly Mention[];
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

/** What there is to know of mentions beside what they say. */
export interface Besides {
  /** Of judgements that stand, each pair's last. Both of its sides are among the mentions. */
  readonly verdicts: readonly Verdict[];
  /** Does a claim mention somebody so, or only a judgement? */
  isClaimed(mention: Mention): boolean;
}
const NOTHING: Besides = { verdicts: [], isClaimed: () => true };

/**
 * Who is who, by the mentions and by what analysts have judged, which goes before every other rule:
 *
 * * Whom a judgement calls two people are never one, whatever else joins them.
 * * Whom a judgement calls one are, the latest judgement first; one that would bring two together who are judged to be
 *   two gives way. So of "A is B", "B is C" and "A is not C" the later one of the first two holds.
 * * One second identifier makes one person of two spellings (a birth date only where the names could be one person's);
 *   two values of one scheme keep namesakes apart; a mention with nothing but a name goes with the one person of that
 *   spelling, and where there are two of them with neither. A name alone never makes one person of two spellings. These
 *   rules join nobody across blocks.
 *
 * @param mentions in any order: the groups do not depend on it
 */
export function peopleOf(mentions: readonly Mention[], besides = NOTHING): Group[] {
  const { verdicts, isClaimed } = besides;
  const isApart = apartBy(verdicts);
  const single = mentions.map((mention) => [mention]);
  const judged = verdicts.length === 0 ? single : joinJudged(single, verdicts, isApart);
  const share = (one: Mention[], other: Mention[]): boolean =>
    one.some((a) => other.some((b) => a.block === b.block && shareIdentifier(a, b)));
  const identified = joinAll(judged, identifiersOf, share, isApart);
  const areTwo = (a: readonly Mention[], b: readonly Mention[]): boolean => conflict(a, b) || isApart(a, b);
  const isContested = contestIn(identified, areTwo);
  const bySpelling = joinAll(identified, spellingsOf, (a, b) => {
    const common = spellingsOf(a).filter((spelling) => spellingsOf(b).includes(spelling));
    return (isPlain(a) && isPlain(b)) || !common.every(isContested);
  });
  const partOf = new Map(identified.flatMap((part) => part.map((mention) => [mention, part] as const)));
  // Spellings may hand on what keeps two apart: then what only spellings have joined is taken apart again.
  const groups = bySpelling.flatMap((group) => {
    const parts = [...new Set(group.map((mention) => partOf.get(mention)!))];
    return isTorn(parts, areTwo) ? joinAll(parts, spellingsOf, (a, b) => isPlain(a) && isPlain(b), isApart) : [group];
  });
  return identify(groups, isClaimed);
}

/** Mentions that say the same, and those that are judged to be of one person. In one order, since some joinings exclude others. */
function joinJudged(
  single: readonly Mention[][],
  verdicts: readonly Verdict[],
  isApart: (one: readonly Mention[], other: readonly Mention[]) => boolean,
): Mention[][] {
  const inOrder = [...single].sort(([a], [b]) => (a!.key < b!.key ? -1 : 1));
  const same = joinAll(
    inOrder,
    (group) => group.map((mention) => mention.same),
    () => true,
  );
  const at = new Map(same.map((group, index) => [group[0]!.same, index]));
  const sets = new Sets(same, isApart);
  const positive = verdicts.filter(({ judgement }) => judgement === 'positive');
  for (const { left, right } of positive.sort((a, b) => (a.order > b.order ? -1 : 1)))
    sets.join(at.get(left.same)!, at.get(right.same)!);
  return sets.sets;
}

/** Gives each group an id of its own: of what claims say where they mention it at all. */
function identify(groups: readonly Mention[][], isClaimed: Besides['isClaimed']): Group[] {
  const claimed = groups.map((group) => group.filter(isClaimed));
  const bearers = bySpellings(claimed);
  const ids = claimed.map((group, at) =>
    group.length === 0
      ? `nobody ${groups[at]!.map(({ key }) => key).sort()[0]}`
      : idOfGroup(group, (mention) => bearers.get(spelt(mention))!.length === 1),
  );
  const times = new Map<string, number>();
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  return groups.map((group, at) => {
    const id = ids[at]!;
    // Only a judgement parts those who have all second identifiers in common.
    const own = times.get(id) === 1 ? id : idOf('person', { mentions: claimed[at]!.map(({ same }) => same).sort() });
    return { id: own, mentions: group };
  });
}

/** A spelling where it is met: what it is in another block is another matter. */
const spelt = ({ block, spelling }: Mention): string => `${block}\n${spelling}`;

const spellingsOf = (group: readonly Mention[]): string[] => [...new Set(group.map(spelt))];

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

type Comparison = (one: readonly Mention[], other: readonly Mention[]) => boolean;

const isTorn = (parts: readonly Mention[][], areTwo: Comparison): boolean =>
  parts.some((one, at) => parts.slice(0, at).some((other) => areTwo(one, other)));

function bySpellings(groups: readonly Mention[][]): Map<string, Mention[][]> {
  const bearers = new Map<string, Mention[][]>();
  for (const group of groups) {
    for (const spelling of spellingsOf(group)) bearers.set(spelling, [...(bearers.get(spelling) ?? []), group]);
  }
  return bearers;
}

/** A spelling that two people bear joins nobody. */
function contestIn(groups: readonly Mention[][], areTwo: Comparison): (spelling: string) => boolean {
  const contested = new Map([...bySpellings(groups)].map(([spelling, bearers]) => [spelling, isTorn(bearers, areTwo)]));
  return (spelling) => contested.get(spelling)!;
}

/** The id of a spelling that is the group's own; where all of them are others' too, one with a second identifier. */
function idOfGroup(group: readonly Mention[], isOnly: (mention: Mention) => boolean): string {
  const own = group.filter((mention) => mention.identifiers.length === 0 || isOnly(mention));
  const ids =
    own.length > 0
      ? own.map(({ country, name }) => personId(country, name))
      : group.flatMap(({ country, name, identifiers }) =>
          identifiers.map((identifier) => namesakeId(country, name, identifier)),
        );
  return ids.sort()[0]!;
}
