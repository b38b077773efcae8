import type { Occurred } from '#domain';

type Days = Pick<Occurred, 'earliest' | 'latest'>;

const DAY_MS = 86_400_000;
const BUCKET_DAYS = 8;
/** What spans more than this is looked at for every day, beside what has no date. */
const BUCKETS_MAX = 6;

/** Finds what lies within some days of a span of days without looking at all that there is. */
export class DayIndex<Item> {
  private readonly buckets = new Map<number, Set<Item>>();
  private readonly wide = new Set<Item>();
  private readonly all = new Set<Item>();

  /** @param reach how many days apart things may lie and still be near */
  constructor(private readonly reach: number) {}

  add(item: Item, days: Days): void {
    this.all.add(item);
    const numbers = bucketsOf(days, 0);
    if (!numbers) {
      this.wide.add(item);
      return;
    }
    for (const number of numbers) {
      const bucket = this.buckets.get(number);
      if (bucket) bucket.add(item);
      else this.buckets.set(number, new Set([item]));
    }
  }

  delete(item: Item, days: Days): void {
    this.all.delete(item);
    this.wide.delete(item);
    for (const number of bucketsOf(days, 0) ?? []) this.buckets.get(number)?.delete(item);
  }

  /** Everything near, and some that is not; each once. */
  near(days: Days): Iterable<Item> {
    const numbers = bucketsOf(days, this.reach);
    if (!numbers) return this.all;
    const found = new Set(this.wide);
    for (const number of numbers) for (const item of this.buckets.get(number) ?? []) found.add(item);
    return found;
  }
}

/** The buckets of a span with some days around it; undefined for a span without an end, or a very long one. */
function bucketsOf({ earliest, latest }: Days, around: number): number[] | undefined {
  if (!earliest || !latest) return undefined;
  const first = Math.floor((Date.parse(earliest) / DAY_MS - around) / BUCKET_DAYS);
  const last = Math.floor((Date.parse(latest) / DAY_MS + around) / BUCKET_DAYS);
  if (last - first >= BUCKETS_MAX) return undefined;
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
