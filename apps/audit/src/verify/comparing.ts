import { sameBytes, type TileFile } from '#transparency';
import { firstStretch, type Stretch } from './alignment.js';
import { GrowingTree } from './growing.js';
import { eventIdOf, LeafQueue, type Leaf } from './leaves.js';

/** One place in which the topic is not what was signed. */
export interface Departure {
  readonly what: 'changed' | 'removed' | 'inserted' | 'cut';
  /** What was signed; absent for what was inserted. */
  readonly signed?: Leaf;
  /** What is there; absent for what was removed. */
  readonly found?: Leaf;
  /** Its index among the signed entries, or that of the one before which it was inserted. */
  readonly at: number;
}

/** What a partition came to, entry by entry. */
export interface Compared {
  /** The tree of what is in the topic, and that of what is stored. */
  readonly topic: GrowingTree;
  readonly stored: GrowingTree;
  /** The first of them, and how many there are. */
  readonly departures: readonly Departure[];
  readonly count: number;
  /** How many records are as they were signed. */
  readonly same: number;
  /** The first record that is as it was signed, and lies at another offset; it tells nothing behind a departure. */
  readonly displaced: Leaf | undefined;
}

/** More are counted and not named: where all is lost, a million lines say no more than these. */
const KEPT_MAX = 10_000;
/** So many leaves of each side are compared where they differ, and so many at most where nothing in them is the same. */
const WINDOW = 256;
const WINDOW_MAX = 16_384;
const BATCH = 4096;

/**
 * Walks through what was signed and what is in the topic side by side, and tells what was done to the one to make it
 * the other. It has only a stretch of each in memory; what is the same again behind a difference is found within 16,384
 * records of it.
 * @param sizes for which somebody has signed, ascending
 * @param full is given the tiles of the signed tree as they become full
 */
export async function compareLeaves(
  sides: { signed: AsyncIterable<Leaf[]>; found: AsyncIterable<Leaf[]> },
  sizes: readonly number[],
  full: (tiles: readonly TileFile[]) => Promise<void>,
): Promise<Compared> {
  const walk = new Walk(new LeafQueue(sides.signed), new LeafQueue(sides.found), sizes, full);
  try {
    while (await walk.step());
    return walk.outcome();
  } finally {
    await walk.close();
  }
}

class Walk {
  private readonly stored: GrowingTree;
  /** The same tree until they part. */
  private topic: GrowingTree;
  private readonly departures: Departure[] = [];
  private count = 0;
  private same = 0;
  private met = 0;
  private displaced: Leaf | undefined;

  constructor(
    private readonly signed: LeafQueue,
    private readonly found: LeafQueue,
    sizes: readonly number[],
    private readonly full: (tiles: readonly TileFile[]) => Promise<void>,
  ) {
    this.stored = GrowingTree.over(sizes);
    this.topic = this.stored;
  }

  outcome(): Compared {
    const { topic, stored, departures, count, same, displaced } = this;
    return { topic, stored, departures, count, same, displaced };
  }

  async close(): Promise<void> {
    await Promise.all([this.signed.close(), this.found.close()]);
  }

  /** @returns false at the end of both */
  async step(): Promise<boolean> {
    await Promise.all([this.signed.fill(BATCH), this.found.fill(BATCH)]);
    const [signed, found] = [this.signed.leaves, this.found.leaves];
    if (signed.length === 0 && found.length === 0) return false;
    // Nothing was signed behind the last entry: what the topic has there is new.
    if (signed.length === 0) await this.grow([], this.found.take(found.length));
    else if (found.length === 0) await this.depart(allOf(signed), 'cut');
    else {
      const alike = leadingSame(signed, found);
      if (alike > 0) await this.pass(alike);
      else await this.across();
    }
    return true;
  }

  /** Entries that are as they were signed. */
  private async pass(count: number): Promise<void> {
    const [signed, found] = [this.signed.take(count), this.found.take(count)];
    if (this.count === 0) {
      this.displaced ??= found.find(
        ({ offset }, at) => signed[at]!.offset !== undefined && signed[at]!.offset !== offset,
      );
    }
    this.same += count;
    await this.grow(signed, found);
  }

  /** Over a stretch in which the two differ, to where they are the same again. */
  private async across(): Promise<void> {
    for (let window = WINDOW; ; window *= 4) {
      await Promise.all([this.signed.fill(window), this.found.fill(window)]);
      const isWhole = [this.signed, this.found].every((queue) => queue.isWhole && queue.leaves.length <= window);
      const [one, other] = [this.signed.leaves.slice(0, window), this.found.leaves.slice(0, window)];
      const names = { one: one.map(nameOf), other: other.map(nameOf) };
      // Where nothing in so many is the same, what stands in one place is taken for what should.
      const isLast = isWhole || window >= WINDOW_MAX;
      const stretch = firstStretch(one.map(keyOf), other.map(keyOf), { names, isWhole: isLast });
      if (stretch) return this.depart(stretch);
    }
  }

  private async depart(stretch: Stretch, rest: 'removed' | 'cut' = 'removed'): Promise<void> {
    const [signed, found] = [this.signed.take(stretch.one), this.found.take(stretch.other)];
    for (const difference of stretch.differences.slice(0, KEPT_MAX - this.departures.length)) {
      const one = difference.what === 'inserted' ? undefined : signed[difference.one];
      const other = difference.what === 'removed' ? undefined : found[difference.other];
      const what = difference.what === 'removed' ? rest : difference.what;
      const at = this.met + (difference.what === 'inserted' ? difference.before : difference.one);
      this.departures.push({ what, at, ...(one ? { signed: one } : {}), ...(other ? { found: other } : {}) });
    }
    this.count += stretch.differences.length;
    this.same += signed.length - stretch.differences.filter(({ what }) => what !== 'inserted').length;
    await this.grow(signed, found);
  }

  private async grow(signed: readonly Leaf[], found: readonly Leaf[]): Promise<void> {
    const isShared = signed.length === found.length && signed.every(({ hash }, at) => sameBytes(hash, found[at]!.hash));
    if (!isShared && this.topic === this.stored) this.topic = this.stored.fork();
    const tiles = this.stored.grow(signed);
    if (this.topic !== this.stored) this.topic.grow(found);
    this.met += signed.length;
    await this.full(tiles);
  }
}

const keyOf = ({ hash }: Leaf): string => Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('latin1');
/** What has no id of its own to be read is known again by nothing. */
const nameOf = (leaf: Leaf): string => eventIdOf(leaf) ?? `${leaf.index} ${keyOf(leaf)}`;

function leadingSame(signed: readonly Leaf[], found: readonly Leaf[]): number {
  const both = Math.min(signed.length, found.length);
  let at = 0;
  while (at < both && sameBytes(signed[at]!.hash, found[at]!.hash)) at++;
  return at;
}

const allOf = (leaves: readonly Leaf[]): Stretch => ({
  one: leaves.length,
  other: 0,
  differences: leaves.map((_, one) => ({ what: 'removed', one })),
});
