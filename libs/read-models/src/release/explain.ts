import { chosenFrom, derivedFrom, idsOf, listedBy, type Answered, type Fields, type Other } from '../explain/basis.js';
import type { KnownClaim } from '../engine/model.js';
import { groupIn, relationTo, type GroupClaim, type Member, type OtherGroup } from './figures.js';
import type { ReleaseSlice } from './row.js';
import { asGroup } from './compose.js';

interface Shown {
  readonly named: readonly Member[];
  readonly withdrawn?: readonly Member[];
  readonly besides?: readonly { readonly counts: readonly { readonly event: string }[] }[];
}

const dataOf = (claim: KnownClaim) => (claim as GroupClaim).event.data;
const saidOf = ({ name, events }: Member) => ({ value: name, events });

/**
 * On what each field of a group's row rests.
 * @param near groups of within three days, those that conflict with this one among them
 */
export function explainRelease({ row, shown, claims }: Answered<ReleaseSlice>, near: readonly OtherGroup[]): Fields {
  const group = groupIn(claims);
  const decided = group.find(({ event }) => event.id === row.id) ?? group[0];
  const exact = { rule: 'most_exact_claim', decided, because: 'less_exact' } as const;
  const field = (name: string, says: (claim: KnownClaim) => unknown) =>
    chosenFrom(group, { ...exact, value: shown[name], says });
  const { named, withdrawn, besides } = shown as unknown as Shown;
  const members = (list: readonly Member[]) => ({
    ...derivedFrom(
      'group_members',
      list.flatMap(({ events }) => events),
    ),
    each: list.map(saidOf),
  });
  const count = field('count', (claim) => dataOf(claim).count);
  const divided = group.filter((claim) => dataOf(claim).partitions.length > 0);
  return {
    country: field('country', (claim) => dataOf(claim).country),
    kind: derivedFrom('most_exact_claim', idsOf(group), row.kind),
    modality: field('modality', (claim) => dataOf(claim).modality),
    count: { ...count, others: [...count.others, ...conflictsAmong(asGroup(row, claims), near)] },
    counts: listedBy(group, (claim) => [dataOf(claim).count]),
    unnamed: derivedFrom('group_members', [
      ...(decided ? [decided.event.id] : []),
      ...named.flatMap(({ events }) => events),
    ]),
    occurred: field('occurred', (claim) => dataOf(claim).occurred),
    valid: { see: 'occurred' },
    certain: { see: 'occurred' },
    by: field('by', (claim) => dataOf(claim).by ?? null),
    population: field('population', (claim) => dataOf(claim).population),
    named: members(named),
    partitions: derivedFrom('group_parts', idsOf(divided)),
    ...(withdrawn && { withdrawn: { ...members(withdrawn), rule: 'every_claim' as const } }),
    ...(besides && {
      besides: derivedFrom(
        'groups_beside',
        besides.flatMap(({ counts }) => counts.map(({ event }) => event)),
      ),
    }),
  };
}

/** The figures of groups that are said to be the same people and can't be: each with the events that say so. */
function conflictsAmong(mine: OtherGroup, near: readonly OtherGroup[]): Other[] {
  const conflicting = near.filter((other) => other.id !== mine.id && relationTo(mine, other) === 'conflicting');
  return conflicting.flatMap(({ figures }) =>
    figures.map(({ event, value, qualifier, max }) => ({
      value: { value, qualifier, ...(max === undefined ? {} : { max }) },
      events: [event],
      because: 'conflicting' as const,
    })),
  );
}
