import { glimpse } from '#domain';
import type { Log } from '#log';
import { HASH_BYTES, leafHashes, NotProven, readEntries, readTile, TILE_WIDTH } from '#transparency';
import type { SignedStore } from './signed-store.js';

/** A record of the topic, or an entry as it was signed. */
export interface Leaf {
  /** Which one of the partition, from 0. */
  readonly index: number;
  /** 32 bytes. */
  readonly hash: Uint8Array;
  /** Absent where only the hash of an entry is stored. */
  readonly value?: Uint8Array;
  /** Where it lies in the topic, or lay when it was signed, where that is known. */
  readonly offset?: bigint;
}

export const eventIdOf = ({ value }: Leaf): string | undefined => value && glimpse(value).id;

/** What is in the topic now, in its order. @param each is shown every batch before it is compared */
export async function* foundLeaves(
  log: Log,
  { partition, end }: { partition: number; end: bigint },
  each: (batch: readonly FoundRecord[]) => Promise<void>,
): AsyncGenerator<Leaf[]> {
  let index = 0;
  for await (const { records } of log.readFound('events', partition, 0n, end)) {
    const batch = records.map((record): FoundRecord => ({ ...record, partition, ordinal: index++ }));
    await each(batch);
    const hashes = leafHashes(records.map(({ value }) => value));
    yield batch.map(({ ordinal, value, offset }, at) => ({ index: ordinal, value, offset, hash: hashIn(hashes, at) }));
  }
}

export interface FoundRecord {
  readonly partition: number;
  readonly ordinal: number;
  readonly offset: bigint;
  readonly key: string;
  readonly value: Buffer;
}

/**
 * The entries as they were signed, bundle by bundle, as far as they are stored; where a bundle is lost, its hashes.
 * @param sizes for which there are checkpoints, ascending: of which widths partial bundles can be there
 */
export async function* signedLeaves(
  store: SignedStore,
  partition: number,
  sizes: readonly number[],
): AsyncGenerator<Leaf[]> {
  const largest = sizes.at(-1) ?? 0;
  for (let index = 0; index * TILE_WIDTH < largest; index++) {
    const leaves = await bundleOf(store, partition, { index, widths: widthsOf(index, sizes) });
    if (!leaves) return;
    yield leaves;
    if (leaves.length < TILE_WIDTH) return;
  }
}

/** In which widths this bundle can be stored, the widest first: a checkpoint of more records than there are names one too. */
function* widthsOf(index: number, sizes: readonly number[]): Generator<number> {
  const begin = index * TILE_WIDTH;
  if (sizes.at(-1)! >= begin + TILE_WIDTH) yield TILE_WIDTH;
  const partial = sizes.filter((size) => size > begin && size < begin + TILE_WIDTH);
  for (const size of partial.reverse()) yield size - begin;
}

async function bundleOf(
  store: SignedStore,
  partition: number,
  { index, widths }: { index: number; widths: Iterable<number> },
): Promise<Leaf[] | undefined> {
  const tiles = store.tiles(partition);
  for (const width of widths) {
    const values = await unlessDamaged(() => readEntries(tiles, { level: 'entries', index, width }));
    const hashes = values ? leafHashes(values) : await unlessDamaged(() => readTile(tiles, { level: 0, index, width }));
    if (!hashes) continue;
    const offsets = await store.places(partition, { index, width });
    return Array.from({ length: width }, (_, at): Leaf => ({
      index: index * TILE_WIDTH + at,
      hash: hashIn(hashes, at),
      ...(values ? { value: values[at]! } : {}),
      ...(offsets ? { offset: offsets[at]! } : {}),
    }));
  }
  return undefined;
}

/** A file that is cut or spoilt is as good as none; that it is, shows when the tiles are compared. */
async function unlessDamaged<Read>(read: () => Promise<Read | undefined>): Promise<Read | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotProven) return undefined;
    throw error;
  }
}

const hashIn = (hashes: Uint8Array, at: number): Uint8Array => hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);

/** Takes leaves out of batches that come from elsewhere, as many as are wanted. */
export class LeafQueue {
  leaves: Leaf[] = [];
  private hasEnded = false;
  private readonly source: AsyncIterator<Leaf[]>;

  constructor(source: AsyncIterable<Leaf[]>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** Has at least so many leaves at hand when it resolves, or all that are left. */
  async fill(count: number): Promise<void> {
    while (!this.hasEnded && this.leaves.length < count) {
      const next = await this.source.next();
      if (next.done) this.hasEnded = true;
      else this.leaves = this.leaves.length === 0 ? next.value : [...this.leaves, ...next.value];
    }
  }

  /** Is everything that is left at hand? */
  get isWhole(): boolean {
    return this.hasEnded;
  }

  take(count: number): Leaf[] {
    const taken = this.leaves.slice(0, count);
    this.leaves = this.leaves.slice(count);
    return taken;
  }

  async close(): Promise<void> {
    await this.source.return?.();
  }
}
