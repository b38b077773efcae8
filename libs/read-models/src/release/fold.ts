import { personId, saysItHappened, type ClaimType, type Count } from '#domain';
import { actsOf } from '../engine/acts.js';
import { daysApart } from '../engine/days.js';
import { BEGINNING, ENDLESS, type KnownClaim, type ReadModel } from '../engine/model.js';
import type { ReleaseSlice } from './row.js';
import { releaseTable } from './table.js';

const on = {
  PrisonersPardoned: 'freed',
  PrisonersReleased: 'freed',
  PersonsDetained: 'detained',
  GroupMemberNamed: 'joins',
  GroupMemberWithdrawn: 'leaves',
} as const satisfies Partial<Record<ClaimType, string>>;

type Heard = keyof typeof on;
type Group = KnownClaim<'PrisonersPardoned' | 'PrisonersReleased' | 'PersonsDetained'>;
type Member = KnownClaim<'GroupMemberNamed' | 'GroupMemberWithdrawn'>;

/** Reports of one group lie this near: news of a Saturday's release is still dated to the Monday elsewhere. */
const DAYS_APART_MAX = 3;

export const release: ReadModel<Heard, ReleaseSlice> = {
  name: 'release',
  table: releaseTable,
  on,
  unit: ({ subject }) => subject,
  slices(claims) {
    const group = claims.filter(isGroup);
    return group.length === 0 ? [] : [sliceOf(group, claims.filter(isMember))];
  },
  joins: (first, claim) => isGroup(first) && isGroup(claim) && agree(first, claim),
  follows: (claim) => (isMember(claim) ? claim.event.data.of : undefined),
};

const isMember = (claim: KnownClaim<Heard>): claim is Member =>
  claim.event.type === 'GroupMemberNamed' || claim.event.type === 'GroupMemberWithdrawn';

const isGroup = (claim: KnownClaim<Heard>): claim is Group => !isMember(claim);

/** One occurrence: the same kind of thing, said in the same way, of near days, with counts that can both be true. */
function agree(first: Group, other: Group): boolean {
  const [a, b] = [first.event, other.event];
  return (
    on[a.type] === on[b.type] &&
    (saysItHappened(a.data.modality) ? saysItHappened(b.data.modality) : a.data.modality === b.data.modality) &&
    daysApart(first, other) <= DAYS_APART_MAX &&
    compatible(a.data.count, b.data.count)
  );
}

function compatible(a: Count, b: Count): boolean {
  const [one, two] = [bounds(a), bounds(b)];
  return one.least <= two.most && two.least <= one.most;
}

/** The numbers that a count allows. "About" leaves a tenth either way. */
function bounds({ value, qualifier, max }: Count): { least: number; most: number } {
  switch (qualifier) {
    case 'exact':
      return { least: value, most: value };
    case 'at_least':
      return { least: value, most: Infinity };
    case 'at_most':
      return { least: 0, most: value };
    case 'about':
      return { least: value * 0.9, most: value * 1.1 };
    case 'range':
      return { least: value, most: max ?? value };
  }
}

function sliceOf(group: readonly Group[], members: readonly Member[]): ReleaseSlice {
  const first = group[0]!.event;
  const named = namedIn(group, members);
  const { occurred, modality, country, count, by, population } = first.data;
  const { least, most } = bounds(count);
  return {
    id: first.id,
    validFrom: occurred.earliest ?? BEGINNING,
    validTo: ENDLESS,
    certain: occurred.earliest !== null && occurred.earliest === occurred.latest,
    country,
    kind: on[first.type],
    modality,
    count: count.value,
    details: {
      occurred,
      by: by ?? null,
      population,
      counts: group.map(({ event }) => event.data.count),
      named,
      unnamed: {
        least: Math.max(0, Math.ceil(least) - named.length),
        most: most === Infinity ? null : Math.max(0, Math.floor(most) - named.length),
      },
      partitions: group.flatMap(({ event }) => event.data.partitions),
      acts: actsOf([...group, ...members]),
    },
  };
}

/** Who is named as one of them: in a group's own claim or later, less those whose names were withdrawn. */
function namedIn(group: readonly Group[], members: readonly Member[]): { personId: string; name: string }[] {
  const people = [
    ...group.flatMap(({ event }) => event.data.named),
    ...members.flatMap(({ event }) => (event.type === 'GroupMemberNamed' ? [event.data.person] : [])),
  ];
  const withdrawn = new Set(
    members.flatMap(({ event: { type, data } }) =>
      type === 'GroupMemberWithdrawn' ? [personId(data.person.country, data.person.name)] : [],
    ),
  );
  const named = new Map(people.map((person) => [personId(person.country, person.name), person.name]));
  return [...named].filter(([id]) => !withdrawn.has(id)).map(([id, name]) => ({ personId: id, name }));
}
