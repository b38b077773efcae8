import type { ClaimDraft, Count } from '#domain';
import { saysItHappened } from '#domain';
import type { PersonMention } from '../entities/people.js';
import { isSpeaker } from '../entities/undergoers.js';
import type { Line } from '../scene.js';
import { draft, happened, personOf, type Telling } from './telling.js';

/** The longest list that is read behind a colon. */
const LISTED_MAX = 200;

const OPENING =
  /^["“]?(?:also )?(?:among (?:them|those|the)|those (?:released|freed|pardoned)|they included?|the (?:released|freed|pardoned))\b/i;
const AMONG =
  /\b(?:was|were|is|are) (?:also )?among (?:them|those|the (?:released|freed|pardoned|prisoners))\b|^so (?:was|were)\b/i;

/** Lists of names behind a colon, after a sentence that tells of a release or a pardon. */
export function members(telling: Telling): ClaimDraft[] {
  const { predication, line, scene } = telling;
  if (!happened(telling) || !predication.acts.some((act) => act === 'release' || act === 'pardon')) return [];
  const freed = predication.acts.includes('release');
  return listed(scene.lines, line).map(({ mention, line: at }) =>
    member({ ...telling, line: at }, mention, freed ? 'PrisonerReleased' : 'PrisonerPardoned'),
  );
}

/** "Among those freed were A and B", "C was among them": members of the group told of last. */
export function membersNamed({ scene, line, told }: Pick<Telling, 'scene' | 'line' | 'told'>): ClaimDraft[] {
  if (line.people.length === 0 || !(OPENING.test(line.text.slice(0, 80)) || AMONG.test(line.text.slice(0, 200))))
    return [];
  const said = BEFELL.find(([words]) => words.test(line.text))?.[1];
  const group = lastGroup(told, said);
  if (!(group ?? said) || NONE_OF_THEM.test(line.text.slice(0, 120))) return [];
  const type = said ?? typeIn(group!, line);
  if (!type) return [];
  const empty = { from: 0, to: 0 };
  const predication = {
    acts: [],
    base: 'among',
    form: 'nominal',
    tense: 'noun',
    at: empty,
    group: empty,
    agent: empty,
    patient: empty,
    rest: empty,
    aside: false,
  } as const;
  const named = line.people.filter(
    (mention) => !isSpeaker(line, mention, { from: 0, to: line.sentence.tokens.length }),
  );
  return named.map((mention) => member({ scene, line, told, predication, modality: 'performed' }, mention, type));
}

/** "Not among them was", "among those passed over was". */
const NONE_OF_THEM = /\b(?:not|n['’]t|passed over|left out|excluded|omitted|missing|still)\b/i;

/** What befell those among whom somebody is, as the sentence says it. */
const BEFELL: readonly (readonly [RegExp, MemberType])[] = [
  [/released|freed|liberated|let (?:go|out)/, 'PrisonerReleased'],
  [/pardoned|amnestied/, 'PrisonerPardoned'],
  [/arrested|detained|seized|abducted|(?:taken|rounded|picked) (?:in|away|up)|jailed|imprisoned/, 'PersonDetained'],
  [/sentenced|convicted|got|given/, 'PersonSentenced'],
  [/expelled|deported|banished/, 'PersonExpelled'],
].map(([words, type]) => [
  new RegExp(
    `\\bamong (?:those|the)(?: \\S+){0,2}?(?: (?:who|that))?(?: (?:had|have|was|were|been|are|being)){0,2} (?:${(words as RegExp).source})\\b`,
    'i',
  ),
  type as MemberType,
]);

type MemberType = 'PrisonerReleased' | 'PrisonerPardoned' | 'PersonDetained' | 'PersonSentenced' | 'PersonExpelled';

/** How one of a group is told of, where the sentence itself does not say it. */
const MEMBER_OF: Readonly<Record<string, MemberType>> = {
  PrisonersReleased: 'PrisonerReleased',
  PrisonersPardoned: 'PrisonerPardoned',
  PersonsDetained: 'PersonDetained',
  PersonsSentenced: 'PersonSentenced',
  PersonsExpelled: 'PersonExpelled',
};

/** By the group that is meant; a pardon that the sentence calls a release is one. */
function typeIn(group: ClaimDraft, line: Line): MemberType | undefined {
  return /\b(?:released|freed)\b/i.test(line.text) && isFreeing(group) ? 'PrisonerReleased' : MEMBER_OF[group.type];
}

const isFreeing = ({ type }: ClaimDraft): boolean => type === 'PrisonersPardoned' || type === 'PrisonersReleased';

/** The group told of last; where it is said what befell its members, the last to which that was done. */
const lastGroup = (told: Telling['told'], type?: MemberType): ClaimDraft | undefined =>
  told.drafts.findLast(
    (each) =>
      each.key?.startsWith('#group') &&
      saysItHappened(each.modality) &&
      (!type || MEMBER_OF[each.type] === type || (isFreeing(each) && /Released|Pardoned/.test(type))),
  );

function member(telling: Telling, mention: PersonMention, type: MemberType): ClaimDraft {
  const { told, predication, scene, line } = telling;
  const group = lastGroup(told, type);
  const country = (group?.fields as { country?: string } | undefined)?.country ?? scene.jailer;
  const at = { from: mention.from, to: mention.to };
  const rest = { from: mention.to, to: line.sentence.tokens.length };
  const so: Telling = {
    ...telling,
    modality: 'performed',
    predication: { ...predication, at, group: at, patient: at, rest },
  };
  const person = personOf(mention, country);
  const pardoned = told.drafts.some((each) => each.type === 'PrisonersPardoned' && saysItHappened(each.modality));
  const partOf = group && isFreeing(group) ? { partOf: keyOf(told, group) } : {};
  const made =
    type === 'PrisonerReleased'
      ? draft(so, type, { person, mode: pardoned ? 'pardoned' : 'unknown', ...partOf })
      : draft(so, type, { person });
  // Dates beside a name are of his life; those of a list behind a colon are of his release.
  return group && predication.acts.length === 0 ? { ...made, occurred: group.occurred } : made;
}

/** The key of the first telling of a group of this size: pardoned and freed, it is one group. */
function keyOf({ drafts }: Telling['told'], group: ClaimDraft): string {
  const size = (group.fields as { count: Count }).count.value;
  const first = drafts.find(
    (each) =>
      each.key?.startsWith('#group') &&
      saysItHappened(each.modality) &&
      (each.fields as { count: Count }).count.value === size,
  );
  return first?.key ?? group.key!;
}

/** The lines after one that ends in a colon, as long as each begins with a name. */
function listed(lines: readonly Line[], line: Line): { mention: PersonMention; line: Line }[] {
  if (!/:\s*$/.test(line.text)) return [];
  const found: { mention: PersonMention; line: Line }[] = [];
  for (let at = line.at + 1; at < lines.length; at += 1) {
    const next = lines[at]!;
    const first = next.people[0];
    if (!first || first.from > 3 || found.length >= LISTED_MAX) break;
    found.push({ mention: first, line: next });
  }
  return found;
}
