import type { ClaimDraft, Count, GroupType } from '#domain';
import { saysItHappened } from '#domain';
import type { PersonMention } from '../entities/people.js';
import { SEVERAL, type Group } from '../entities/group.js';
import { type Undergoers } from '../entities/undergoers.js';
import { within } from '../text/token.js';
import { agentName, draft, happened, personOf, type Telling } from './telling.js';

/** A group's draft, when the text tells of a new one, and the key under which its members name it. */
export interface GroupTold {
  readonly drafts: readonly ClaimDraft[];
  readonly key?: string | undefined;
}

const NO_GROUP: GroupTold = { drafts: [] };

/**
 * The groups of a telling: new ones, one told again, or none. `people` are those who are named with the first. The key
 * is that of the first, for its members.
 */
export function groupTold(telling: Telling, type: GroupType, undergoers: Undergoers, country: string): GroupTold {
  const { group, others = [], people, pronoun } = undergoers;
  // "Americans Roe and Doe": the plural beside the names says who they are, and no more people than they.
  const told =
    group && !group.counted ? (listed(telling, type, people) ?? referredTo(telling, type, group) ?? group) : group;
  const meant =
    told ?? (pronoun === 'many' ? (groupMeant(telling) ?? unknown(telling)) : listed(telling, type, people));
  // "one of the editors, Jane Roe" is Jane Roe.
  if (!meant || isMention(telling, meant) || (meant.count.value === 1 && people.length > 0)) return NO_GROUP;
  // "they are releasing prisoners", once the prisoners were counted, tells of the same ones.
  const earlier =
    meant.counted || !happened(telling)
      ? undefined
      : groups(telling).find((each) => kindOf(each.type) === kindOf(type));
  if (earlier) return { drafts: [], key: earlier.key };
  const first = counted(telling, type, { group: meant, people, country }, 0);
  const besides = others.flatMap(
    (each, at) => counted(telling, type, { group: each, people: [], country }, at + 1).drafts,
  );
  return { drafts: [...first.drafts, ...besides], key: first.key };
}

const ANYBODY = /^(?:men|women|people|prisoners|detainees|inmates|captives|hostages)$/i;

/** "The men were sentenced": the group told of last, unless that was already told of it. */
function referredTo(telling: Telling, type: GroupType, { refers, population }: Group): Group | undefined {
  if (!refers || !happened(telling)) return undefined;
  const last = groupMeant(telling);
  const isThey = last && (ANYBODY.test(population) || last.population.toLowerCase().endsWith(population.toLowerCase()));
  return isThey && !groups(telling).some((each) => kindOf(each.type) === kindOf(type)) ? last : undefined;
}

interface Counted {
  readonly group: Group;
  readonly people: readonly PersonMention[];
  readonly country: string;
}

/** One group and, as groups of their own, the parts of it that the text counts. `at` numbers those of one telling. */
function counted(telling: Telling, type: GroupType, { group, people, country }: Counted, at: number): GroupTold {
  const again = groups(telling).find((each) => each.type === type && countOf(each).value === group.count.value);
  const key = again?.key ?? keyAt(telling, at);
  const made = draft(telling, type, fieldsOf(telling, group, people, country), {
    ...(again ? {} : { key }),
    ...(group.at ? { words: group.at } : {}),
  });
  const parts = isToldTwice(telling)
    ? []
    : group.parts.map(({ label, count, at: words }) => {
        const named = people.filter((mention) => within(mention.from, words));
        const fields = fieldsOf(telling, { ...group, count, population: label, parts: [] }, named, country);
        return draft(telling, type, { ...fields, partOf: key }, { words });
      });
  // Pardoned and freed, 123 people are one group: its members name the event that was told first.
  const first = groups(telling).find((each) => countOf(each).value === group.count.value);
  return { drafts: [made, ...parts], key: first?.key ?? key };
}

/** "pardons and frees 52, including 14 foreigners": the parts are told with the last of the two. */
const isToldTwice = ({ line, predication }: Telling): boolean =>
  line.predications.some(
    (other) =>
      other.at.from > predication.at.from && other.at.from <= predication.at.to + 1 && other.form === predication.form,
  );

/** "freed Roe and Doe": people named in one breath are a group of as many, unless they can be some of a larger one. */
function listed(telling: Telling, type: GroupType, people: readonly PersonMention[]): Group | undefined {
  if (people.length < 2) return undefined;
  const larger = groups(telling).some(
    (each) => kindOf(each.type) === kindOf(type) && countOf(each).value > people.length,
  );
  if (larger) return undefined;
  const { tokens } = telling.line.sentence;
  const end = people.at(-1)!.to;
  const more = tokens
    .slice(end, end + 5)
    .some(({ lower }, at, next) => /^(?:and|,)$/.test(lower) && /^others?$/.test(next[at + 1]?.lower ?? ''));
  const count: Count = { value: people.length, qualifier: more ? 'at_least' : 'exact' };
  return { count, population: 'people', counted: true, parts: [], definite: false };
}

/** A pardon and a release are tellings of one thing. */
const kindOf = (type: string): string => (type === 'PrisonersPardoned' ? 'PrisonersReleased' : type);

/** Nobody is told of again of whom nothing was told. */
const toldBefore = ({ drafts }: Telling['told']): boolean => drafts.some(({ fields }) => 'population' in fields);

/** "the prisoners", "those freed": words for a group of which something else is told. */
const isMention = ({ predication, told }: Telling, group: Group): boolean =>
  (group.definite && !group.counted && toldBefore(told)) ||
  (predication.form === 'participle' && /^those$/i.test(group.population));

/** The groups told before in the same modality; of what happened, in any of its modalities. */
const groups = ({ told, modality }: Telling): ClaimDraft[] =>
  told.drafts.filter(
    (each) =>
      each.key?.startsWith('#group') &&
      (each.modality === modality || (saysItHappened(each.modality) && saysItHappened(modality))),
  );

const countOf = (each: ClaimDraft): Count => (each.fields as { count: Count }).count;

/** "Release them at once": of whom nothing was told, they are more than one. */
const unknown = ({ modality, told }: Telling): Group | undefined =>
  modality === 'demanded' && !told.lastPeople ? SEVERAL : undefined;

/** "they", "them": the group told of last. */
function groupMeant({ told }: Telling): Group | undefined {
  const last = told.drafts.findLast(
    (each) => each.type !== 'CountClaimed' && 'population' in each.fields && each.fields.partOf === undefined,
  );
  const fields = last?.fields as { count: Count; population: string } | undefined;
  return fields && { count: fields.count, population: fields.population, counted: true, parts: [], definite: false };
}

/** The next key that is free, or one of those after it. */
function keyAt({ told }: Telling, at: number): string {
  const number = told.drafts.filter((each) => each.key?.startsWith('#group')).length + 1 + at;
  return number === 1 ? '#group' : `#group-${number}`;
}

function fieldsOf(telling: Telling, group: Group, people: readonly PersonMention[], country: string) {
  const by = agentName(telling);
  const parts = group.parts.map(({ label, count }) => ({ label: label.slice(0, 200), count }));
  return {
    country,
    ...(by ? { by } : {}),
    count: group.count,
    population: group.population.slice(0, 300),
    named: people.map((mention) => personOf(mention, country)),
    partitions: parts.length > 0 ? [{ dimension: 'other' as const, parts, complete: false }] : [],
  };
}
