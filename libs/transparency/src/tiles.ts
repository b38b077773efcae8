import { HASH_BYTES } from './hashing.js';
import { Malformed } from './refusal.js';
import { parseDecimal, shown } from './spelling.js';

/**
 * C2SP tlog-tiles: the tree is kept as tiles of up to 256 hashes. A hash in a tile of level L is the root of 256^L
 * leaves; what lies between two levels is computed. A full tile never changes. Entries are kept in bundles that run
 * beside the tiles of level 0.
 */
export const TILE_WIDTH = 256;
export const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

const LEVEL_MAX = 63;

export interface Tile {
  /** 0 for tiles of leaf hashes, one more for each eight levels of the tree; `entries` for a bundle. */
  readonly level: number | 'entries';
  /** Which one of its level, from 0. */
  readonly index: number;
  /** 256 for a full tile, 1 to 255 for a partial one: how many hashes, or entries, are in it. */
  readonly width: number;
}

/** A tile or bundle as it is stored. */
export interface TileFile {
  readonly tile: Tile;
  readonly bytes: Uint8Array;
}

/**
 * C2SP tlog-tiles, "Merkle Tree" and "Log entries": `tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]`. N is written
 * in groups of three digits, all but the last behind an `x`: 1234067 is `x001/x234/067`.
 */
export function tilePath(tile: Tile): string {
  const full = `tile/${tile.level}/${indexPath(tile.index)}`;
  return tile.width === TILE_WIDTH ? full : `${full}.p/${tile.width}`;
}

/** The folder of a tile's partial versions. It may be deleted as soon as the full tile is there, and not before. */
export const partialsFolder = ({ level, index }: Tile): string => `tile/${level}/${indexPath(index)}.p`;

function indexPath(index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
}

/** @throws Malformed for what `tilePath` would not write */
export function parseTilePath(path: string): Tile {
  const found = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  const [, level = '', groups = '', width] = found ?? [];
  if (!found || path.length > 100)
    throw new Malformed(`This is no path of a tile (C2SP tlog-tiles): "${shown(path)}".`);
  const index = Number(groups.replace(/[x/]/g, ''));
  const tile: Tile = {
    level: level === 'entries' ? level : parseDecimal(level, 'level of the tile'),
    index,
    width: width === undefined ? TILE_WIDTH : parseDecimal(width, 'width of the tile'),
  };
  const inRange = (tile.level === 'entries' || tile.level <= LEVEL_MAX) && tile.width >= 1 && tile.width <= TILE_WIDTH;
  if (!Number.isSafeInteger(index) || !inRange || tilePath(tile) !== path) {
    throw new Malformed(`This path of a tile is not spelled as C2SP tlog-tiles wants it: "${shown(path)}".`);
  }
  return tile;
}

/**
 * The tile of this level and index as it is in a tree of `size` leaves. Its width follows from the size: at level L the
 * tree has floor(size / 256^L) hashes, and entries are as many as leaves.
 */
export function tileIn(size: number, level: number | 'entries', index: number): Tile {
  const hashes = Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
  return { level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) };
}

/**
 * C2SP tlog-tiles, "Partial Tiles": the partial tile of level L of a tree of size s has floor(s / 256^L) mod 256
 * hashes, and an empty one is not stored. From level 0 upwards, without the bundle.
 */
export function partialTilesOf(size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; TILE_WIDTH ** level <= size; level++) {
    const hashes = Math.floor(size / TILE_WIDTH ** level);
    const width = hashes % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(hashes / TILE_WIDTH), width });
  }
  return tiles;
}
