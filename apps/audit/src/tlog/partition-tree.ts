import { PositionLost, type Batch, type LogRecord } from '#log';
import {
  EMPTY_LOG,
  growLog,
  type LogEdge,
  Malformed,
  partialFiles,
  partialsFolder,
  proveConsistency,
  rootOf,
  signCheckpoint,
  type Signer,
  TILE_WIDTH,
  type TileFile,
  tilePath,
  type TreeHead,
} from '#transparency';
import { History } from './history.js';
import { placesFile, placesFolder } from './places.js';
import { TlogRefused } from './refused.js';
import type { StoredFile, TlogFolder } from './tlog-folder.js';

export const CHECKPOINT = 'checkpoint';

/** A tree that grows: its right edge, and where in the topic the entries of the bundle lie that is not full yet. */
export interface Grown {
  readonly edge: LogEdge;
  readonly offsets: readonly bigint[];
  /** The offset from which on records are missing in it. */
  readonly next: bigint;
}

export const NOTHING_GROWN: Grown = { edge: EMPTY_LOG, offsets: [], next: 0n };

/**
 * Lets a tree grow by these records, without writing anything.
 * @returns the files that became full, and the tree
 * @throws TlogRefused for a record that is too long to be an entry
 */
export function grow(tree: Grown, records: readonly LogRecord[], next: bigint): { full: TileFile[]; tree: Grown } {
  try {
    const { files, edge } = growLog(
      tree.edge,
      records.map(({ value }) => value),
    );
    const offsets = [...tree.offsets, ...records.map(({ offset }) => offset)];
    return { full: files, tree: { edge, offsets, next } };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new TlogRefused(`A record from offset ${tree.next} on is no event of this house: ${error.message}`, {
      cause: error,
    });
  }
}

/** Offsets beside each bundle that became full, and what is left of them for the one that is not. */
export function withPlaces(files: readonly TileFile[], offsets: readonly bigint[]): [StoredFile[], readonly bigint[]] {
  const bundles = files.filter(({ tile }) => tile.level === 'entries').map(({ tile }) => tile);
  const places = bundles.map((tile, at) => placesFile(tile, offsets.slice(at * TILE_WIDTH, (at + 1) * TILE_WIDTH)));
  const tiles = files.map(({ tile, bytes }) => ({ path: tilePath(tile), bytes }));
  return [[...places, ...tiles], offsets.slice(bundles.length * TILE_WIDTH)];
}

/** The log of one partition at work: takes records in, and signs what it has. */
export class PartitionTree {
  /** When the first record came that no checkpoint covers yet, on the monotonic clock; undefined when all are covered. */
  waitingSince: number | undefined;
  private filled: TileFile[] = [];
  private readonly history: History;

  constructor(
    private readonly folder: TlogFolder,
    readonly origin: string,
    private tree: Grown,
    private head: TreeHead | undefined,
  ) {
    this.history = new History(folder.path);
    if (this.waiting > 0) this.waitingSince = performance.now();
  }

  /** The position at which this follower is. */
  get next(): bigint {
    return this.tree.next;
  }
  /** Entries under the newest checkpoint. */
  get signed(): number {
    return this.head?.size ?? 0;
  }
  /** Entries that no checkpoint covers yet. */
  get waiting(): number {
    return this.tree.edge.tree.size - this.signed;
  }

  /** @throws PositionLost, TlogRefused */
  async take(batch: Batch): Promise<void> {
    if (batch.from !== this.tree.next) throw new PositionLost(`This tree is at ${this.tree.next}, not ${batch.from}.`);
    const { full, tree } = grow(this.tree, batch.records, batch.next);
    const [files, offsets] = withPlaces(full, tree.offsets);
    await this.folder.writeAll(files, 'fixed');
    this.tree = { ...tree, offsets };
    this.filled.push(...full);
    if (this.waiting > 0) this.waitingSince ??= performance.now();
  }

  /**
   * Signs what was taken in: entries and tiles are on the disk first, then it is proven that the tree of the last
   * checkpoint is a prefix of this one (C2SP tlog-checkpoint, "Signatures"), then the checkpoint is kept among all that
   * were ever signed, and last it is the current one. A process killed anywhere leaves a folder from which it goes on.
   * @returns whether there was something to sign
   * @throws TlogRefused when somebody else has signed meanwhile, NotProven when the stored tiles don't lead there
   */
  async sign(signers: readonly Signer[], { again = false } = {}): Promise<boolean> {
    const { edge, offsets } = this.tree;
    const { size } = edge.tree;
    if (this.head && size === this.head.size && !again) return false;
    const head = { size, root: rootOf(edge.tree) };
    const partial = partialFiles(edge);
    const bundle = partial.find(({ tile }) => tile.level === 'entries')?.tile;
    const files = partial.map(({ tile, bytes }) => ({ path: tilePath(tile), bytes }));
    if (bundle) files.unshift(placesFile(bundle, offsets));
    await this.folder.writeAll(files, 'fixed');
    if (this.head) await proveConsistency(this.folder, this.head, head);
    const note = signCheckpoint({ ...head, origin: this.origin }, signers);
    await this.history.append([note]);
    await this.folder.writeAll([{ path: CHECKPOINT, bytes: Buffer.from(note) }], 'changing');
    this.head = head;
    this.waitingSince = this.waiting > 0 ? performance.now() : undefined;
    await this.dropPartials();
    return true;
  }

  /** C2SP tlog-tiles, "Partial Tiles": they may go when the full tile is there; whoever asks for one is given its part. */
  private async dropPartials(): Promise<void> {
    const covered = this.filled.filter(({ tile }) => (tile.index + 1) * TILE_WIDTH <= sizeAt(this.signed, tile.level));
    this.filled = this.filled.filter((file) => !covered.includes(file));
    for (const { tile } of covered) {
      await this.folder.remove(partialsFolder(tile));
      if (tile.level === 'entries') await this.folder.remove(placesFolder(tile.index));
    }
  }
}

/** How many hashes of a level, or entries, a tree of this size has. */
export const sizeAt = (size: number, level: number | 'entries'): number =>
  Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
