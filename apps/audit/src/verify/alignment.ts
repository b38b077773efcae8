/** Two places that hold the same: of the first list, and of the second. */
export type Pair = readonly [number, number];

/**
 * Pairs of places that hold the same thing, ascending in both lists: the longest increasing run among things that stand
 * in both (Szymanski 1975, as `diff` programs do it). A thing that stands in a list twice counts where it stands first.
 */
export function commonPlaces(one: readonly string[], other: readonly string[]): Pair[] {
  const places = new Map<string, number>();
  for (let at = other.length - 1; at >= 0; at--) places.set(other[at]!, at);
  const met = new Set<string>();
  const matches: Pair[] = [];
  for (const [at, thing] of one.entries()) {
    const place = places.get(thing);
    if (place !== undefined && !met.has(thing)) matches.push([at, place]);
    met.add(thing);
  }
  return longestAscending(matches);
}

/** The longest run of pairs in which the second number ascends; the first does already. */
function longestAscending(matches: readonly Pair[]): Pair[] {
  const tails: number[] = [];
  const before: number[] = [];
  for (const [at, [, place]] of matches.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (matches[tails[middle]!]![1] < place) low = middle + 1;
      else high = middle;
    }
    before[at] = low === 0 ? -1 : tails[low - 1]!;
    tails[low] = at;
  }
  const run: Pair[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at]!) run.push(matches[at]!);
  return run.reverse();
}

/** What became of a thing, by its place in the list of what should be and of what is. */
export type Difference =
  | { readonly what: 'changed'; readonly one: number; readonly other: number }
  | { readonly what: 'removed'; readonly one: number }
  /** It stands before what should be at the place `before`. */
  | { readonly what: 'inserted'; readonly other: number; readonly before: number };

/** Two stretches that lie between things that are the same. Ends are excluded. */
interface Gap {
  readonly one: readonly [number, number];
  readonly other: readonly [number, number];
}

/**
 * Tells what was done between two lists whose things are named. Where names stand in both, they are one thing, changed;
 * what is left stands for each other in order, and the rest was removed or inserted.
 * @param names by which a changed thing is known again, such as the ids of events
 */
export function differencesBetween(
  one: readonly string[],
  other: readonly string[],
  names: { one: readonly string[]; other: readonly string[] },
): Difference[] {
  const whole: Gap = { one: [0, one.length], other: [0, other.length] };
  return gapsBetween(commonPlaces(one, other), whole).flatMap((gap) => {
    const [ones, others] = [names.one.slice(...gap.one), names.other.slice(...gap.other)];
    const again = commonPlaces(ones, others).map(([at, place]): Pair => [at + gap.one[0], place + gap.other[0]]);
    const known = again.map(([at, place]): Difference => ({ what: 'changed', one: at, other: place }));
    const rest = gapsBetween(again, gap).flatMap(inOrder);
    return [...known, ...rest].sort((a, b) => placeOf(a) - placeOf(b));
  });
}

const placeOf = (difference: Difference): number =>
  difference.what === 'inserted' ? difference.before : difference.one;

function gapsBetween(pairs: readonly Pair[], { one, other }: Gap): Gap[] {
  const gaps: Gap[] = [];
  let [at, place] = [one[0], other[0]];
  for (const [next, nextPlace] of [...pairs, [one[1], other[1]] as const]) {
    if (next > at || nextPlace > place) gaps.push({ one: [at, next], other: [place, nextPlace] });
    [at, place] = [next + 1, nextPlace + 1];
  }
  return gaps;
}

function inOrder({ one: [from, to], other: [otherFrom, otherTo] }: Gap): Difference[] {
  const both = Math.min(to - from, otherTo - otherFrom);
  return [
    ...Array.from({ length: both }, (_, at) => ({ what: 'changed', one: from + at, other: otherFrom + at }) as const),
    ...Array.from({ length: to - from - both }, (_, at) => ({ what: 'removed', one: from + both + at }) as const),
    ...Array.from({ length: otherTo - otherFrom - both }, (_, at) => {
      return { what: 'inserted', other: otherFrom + both + at, before: to } as const;
    }),
  ];
}

/** So many in a row that are the same end a stretch in which two lists differ. */
const RUN = 3;

/** How far two lists differ from their beginning on, and how: so many of each are to be passed over. */
export interface Stretch {
  readonly one: number;
  readonly other: number;
  readonly differences: readonly Difference[];
}

/**
 * The first stretch in which two lists differ, told with the fewest differences: things that stand in another's place
 * are changed ones, unless what was removed or inserted tells it in fewer words.
 * @param isWhole whether nothing comes behind these lists
 * @returns undefined when they are not the same again anywhere in it, and more comes
 */
export function firstStretch(
  one: readonly string[],
  other: readonly string[],
  { names, isWhole }: { names: Parameters<typeof differencesBetween>[2]; isWhole: boolean },
): Stretch | undefined {
  const pairs = commonPlaces(one, other);
  const run = runIn(pairs);
  const inPlace = sameInPlace(one, other) ?? (isWhole && !run ? Math.min(one.length, other.length) : undefined);
  const [at, place] = run ?? pairs.at(-1) ?? [undefined, undefined];
  const changed = inPlace === undefined ? undefined : changedIn(one, other, inPlace);
  const told = changed && { one: inPlace!, other: inPlace!, differences: changed };
  if (at === undefined) return told;
  const upTo = (one_: number, other_: number): Difference[] =>
    differencesBetween(one.slice(0, one_), other.slice(0, other_), {
      one: names.one.slice(0, one_),
      other: names.other.slice(0, other_),
    });
  // Without a run both ways of telling are compared up to the end; what stands behind all that should be there is new.
  const whole = run ? upTo(at, place) : upTo(one.length, other.length);
  const should = new Set(one);
  const isNew = (each: Difference): boolean =>
    each.what === 'inserted' && each.before === one.length && !should.has(other[each.other]!);
  const cost = run ? whole.length : whole.filter((each) => !isNew(each)).length;
  const behind = run ? 0 : one.length - (inPlace ?? 0);
  if (told && changed.length + behind <= cost) return told;
  return { one: at, other: place, differences: run ? whole : upTo(at, place) };
}

/** From where on both are the same, place by place. */
function sameInPlace(one: readonly string[], other: readonly string[]): number | undefined {
  const both = Math.min(one.length, other.length);
  let run = 0;
  for (let at = 0; at < both; at++) {
    run = one[at] === other[at] ? run + 1 : 0;
    if (run === RUN) return at + 1 - RUN;
  }
  // They may end before there are so many.
  return run > 0 && one.length === other.length ? both - run : undefined;
}

/** From where on both are the same again, wherever that is in the other. */
const runIn = (pairs: readonly Pair[]): Pair | undefined =>
  pairs.find(([at, place], index) => {
    const last = pairs[index + RUN - 1];
    return last && last[0] === at + RUN - 1 && last[1] === place + RUN - 1;
  });

const changedIn = (one: readonly string[], other: readonly string[], both: number): Difference[] =>
  Array.from({ length: both }, (_, at) => at)
    .filter((at) => one[at] !== other[at])
    .map((at) => ({ what: 'changed', one: at, other: at }));
