import type { ClaimDraft, Count } from '#domain';
import { saysItHappened } from '#domain';
import type { PersonMention } from '../entities/people.js';
import type { Group, Undergoers } from '../entities/undergoers.js';
import { agentName, draft, happened, personOf, type Telling } from './telling.js';

export type GroupType = 'PrisonersPardoned' | 'PrisonersReleased' | 'PersonsDetained';

/** A group's draft, when the text tells of a new one, and the key under which its members name it. */
export interface GroupTold {
  readonly drafts: readonly ClaimDraft[];
  readonly key?: string | undefined;
}

const NO_GROUP: GroupTold = { drafts: [] };

/** The group of a telling: a new one, one told again, or none. `people` are those who are named with it. */
export function groupTold(
  telling: Telling,
  type: GroupType,
  { group = undefined, people, pronoun }: Undergoers,
  country: string,
): GroupTold {
  const meant = group ?? (pronoun === 'many' ? groupMeant(telling) : undefined);
  if (!meant || isMention(telling, meant)) return NO_GROUP;
  // "they are releasing prisoners", once the prisoners were counted, tells of the same ones.
  const earlier =
    meant.counted || !happened(telling)
      ? undefined
      : groups(telling).find((each) => isFreeing(each.type) === isFreeing(type));
  if (earlier) return { drafts: [], key: earlier.key };
  const again = groups(telling).find((each) => each.type === type && countOf(each).value === meant.count.value);
  const key = again?.key ?? nextKey(telling);
  const made = draft(telling, type, fieldsOf(telling, meant, people, country), again ? {} : { key });
  // Pardoned and freed, 123 people are one group: its members name the event that was told first.
  const first = groups(telling).find((each) => countOf(each).value === meant.count.value);
  return { drafts: [made], key: first?.key ?? key };
}

const isFreeing = (type: string): boolean => type !== 'PersonsDetained';

/** "the prisoners", "those freed": words for a group of which something else is told. */
const isMention = ({ predication }: Telling, group: Group): boolean =>
  (group.definite && !group.counted) || (predication.form === 'participle' && /^those$/i.test(group.population));

/** The groups told before in the same modality; of what happened, in any of its modalities. */
const groups = ({ told, modality }: Telling): ClaimDraft[] =>
  told.drafts.filter(
    (each) =>
      each.key?.startsWith('#group') &&
      (each.modality === modality || (saysItHappened(each.modality) && saysItHappened(modality))),
  );

const countOf = (each: ClaimDraft): Count => (each.fields as { count: Count }).count;

/** "they", "them": the group told of last. */
function groupMeant({ told }: Telling): Group | undefined {
  const last = told.drafts.findLast((each) => each.type !== 'CountClaimed' && 'population' in each.fields);
  const fields = last?.fields as { count: Count; population: string } | undefined;
  return fields && { count: fields.count, population: fields.population, counted: true, parts: [], definite: false };
}

function nextKey({ told }: Telling): string {
  const number = told.drafts.filter((each) => each.key?.startsWith('#group')).length + 1;
  return number === 1 ? '#group' : `#group-${number}`;
}

function fieldsOf(telling: Telling, group: Group, people: readonly PersonMention[], country: string) {
  const by = agentName(telling);
  const parts = group.parts.map((part) => ({ ...part, label: part.label.slice(0, 200) }));
  return {
    country,
    ...(by ? { by } : {}),
    count: group.count,
    population: group.population.slice(0, 300),
    named: people.map((mention) => personOf(mention, country)),
    partitions: parts.length > 0 ? [{ dimension: 'other' as const, parts, complete: false }] : [],
  };
}
