import { type Hash, leafHashes } from './hashing.js';
import { Malformed } from './refusal.js';
import { TILE_WIDTH, type TileFile } from './tiles.js';
import { EMPTY_TREE, growTree, partialTiles, rootOf, type TreeEdge } from './tree.js';

/** C2SP tlog-tiles, "Log entries": the length prefix is a uint16. */
export const ENTRY_BYTES_MAX = 65_535;

const LENGTH_BYTES = 2;

/**
 * C2SP tlog-tiles, "Log entries": a bundle is its entries, each behind its length as a big-endian uint16.
 * @throws Malformed for an entry of more than 65,535 bytes
 */
export function writeBundle(entries: readonly Uint8Array[]): Uint8Array {
  refuseTooLong(entries);
  const bundle = Buffer.alloc(entries.reduce((bytes, entry) => bytes + LENGTH_BYTES + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    at = bundle.writeUInt16BE(entry.length, at);
    bundle.set(entry, at);
    at += entry.length;
  }
  return bundle;
}

function refuseTooLong(entries: readonly Uint8Array[]): void {
  const long = entries.find((entry) => entry.length > ENTRY_BYTES_MAX);
  if (!long) return;
  throw new Malformed(`An entry has ${long.length} bytes; a bundle holds entries of at most ${ENTRY_BYTES_MAX}.`);
}

/**
 * @returns the entries, as views of the bundle
 * @throws Malformed when the bundle ends within an entry or has more than 256
 */
export function readBundle(bundle: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  const lengths = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  for (let at = 0; at < bundle.length;) {
    const begin = at + LENGTH_BYTES;
    const end = begin <= bundle.length ? begin + lengths.getUint16(at) : Infinity;
    if (end > bundle.length) throw new Malformed(`This bundle ends within entry ${entries.length}.`);
    if (entries.length === TILE_WIDTH) throw new Malformed(`This bundle has more than ${TILE_WIDTH} entries.`);
    entries.push(bundle.subarray(begin, end));
    at = end;
  }
  return entries;
}

/** The right edge of a log: that of its tree, and the entries of the bundle that is not full yet. */
export interface LogEdge {
  readonly tree: TreeEdge;
  readonly pending: readonly Uint8Array[];
}

export const EMPTY_LOG: LogEdge = { tree: EMPTY_TREE, pending: [] };

/**
 * Lets the log grow, and gives the bundles and tiles that became full: bundles first, then tiles from level 0 upwards,
 * so that what is stored is never above something that is not. For long histories: no partial file, no root.
 * @throws Malformed for an entry of more than 65,535 bytes
 */
export function growLog(edge: LogEdge, entries: readonly Uint8Array[]): { files: TileFile[]; edge: LogEdge } {
  refuseTooLong(entries);
  const grown = growTree(edge.tree, leafHashes(entries));
  const all = [...edge.pending, ...entries];
  const first = Math.floor(edge.tree.size / TILE_WIDTH);
  const full = Math.floor(all.length / TILE_WIDTH);
  const bundles = Array.from({ length: full }, (_, at): TileFile => {
    const bytes = writeBundle(all.slice(at * TILE_WIDTH, (at + 1) * TILE_WIDTH));
    return { tile: { level: 'entries', index: first + at, width: TILE_WIDTH }, bytes };
  });
  // Copies of the new ones: views of a fetched batch would keep the batch.
  const pending = all.slice(full * TILE_WIDTH).map((entry) => new Uint8Array(entry));
  return { files: [...bundles, ...grown.tiles], edge: { tree: grown.edge, pending } };
}

/** The partial bundle and the partial tiles that a checkpoint of exactly this size needs. */
export function partialFiles({ tree, pending }: LogEdge): TileFile[] {
  const index = Math.floor(tree.size / TILE_WIDTH);
  const bundle: TileFile = { tile: { level: 'entries', index, width: pending.length }, bytes: writeBundle(pending) };
  return [...(pending.length > 0 ? [bundle] : []), ...partialTiles(tree)];
}

/**
 * Lets the log grow up to a size that gets a checkpoint: all files that are to be stored, in the order in which they
 * are, and the root. The checkpoint itself comes after them.
 */
export function appendEntries(
  edge: LogEdge,
  entries: readonly Uint8Array[],
): { files: TileFile[]; edge: LogEdge; root: Hash } {
  const grown = growLog(edge, entries);
  return { files: [...grown.files, ...partialFiles(grown.edge)], edge: grown.edge, root: rootOf(grown.edge.tree) };
}
