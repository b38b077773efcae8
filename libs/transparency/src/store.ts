import { type LogEdge, readBundle } from './entries.js';
import { type Hash, HASH_BYTES, leafHashes, sameBytes } from './hashing.js';
import { consistencySubtrees, inclusionSubtrees, type Subtree, subtreeHash, tilesFor } from './proofs.js';
import { Malformed, NotProven } from './refusal.js';
import { partialTilesOf, type Tile, TILE_WIDTH, type TileFile, tileIn, tilePath } from './tiles.js';
import { edgeFromTiles, rootOf, type TreeHead } from './tree.js';
import { verifyConsistency, verifyInclusion } from './verify.js';

/** Where tiles are kept: a folder, a bucket, a web server, a map. Whoever calls gives it; nothing here opens a file. */
export interface TileReader {
  /** @returns undefined when there is nothing at this path */
  read(path: string): Promise<Uint8Array | undefined>;
}

export interface TileStore extends TileReader {
  /** Resolves when the bytes are durable. The same path is only ever written with the same bytes. */
  write(path: string, bytes: Uint8Array): Promise<void>;
}

/** Writes one after the other, in the order in which growing gives them: entries before the tiles that commit to them. */
export async function writeFiles(store: TileStore, files: readonly TileFile[]): Promise<void> {
  for (const { tile, bytes } of files) await store.write(tilePath(tile), bytes);
}

/**
 * C2SP tlog-tiles, "Partial Tiles": a partial tile may be gone when the full one is there, which begins with it.
 * @returns the bytes and which of the two they are; undefined when neither is there
 */
async function readEither(store: TileReader, tile: Tile): Promise<{ bytes: Uint8Array; stored: Tile } | undefined> {
  const full = { ...tile, width: TILE_WIDTH };
  for (const stored of tile.width === TILE_WIDTH ? [full] : [tile, full]) {
    const bytes = await store.read(tilePath(stored));
    if (bytes) return { bytes, stored };
  }
  return undefined;
}

/**
 * The hashes of a tile, as many as its width says.
 * @returns undefined when it is not stored
 * @throws NotProven when it has another length than its path says
 */
export async function readTile(store: TileReader, tile: Tile): Promise<Uint8Array | undefined> {
  const found = await readEither(store, tile);
  if (!found) return undefined;
  const bytes = found.stored.width * HASH_BYTES;
  if (found.bytes.length === bytes) return found.bytes.subarray(0, tile.width * HASH_BYTES);
  throw new NotProven(`${tilePath(found.stored)} has ${found.bytes.length} bytes instead of ${bytes}.`);
}

/**
 * The entries of a bundle, as many as its width says.
 * @returns undefined when it is not stored
 * @throws NotProven when it ends within an entry or has another number of them than its path says
 */
export async function readEntries(store: TileReader, tile: Tile): Promise<Uint8Array[] | undefined> {
  const found = await readEither(store, tile);
  if (!found) return undefined;
  const entries = entriesOf(found.bytes, found.stored);
  if (entries.length === found.stored.width) return entries.slice(0, tile.width);
  throw new NotProven(`${tilePath(found.stored)} has ${entries.length} entries instead of ${found.stored.width}.`);
}

function entriesOf(bytes: Uint8Array, tile: Tile): Uint8Array[] {
  try {
    return readBundle(bytes);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new NotProven(`${tilePath(tile)} can't be read: ${error.message}`, { cause: error });
  }
}

function missing(tile: Tile): never {
  throw new NotProven(`${tilePath(tile)} is not stored.`);
}

/** Reads all these tiles at once. */
async function readAll(store: TileReader, tiles: readonly Tile[]): Promise<(tile: Tile) => Uint8Array> {
  const read = await Promise.all(tiles.map(async (tile) => (await readTile(store, tile)) ?? missing(tile)));
  const byPath = new Map(tiles.map((tile, at) => [tilePath(tile), read[at]!]));
  return (tile) => byPath.get(tilePath(tile)) ?? missing(tile);
}

/**
 * The edge of a log as it was at its last checkpoint, to let it grow on from there. What was written after that
 * checkpoint is written again, with the same bytes.
 * @throws NotProven when the stored tiles do not have the checkpoint's root, or the stored bundle is not in them
 */
export async function resumeLog(store: TileReader, head: TreeHead): Promise<LogEdge> {
  const tree = edgeFromTiles(head.size, await readAll(store, partialTilesOf(head.size)));
  if (!sameBytes(rootOf(tree), head.root)) {
    throw new NotProven(`The stored tiles of size ${head.size} have another root than their checkpoint.`);
  }
  const bundle = tileIn(head.size, 'entries', Math.floor(head.size / TILE_WIDTH));
  const pending = bundle.width === 0 ? [] : ((await readEntries(store, bundle)) ?? missing(bundle));
  if (!sameBytes(leafHashes(pending), tree.rows[0] ?? new Uint8Array())) {
    throw new NotProven(`The entries in ${tilePath(bundle)} are not those of the tree.`);
  }
  return { tree, pending };
}

async function hashesOf(store: TileReader, subtrees: readonly Subtree[], size: number): Promise<Hash[]> {
  const bytesOf = await readAll(store, tilesFor(subtrees, size));
  return subtrees.map((subtree) => subtreeHash(subtree, size, bytesOf));
}

/**
 * The head of an older tree, from the tiles of a newer one.
 * @param size at most that of the stored tree
 * @param stored the size of the stored tree
 */
export async function headAt(store: TileReader, size: number, stored: number): Promise<TreeHead> {
  if (size === 0) return { size, root: rootOf({ size: 0, rows: [] }) };
  const [root] = await hashesOf(store, [{ begin: 0, end: size }], stored);
  return { size, root: root! };
}

/**
 * The audit path of a leaf, verified against the head before it is given out: a stored tile that was changed is found
 * here, and not by whoever gets the proof.
 * @throws NotProven when the stored tiles do not lead to this root, RangeError when there is no such leaf
 */
export async function proveInclusion(
  store: TileReader,
  index: number,
  head: TreeHead,
): Promise<{ leafHash: Hash; hashes: Hash[] }> {
  const leaf = { begin: index, end: index + 1 };
  const [leafHash, ...hashes] = await hashesOf(store, [leaf, ...inclusionSubtrees(index, head.size)], head.size);
  verifyInclusion({ index, leafHash: leafHash! }, head, hashes);
  return { leafHash: leafHash!, hashes };
}

/**
 * The proof that the older tree is a prefix of the newer one, verified before it is given out.
 * @param stored the size of the stored tree, when that is larger than both: of a size at which no checkpoint was signed
 *   no partial tiles are kept
 * @throws NotProven when it is not one, or the stored tiles do not lead to these roots; RangeError when it is larger
 */
export async function proveConsistency(
  store: TileReader,
  older: TreeHead,
  newer: TreeHead,
  stored = newer.size,
): Promise<Hash[]> {
  const hashes = await hashesOf(store, consistencySubtrees(older.size, newer.size), stored);
  verifyConsistency(older, newer, hashes);
  return hashes;
}

/** The first `size` entries from the stored bundles, one bundle at a time. */
export async function* storedEntries(store: TileReader, size: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index * TILE_WIDTH < size; index++) {
    const bundle = tileIn(size, 'entries', index);
    yield* (await readEntries(store, bundle)) ?? missing(bundle);
  }
}
