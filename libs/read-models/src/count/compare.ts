import { parseOccurred, saysItHappened, type Count, type DataOf, type Modality, type Occurred } from '#domain';
import { boundsOf, meet, type Bounds } from '../engine/counts.js';
import type { Days } from '../engine/span.js';

/** A figure that somebody claimed, as far as it is compared with others. */
export interface Figure {
  readonly id: string;
  readonly country: string;
  readonly metric: DataOf<'CountClaimed'>['metric'];
  readonly count: Count;
  readonly window: DataOf<'CountClaimed'>['window'];
  readonly population: string;
  readonly modality: Modality;
  readonly occurred: Occurred;
}

/** Why two figures can't be compared: they count other things, other people, other days, or one is not said to be so. */
export type Reason = 'country' | 'metric' | 'population' | 'window' | 'modality';

export interface Comparison {
  readonly comparable: readonly string[];
  readonly conflicting: readonly string[];
  readonly notComparable: readonly { readonly id: string; readonly because: readonly Reason[] }[];
}

/** How many of each list there are, and how often each reason is given, whatever part of the lists is named. */
export interface Compared extends Comparison {
  readonly of: Readonly<Record<keyof Comparison, number>>;
  readonly because: Readonly<Partial<Record<Reason, number>>>;
}

/**
 * Which of the figures can be compared, and which of these contradict each other. Two conflict only where country, metric,
 * population and window are the same and no number is allowed by both; nothing is summed and nothing repaired.
 * @param most so many of each list are named, the first of them
 * @returns by id, each list in the order of the figures; symmetric
 */
export function compareCounts(figures: readonly Figure[], most = Infinity): Map<string, Compared> {
  const keyed = keyedOf(figures);
  return new Map(keyed.map((one) => [one.id, compared(one, keyed, most)]));
}

/** One figure beside others, as `compareCounts` has it of them all. */
export function compareWith(figure: Figure, others: readonly Figure[]): Compared {
  const [one, ...rest] = keyedOf([figure, ...others]);
  return compared(one!, rest, Infinity);
}

/** A figure with a number for each of its keys, since every two figures are compared. */
interface Keyed {
  readonly id: string;
  readonly keys: readonly number[];
  readonly bounds: Bounds;
}

function keyedOf(figures: readonly Figure[]): Keyed[] {
  const numbers = new Map<string, number>();
  const numberOf = (key: string): number => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  };
  return figures.map((figure) => {
    const keys = keysOf(figure);
    return { id: figure.id, keys: REASONS.map((reason) => numberOf(keys[reason])), bounds: boundsOf(figure.count) };
  });
}

function compared({ id, keys, bounds }: Keyed, others: readonly Keyed[], most: number): Compared {
  const comparable: string[] = [];
  const conflicting: string[] = [];
  const notComparable: { id: string; because: readonly Reason[] }[] = [];
  const of = { comparable: 0, conflicting: 0, notComparable: 0 };
  // How often which reasons are given together: a bit for each.
  const given = new Array<number>(DIFFERENCES.length).fill(0);
  for (const other of others) {
    if (other.id === id) continue;
    let bits = 0;
    for (let at = 0; at < keys.length; at += 1) if (keys[at] !== other.keys[at]) bits |= 1 << at;
    if (bits > 0) {
      given[bits]! += 1;
      of.notComparable += 1;
      if (notComparable.length < most) notComparable.push({ id: other.id, because: DIFFERENCES[bits]! });
    } else if (meet(bounds, other.bounds)) {
      of.comparable += 1;
      if (comparable.length < most) comparable.push(other.id);
    } else {
      of.conflicting += 1;
      if (conflicting.length < most) conflicting.push(other.id);
    }
  }
  const because: Partial<Record<Reason, number>> = {};
  for (const [bits, times] of given.entries())
    if (times > 0) for (const reason of DIFFERENCES[bits]!) because[reason] = (because[reason] ?? 0) + times;
  return { comparable, conflicting, notComparable, of, because };
}

type Keys = Record<Reason, string>;
const REASONS: readonly Reason[] = ['country', 'metric', 'population', 'window', 'modality'];
/** The reasons for which the bits of a number stand. */
const DIFFERENCES: readonly (readonly Reason[])[] = Array.from({ length: 1 << REASONS.length }, (_, bits) =>
  REASONS.filter((_reason, at) => bits & (1 << at)),
);

function keysOf({ country, metric, population, window, modality, occurred }: Figure): Keys {
  return {
    country,
    metric,
    population: wordsOf(population),
    window: `${boundOf(window.from)} to ${boundOf(window.to ?? occurred.edtf)}`,
    // What is said to be so is compared with nothing that is only feared, hoped or denied.
    modality: saysItHappened(modality) ? 'said' : modality,
  };
}

/** Populations are one when the words are, whatever their capitals, spaces and articles. Paraphrases stay two. */
const wordsOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\b(the|a|an|all)\b/g, ' ')
    .match(/[\p{L}\p{N}]+/gu)
    ?.join(' ') ?? '';

/** Two spellings of one date are one bound. A figure without a last day is as of the day on which it was said. */
function boundOf(edtf: string | undefined): string {
  if (edtf === undefined) return '';
  const days = parseOccurred(edtf);
  return days ? `${days.earliest ?? ''}..${days.latest ?? ''}` : wordsOf(edtf);
}

/** Figures of one metric, population and window, and the numbers that all of them allow. */
export interface Series {
  readonly metric: Figure['metric'];
  readonly population: string;
  readonly window: { readonly from: Days | null; readonly to: Days | null };
  readonly ids: readonly string[];
  /** null where some two of them conflict. */
  readonly range: { readonly least: number; readonly most: number | null } | null;
}

/** The figures in groups within which they can be compared, the earliest window first. */
export function seriesOf(figures: readonly Figure[]): Series[] {
  const groups = new Map<string, Figure[]>();
  for (const figure of [...figures].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const keys = keysOf(figure);
    const key = REASONS.map((reason) => keys[reason]).join('\n');
    groups.set(key, [...(groups.get(key) ?? []), figure]);
  }
  const series = [...groups.values()].map((group): Series => {
    const [first] = group as [Figure];
    const window = windowOf(first);
    const all = group.map(({ count }) => boundsOf(count));
    const range = { least: Math.max(...all.map(({ least }) => least)), most: Math.min(...all.map(({ most }) => most)) };
    return {
      metric: first.metric,
      population: first.population,
      window,
      ids: group.map(({ id }) => id),
      range: range.least > range.most ? null : shown(range),
    };
  });
  const orderOf = ({ window, ids }: Series) => `${window.to?.latest ?? ''} ${window.from?.earliest ?? ''} ${ids[0]!}`;
  return series.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

const shown = ({ least, most }: Bounds) => ({ least, most: most === Infinity ? null : most });

/** The days of a figure's window; null where it names none or in words that are no date. */
export function windowOf({ window, occurred }: Pick<Figure, 'window' | 'occurred'>): Series['window'] {
  const days = (edtf: string | undefined): Days | null => {
    const parsed = edtf === undefined ? undefined : parseOccurred(edtf);
    return parsed?.earliest && parsed.latest ? { earliest: parsed.earliest, latest: parsed.latest } : null;
  };
  return { from: days(window.from), to: days(window.to ?? occurred.edtf) };
}

/** Does a figure allow fewer people than are identified? Then some of them are wrongly held to be so, or the figure is. */
export const isBelowIdentified = (
  { count, modality }: Pick<Figure, 'count' | 'modality'>,
  identified: number,
): boolean => saysItHappened(modality) && boundsOf(count).most < identified;
