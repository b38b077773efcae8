import { EMPTY_ROOT, type Hash, HASH_BYTES, hashesIn, treeHash } from './hashing.js';
import { NotProven } from './refusal.js';
import { partialTilesOf, TILE_BYTES, TILE_WIDTH, type TileFile, tilePath, type Tile } from './tiles.js';

/** What a checkpoint commits to. */
export interface TreeHead {
  /** Number of leaves. */
  readonly size: number;
  readonly root: Hash;
}

/**
 * The right edge of a tree: all that has to be in memory to let it grow, 8 KiB a level and seven levels at most,
 * whatever its size. It is a value: growing gives another one and leaves this one as it was.
 */
export interface TreeEdge {
  readonly size: number;
  /** By level, from the leaves upwards: the packed hashes of the partial tile, none of them where the last is full. */
  readonly rows: readonly Uint8Array[];
}

export const EMPTY_TREE: TreeEdge = { size: 0, rows: [] };

/**
 * Lets the tree grow, and gives the tiles that became full, lower levels first. A tile of a level is full when 256
 * hashes are in it; its root is then a hash of the level above (C2SP tlog-tiles, "Merkle Tree").
 * @param leaves packed leaf hashes
 */
export function growTree(edge: TreeEdge, leaves: Uint8Array): { tiles: TileFile[]; edge: TreeEdge } {
  const size = edge.size + hashesIn(leaves);
  const tiles: TileFile[] = [];
  const rows = [...edge.rows];
  let incoming = leaves;
  for (let level = 0; incoming.length > 0; level++) {
    const row = Buffer.concat([edge.rows[level] ?? new Uint8Array(), incoming]);
    const first = Math.floor(edge.size / TILE_WIDTH ** (level + 1));
    const full = Math.floor(row.length / TILE_BYTES);
    const roots = Buffer.alloc(full * HASH_BYTES);
    for (let at = 0; at < full; at++) {
      const bytes = row.subarray(at * TILE_BYTES, (at + 1) * TILE_BYTES);
      tiles.push({ tile: { level, index: first + at, width: TILE_WIDTH }, bytes });
      roots.set(treeHash(bytes), at * HASH_BYTES);
    }
    // A copy: the edge is kept for long, and a view of it would keep the whole row.
    rows[level] = new Uint8Array(row.subarray(full * TILE_BYTES));
    incoming = roots;
  }
  return { tiles, edge: { size, rows } };
}

/** The partial tiles that a checkpoint of exactly this size needs; growing writes none. */
export const partialTiles = (edge: TreeEdge): TileFile[] =>
  partialTilesOf(edge.size).map((tile) => ({ tile, bytes: edge.rows[tile.level as number]! }));

/**
 * RFC 6962, section 2.1: MTH of all leaves. Each row ends in the subtree that the row below has not completed yet, if
 * there is one: `treeHash` carries an incomplete last subtree just so.
 */
export function rootOf(edge: TreeEdge): Hash {
  let below: Hash | undefined;
  for (const row of edge.rows) {
    if (row.length === 0) continue;
    below = treeHash(below === undefined ? row : Buffer.concat([row, below]));
  }
  return below ?? EMPTY_ROOT;
}

/**
 * Lets the tree grow up to a size that gets a checkpoint: the tiles that became full, then the partial ones, and the
 * root. Write the tiles first and publish the checkpoint after them.
 * @param leaves packed leaf hashes
 */
export function appendLeaves(edge: TreeEdge, leaves: Uint8Array): { tiles: TileFile[]; edge: TreeEdge; root: Hash } {
  const grown = growTree(edge, leaves);
  return { tiles: [...grown.tiles, ...partialTiles(grown.edge)], edge: grown.edge, root: rootOf(grown.edge) };
}

/**
 * The edge of a tree of this size, from its stored partial tiles.
 * @param bytesOf the bytes of one of them; a wider version of the tile serves as well, because tiles only grow
 * @throws NotProven when a tile is too short
 */
export function edgeFromTiles(size: number, bytesOf: (tile: Tile) => Uint8Array): TreeEdge {
  const rows: Uint8Array[] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level++) rows.push(new Uint8Array());
  for (const tile of partialTilesOf(size)) {
    const bytes = bytesOf(tile);
    if (bytes.length < tile.width * HASH_BYTES) {
      throw new NotProven(`${tilePath(tile)} has ${bytes.length} bytes instead of ${tile.width * HASH_BYTES}.`);
    }
    rows[tile.level as number] = new Uint8Array(bytes.subarray(0, tile.width * HASH_BYTES));
  }
  return { size, rows };
}
