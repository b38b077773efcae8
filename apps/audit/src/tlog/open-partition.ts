import type { Log, LogRecord } from '#log';
import {
  NotProven,
  openCheckpoint,
  readEntries,
  resumeLog,
  rootOf,
  sameBytes,
  TILE_WIDTH,
  tileIn,
  type TreeHead,
  type Verifier,
} from '#transparency';
import { History } from './history.js';
import { CHECKPOINT, grow, NOTHING_GROWN, PartitionTree, withPlaces, type Grown } from './partition-tree.js';
import { readPlaces } from './places.js';
import { TlogRefused } from './refused.js';
import type { TlogFolder } from './tlog-folder.js';

export interface PartitionPlace {
  readonly partition: number;
  readonly folder: TlogFolder;
  readonly origin: string;
  readonly keys: readonly Verifier[];
  /** Checkpoints of this partition that the topic holds, by size: what a folder that was lost is made again from. */
  readonly published: readonly string[];
}

/**
 * Opens the log of a partition where it was left: at its last checkpoint. Files that are not there are made again from
 * the topic, but go on only if they lead to the root that was signed.
 * @throws TlogRefused when the topic is not the one that was signed, as far as that can be told at a glance: its first
 *   record, and the last bundle of records under the checkpoint. Those between are not looked at here.
 */
export async function openPartition(log: Log, place: PartitionPlace): Promise<PartitionTree> {
  const { folder, origin } = place;
  const head = await lastHead(place);
  if (!head || head.size === 0) return new PartitionTree(folder, origin, NOTHING_GROWN, head);
  const end = (await log.ends('events'))[place.partition]!;
  const tree = (await resumed(folder, head)) ?? (await madeAgain(log, place, head, end));
  if (tree.next > end) throw cutOff(place, head, end);
  await compareSeam(log, place, head);
  return new PartitionTree(folder, origin, tree, head);
}

/** The newest checkpoint, which everything after it has to extend. */
async function lastHead(place: PartitionPlace): Promise<TreeHead | undefined> {
  const { folder, origin, keys, published } = place;
  const history = new History(folder.path);
  await history.mend();
  const known = { origin, keys };
  let note = await history.last();
  if (note === undefined && published.length > 0) {
    await history.append(published);
    note = published.at(-1)!;
  }
  const current = (await folder.read(CHECKPOINT))?.toString();
  if (note === undefined) {
    if (current === undefined) return undefined;
    throw new TlogRefused(
      `${folder.path} has a checkpoint, and not the list of those before it: restore the folder from a backup.`,
    );
  }
  try {
    const head = openCheckpoint(note, known);
    if (current !== undefined && openCheckpoint(current, known).size > head.size) {
      throw new NotProven('the current checkpoint is larger than the last that was kept');
    }
    if (current !== note) await folder.writeAll([{ path: CHECKPOINT, bytes: Buffer.from(note) }], 'changing');
    return { size: head.size, root: head.root };
  } catch (error) {
    throw new TlogRefused(
      `The checkpoints in ${folder.path} are not as they were signed: ${(error as Error).message} Restore the folder.`,
      { cause: error },
    );
  }
}

/** From the stored tiles; undefined when none are there. @throws TlogRefused when they are not those that were signed */
async function resumed(folder: TlogFolder, head: TreeHead): Promise<Grown | undefined> {
  const index = Math.floor((head.size - 1) / TILE_WIDTH);
  const { width } = tileIn(head.size, 'entries', index);
  const places = await readPlaces(folder, { index, width });
  if (!places) return undefined;
  try {
    const edge = await resumeLog(folder, head);
    return { edge, offsets: places.length === TILE_WIDTH ? [] : places, next: places.at(-1)! + 1n };
  } catch (error) {
    if (!(error instanceof NotProven)) throw error;
    throw new TlogRefused(
      `The tiles in ${folder.path} do not lead to the last checkpoint: ${error.message} ` +
        'Restore the folder, or move its tile and offsets away: they are made again from the log.',
      { cause: error },
    );
  }
}

/** From the topic, written anew. */
async function madeAgain(log: Log, place: PartitionPlace, head: TreeHead, end: bigint): Promise<Grown> {
  let tree = NOTHING_GROWN;
  for await (const batch of log.read('events', place.partition, 0n, end)) {
    const records = batch.records.slice(0, head.size - tree.edge.tree.size);
    const next = records.length < batch.records.length ? batch.records[records.length]!.offset : batch.next;
    const grown = grow(tree, records, next);
    const [files, offsets] = withPlaces(grown.full, grown.tree.offsets);
    await place.folder.writeAll(files, 'fixed');
    tree = { ...grown.tree, offsets };
    if (tree.edge.tree.size === head.size) break;
  }
  if (tree.edge.tree.size < head.size) throw cutOff(place, head, end);
  if (sameBytes(rootOf(tree.edge.tree), head.root)) return tree;
  throw new TlogRefused(
    `events/${place.partition}: its first ${head.size} records have another root than the checkpoint that was signed ` +
      'for them. Records were changed, or this is another topic: restore it.',
  );
}

/** The first record, and the last ones under the checkpoint: what a recreated topic hardly has again. */
async function compareSeam(log: Log, place: PartitionPlace, head: TreeHead): Promise<void> {
  const last = Math.floor((head.size - 1) / TILE_WIDTH);
  for (const index of new Set([0, last])) {
    const { width } = tileIn(head.size, 'entries', index);
    const [places, entries] = [
      await readPlaces(place.folder, { index, width }),
      await readEntries(place.folder, { level: 'entries', index, width }),
    ];
    // Made again from the topic just now, and not signed since: there is nothing to compare it with but itself.
    if (!places || !entries) continue;
    const [from, to] = [places[0]!, (index === 0 && last > 0 ? places[0]! : places.at(-1)!) + 1n];
    const found = await recordsOf(log, place.partition, from, to);
    const wanted = places.filter((offset) => offset < to);
    const wrong = wanted.findIndex((offset, at) => {
      const record = found[at];
      return !record || record.offset !== offset || !sameBytes(record.value, entries[at]!);
    });
    if (wrong < 0 && found.length === wanted.length) continue;
    throw new TlogRefused(
      `events/${place.partition}: entry ${index * TILE_WIDTH + Math.max(0, wrong)} is not the record that was signed. ` +
        'The topic was made anew, or records were changed: restore it.',
    );
  }
}

async function recordsOf(log: Log, partition: number, from: bigint, to: bigint): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const batch of log.read('events', partition, from, to)) records.push(...batch.records);
  return records;
}

export const cutOff = (
  { partition }: Pick<PartitionPlace, 'partition'>,
  { size }: Pick<TreeHead, 'size'>,
  end: bigint,
): TlogRefused =>
  new TlogRefused(
    `events/${partition} ends at offset ${end}, before the ${size} records that its last checkpoint covers: its tail was ` +
      'cut off, or the topic was made anew. Restore it; nothing is signed before.',
  );
