import { TILE_WIDTH, tilePath, type Tile } from '#transparency';
import type { Files, StoredFile } from './tlog-folder.js';

/**
 * Where in the topic the entries lie. An entry's index is its ordinal among the records of its partition; on Kafka
 * markers of transactions and aborted records take offsets too, so offsets have gaps that ordinals have not. Beside each
 * bundle of entries lies a file with their offsets, each a big-endian uint64. It can be made again from the log.
 */
const OFFSET_BYTES = 8;

const placesPath = (index: number, width: number): string =>
  tilePath({ level: 'entries', index, width }).replace(/^tile\/entries\//, 'offsets/');

export const placesFolder = (index: number): string => `${placesPath(index, TILE_WIDTH)}.p`;

/** The file of offsets that belongs to a bundle. */
export function placesFile({ index, width }: Tile, offsets: readonly bigint[]): StoredFile {
  const bytes = Buffer.alloc(offsets.length * OFFSET_BYTES);
  for (const [at, offset] of offsets.entries()) bytes.writeBigUInt64BE(offset, at * OFFSET_BYTES);
  return { path: placesPath(index, width), bytes };
}

/**
 * The offsets of a bundle's first `width` entries.
 * @returns undefined when they are not stored
 */
export async function readPlaces(
  folder: Files,
  { index, width }: { index: number; width: number },
): Promise<bigint[] | undefined> {
  const bytes = (await folder.read(placesPath(index, width))) ?? (await folder.read(placesPath(index, TILE_WIDTH)));
  if (!bytes || bytes.length < width * OFFSET_BYTES) return undefined;
  return Array.from({ length: width }, (_, at) => bytes.readBigUInt64BE(at * OFFSET_BYTES));
}

/**
 * The index of the entry at an offset, among the first `size` entries: a binary search over the bundles, then in one.
 * @returns undefined when none of them lies there
 */
export async function indexAt(folder: Files, offset: bigint, size: number): Promise<number | undefined> {
  const widthOf = (index: number): number => Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
  const placesOf = async (index: number): Promise<bigint[]> =>
    (await readPlaces(folder, { index, width: widthOf(index) })) ?? [];
  let low = 0;
  let high = Math.ceil(size / TILE_WIDTH) - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const [first] = await placesOf(middle);
    if (first !== undefined && first <= offset) low = middle;
    else high = middle - 1;
  }
  const at = (await placesOf(low)).indexOf(offset);
  return at < 0 ? undefined : low * TILE_WIDTH + at;
}
