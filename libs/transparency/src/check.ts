import { EMPTY_LOG, growLog, partialFiles, readBundle } from './entries.js';
import { type Hash, HASH_BYTES, sameBytes } from './hashing.js';
import { NotProven } from './refusal.js';
import { readEntries, readTile, type TileReader } from './store.js';
import { TILE_WIDTH, type Tile, type TileFile, tilePath } from './tiles.js';
import { rootOf, type TreeHead } from './tree.js';

/** What is wrong with one stored file. */
export interface Fault {
  readonly path: string;
  readonly fault: 'missing' | 'unreadable' | 'differs';
  /** Index of the first entry that is not the log's, where the file is a bundle or a tile of level 0 that differs. */
  readonly entry?: number;
}

export interface TreeCheck {
  /** How many entries there were, at most those of the head. */
  readonly size: number;
  /** The root of these entries. */
  readonly root: Hash;
  /** How many stored files were compared. */
  readonly files: number;
  /** How many of them are wrong, and the first of those. */
  readonly wrong: number;
  readonly faults: readonly Fault[];
  /** Every file is there and right, the entries are as many as the head says, and their root is the head's. */
  readonly holds: boolean;
}

/** More are counted and not listed: where a disk is lost, a million lines say no more than these. */
export const FAULTS_MAX = 100;

/** Entries read at a time: four bundles, so that a check of a long log needs no more memory than that of a short one. */
const BATCH = 4 * TILE_WIDTH;

/**
 * Builds the tree of a head once more, from the entries as somebody else has them, and compares every stored bundle and
 * tile with what it should be. What was changed afterwards, in the store or in the log, shows: with the entry.
 * @param head from a checkpoint whose signature was verified
 * @param entries the log from its first record; read up to the head's size, and no further
 */
export async function checkStoredTree(
  store: TileReader,
  head: TreeHead,
  entries: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<TreeCheck> {
  const found = { files: 0, wrong: 0, faults: [] as Fault[] };
  const compare = async (files: readonly TileFile[]): Promise<void> => {
    const faults = (await Promise.all(files.map((file) => faultOf(store, file)))).filter((fault) => !!fault);
    found.files += files.length;
    found.wrong += faults.length;
    found.faults.push(...faults.slice(0, FAULTS_MAX - found.faults.length));
  };
  let edge = EMPTY_LOG;
  for await (const batch of batchesOf(entries, head.size)) {
    const grown = growLog(edge, batch);
    await compare(grown.files);
    edge = grown.edge;
  }
  await compare(partialFiles(edge));
  const { size } = edge.tree;
  const root = rootOf(edge.tree);
  return { size, root, ...found, holds: found.wrong === 0 && size === head.size && sameBytes(root, head.root) };
}

async function* batchesOf(
  entries: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array[]> {
  let batch: Uint8Array[] = [];
  let taken = 0;
  if (size === 0) return;
  for await (const entry of entries) {
    batch.push(entry);
    taken++;
    if (batch.length === BATCH || taken === size) {
      yield batch;
      batch = [];
    }
    if (taken === size) return;
  }
  yield batch;
}

async function faultOf(store: TileReader, { tile, bytes }: TileFile): Promise<Fault | undefined> {
  const path = tilePath(tile);
  const [is, should] = [await partsOf(store, tile), expectedParts(tile, bytes)];
  if (typeof is === 'string') return { path, fault: is };
  const at = should.findIndex((part, part_) => !sameBytes(part, is[part_]!));
  if (at < 0) return undefined;
  const first = tile.level === 'entries' || tile.level === 0 ? { entry: tile.index * TILE_WIDTH + at } : {};
  return { path, fault: 'differs', ...first };
}

/** The entries of a stored bundle or the hashes of a stored tile, as many as its width says. */
async function partsOf(store: TileReader, tile: Tile): Promise<Uint8Array[] | 'missing' | 'unreadable'> {
  try {
    const read = tile.level === 'entries' ? await readEntries(store, tile) : await readTile(store, tile);
    if (!read) return 'missing';
    return read instanceof Uint8Array ? hashesOf(read) : read;
  } catch (error) {
    // Too short, or cut within an entry: a finding, as a difference is. Anything else is the store's own trouble.
    if (error instanceof NotProven) return 'unreadable';
    throw error;
  }
}

const expectedParts = (tile: Tile, bytes: Uint8Array): Uint8Array[] =>
  tile.level === 'entries' ? readBundle(bytes) : hashesOf(bytes);

const hashesOf = (packed: Uint8Array): Uint8Array[] =>
  Array.from({ length: packed.length / HASH_BYTES }, (_, at) =>
    packed.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
