import type { ClaimDraft, GroupType } from '#domain';
import { saysItHappened } from '#domain';
import type { PersonMention } from '../entities/people.js';
import { undergoersIn, type Undergoers } from '../entities/undergoers.js';
import { nearest } from './nearest.js';
import { groupTold, type GroupTold } from './groups.js';
import { custodian, draft, happened, personOf, type Telling } from './telling.js';

type PersonType =
  | 'PersonDetained'
  | 'PersonSentenced'
  | 'PrisonerTransferred'
  | 'PrisonerPardoned'
  | 'PrisonerReleased'
  | 'PersonExpelled'
  | 'DiedInCustody';

/** How a claim file wants its persons and groups claimed. `fields` are the type's own, the same for each person. */
export interface Claiming {
  readonly single: PersonType;
  readonly group?: GroupType | undefined;
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Those of them that the type for a group has too. */
  readonly groupFields?: Readonly<Record<string, unknown>>;
}

/** Drafts for everyone to whom the act is done: a group with its named members, and each named person. */
export function prisonerDrafts(telling: Telling, claiming: Claiming, given?: Undergoers): ClaimDraft[] {
  const { scene, line, predication } = telling;
  const undergoers = nearest(given ?? undergoersIn(scene.body, line, predication.patient), line, predication);
  const country = custodian(telling);
  const people = undergoers.people.filter((mention) => !isAgent(telling, mention));
  const group = groupOf(telling, claiming, { ...undergoers, people }, country);
  const partOf = group.key && claiming.single === 'PrisonerReleased' ? { partOf: group.key } : {};
  const single = (name: string, confidence?: number): ClaimDraft =>
    // Each claim file gives the fields of its own type; the schema of the type is the check.
    draft(
      telling,
      claiming.single,
      { person: personOf({ name }, country), ...claiming.fields, ...partOf },
      confidence === undefined ? {} : { confidence },
    );
  const everyone = allNamed(telling, undergoers, group).map((name) => single(name, 0.6));
  const drafts = [...group.drafts, ...people.map(({ name }) => single(name)), ...everyone];
  if (drafts.length > 0) return drafts;
  if (isToldAgain(telling, claiming.single)) return [];
  const meant = meantBy(telling, undergoers);
  if (meant.length > 0) return meant.map((name) => single(name, 0.6));
  // "the jailed mayor", whom the report does not name, is a group of one.
  const { described } = undergoers;
  if (!described || !claiming.group) return [];
  return [...groupOf(telling, claiming, { people: [], group: { ...described, definite: false } }, country).drafts];
}

function groupOf(telling: Telling, claiming: Claiming, undergoers: Undergoers, country: string): GroupTold {
  const { group: type, groupFields } = claiming;
  if (!type) return { drafts: [] };
  const told = groupTold(telling, type, undergoers, country);
  if (!groupFields) return told;
  const whole = (each: ClaimDraft): ClaimDraft =>
    each.type === type ? { ...each, fields: { ...each.fields, ...groupFields } } : each;
  return { ...told, drafts: told.drafts.map(whole) };
}

/** "They", where those told of last are all named: a group of as many, and each of them. */
function allNamed(telling: Telling, { pronoun }: Undergoers, { drafts }: GroupTold): readonly string[] {
  const { lastPeople = [] } = telling.told;
  const [group] = drafts;
  const size = group && 'count' in group.fields ? group.fields.count?.value : undefined;
  return pronoun === 'many' && happened(telling) && size === lastPeople.length ? lastPeople : [];
}

/** Whom a pronoun means. */
function meantBy({ told, line }: Telling, { pronoun, described }: Undergoers): readonly string[] {
  // "the lawyer" is somebody named in an earlier sentence; whoever is named in this one is told of by his name.
  if (described && line.people.some(({ name }) => name === told.lastPerson)) return [];
  if (pronoun === 'one' || described) return told.lastPerson ? [told.lastPerson] : [];
  return pronoun === 'many' ? (told.lastPeople ?? []) : [];
}

/** Nobody pardons or frees himself: a name that also acts is the agent's. */
const isAgent = ({ predication: { form, agent } }: Telling, mention: PersonMention): boolean =>
  form !== 'nominal' && mention.from >= agent.from && mention.from < agent.to;

/** "His release was met with joy": a noun with a pronoun refers to what was told of him before. */
const isToldAgain = (telling: Telling, type: PersonType): boolean =>
  telling.predication.form === 'nominal' &&
  happened(telling) &&
  telling.told.drafts.some((each) => each.type === type && saysItHappened(each.modality));
