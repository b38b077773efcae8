import countries from 'i18n-iso-countries';
import { canonicalJson, type Count, type DataOf } from '#domain';
import { boundsOf, meet, type Bounds } from '../engine/counts.js';
import { inOrder } from '../engine/order.js';
import { unnamedOf, type GroupClaim, type Member } from './figures.js';

/** A member and, where it is known, the countries to which the person was taken. */
type Placed = Member & { readonly destinations?: readonly string[] };
type Partition = DataOf<'PrisonersPardoned'>['partitions'][number];
type Range = { readonly least: number; readonly most: number | null };

export interface ComposedPart {
  readonly label: string;
  readonly count: Count;
  /** Who of those named is known to be of this part, by person id. */
  readonly named: readonly string[];
  /** How many of the part are not named; a member whose part nobody knows could be any of them. */
  readonly unnamed: Range;
}

/** How a group divides by one dimension. Parts of different dimensions overlap, and none is added to another. */
export interface ComposedPartition {
  readonly dimension: Partition['dimension'];
  readonly parts: readonly ComposedPart[];
  readonly complete: boolean;
  /** The parts together. */
  readonly sum: Range;
  /** How many are in none of the parts; all zero where the text says that the parts are all there are. */
  readonly rest: Range;
  /** Can the parts and the figure of the whole both be true? */
  readonly agrees: boolean;
  /** The events that divide the group so. */
  readonly events: readonly string[];
}

/**
 * The divisions of a group as claimed, each once, with who is named of each part and how many are not.
 * @param whole the figure of the group
 */
export function partitionsOf(
  group: readonly GroupClaim[],
  whole: Count,
  members: readonly Placed[],
): ComposedPartition[] {
  const told = new Map<string, { partition: Partition; events: string[] }>();
  for (const { event } of inOrder(group)) {
    for (const partition of event.data.partitions) {
      const key = canonicalJson(partition);
      const same = told.get(key);
      if (same) same.events.push(event.id);
      else told.set(key, { partition, events: [event.id] });
    }
  }
  return [...told.values()].map(({ partition, events }) => ({ ...composed(partition, whole, members), events }));
}

function composed(
  { dimension, parts, complete }: Partition,
  whole: Count,
  members: readonly Placed[],
): Omit<ComposedPartition, 'events'> {
  const placed = parts.map((part) => members.filter((member) => isOf(member, dimension, part.label)));
  const unplaced = members.length - new Set(placed.flat()).size;
  const all = boundsOf(whole);
  const sum = parts
    .map(({ count }) => boundsOf(count))
    .reduce((a, b) => ({ least: a.least + b.least, most: a.most + b.most }), { least: 0, most: 0 });
  return {
    dimension,
    complete,
    parts: parts.map(({ label, count }, at) => {
      const named = placed[at]!.map(({ personId }) => personId);
      const unnamed = unnamedOf(boundsOf(count), { least: named.length, most: named.length + unplaced });
      return { label, count, named, unnamed };
    }),
    sum: range(sum),
    rest: complete
      ? { least: 0, most: 0 }
      : range({ least: Math.max(0, all.least - sum.most), most: Math.max(0, all.most - sum.least) }),
    agrees: complete ? meet(sum, all) : sum.least <= all.most,
  };
}

const range = ({ least, most }: Bounds): Range => ({ least, most: most === Infinity ? null : most });

/** Where somebody was taken is known of a person's own release; a part's label is a country's code or English name. */
function isOf(member: Placed, dimension: Partition['dimension'], label: string): boolean {
  if (dimension !== 'destination') return false;
  const code = /^[A-Z]{2}$/.test(label) ? label : countries.getAlpha2Code(label, 'en');
  return code !== undefined && (member.destinations ?? []).includes(code);
}
