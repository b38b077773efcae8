import type { DataSource } from 'typeorm';
import { glimpse } from '#domain';
import { eventPlace } from '#read-models';
import {
  type Hash,
  headAt,
  leafHash,
  NotProven,
  parseCheckpoint,
  parseNote,
  printProofFile,
  printVerifierKey,
  proveConsistency,
  proveInclusion,
  readEntries,
  readTile,
  sameBytes,
  type Tile,
  TILE_WIDTH,
  tileIn,
  tilePath,
  type TreeHead,
  writeBundle,
} from '#transparency';
import { KeyRing } from './keys.js';
import { CHECKPOINT, sizeAt } from './partition-tree.js';
import { indexAt } from './places.js';
import { keptAtHand, type Files, type TlogFolder } from './tlog-folder.js';

/** The newest checkpoint of a partition. */
export interface Current extends TreeHead {
  readonly note: string;
}

export interface Consistency {
  readonly from: TreeHead;
  readonly to: TreeHead;
  readonly hashes: readonly Hash[];
}

/** Where an event lies in the log of its partition. */
export interface Leaf {
  readonly partition: number;
  readonly offset: bigint;
}

/** An event in its tree. */
export interface Proven {
  readonly index: number;
  /** The record's value, to the byte. */
  readonly entry: Uint8Array;
  /** C2SP tlog-proof. */
  readonly file: string;
}

/** What others ask of the logs. It reads the folder, so it answers beside the one who signs, and in another process too. */
export class TlogReader {
  private readonly keys: KeyRing;

  constructor(
    private readonly folder: TlogFolder,
    private readonly database: DataSource,
    readonly origins: readonly string[],
  ) {
    this.keys = new KeyRing(folder.path);
  }

  /** Verifier keys, newest generation first. */
  async verifierKeys(): Promise<string[]> {
    return (await this.keys.verifiers()).map(printVerifierKey);
  }

  /** @returns undefined where nothing was signed yet */
  async current(partition: number): Promise<Current | undefined> {
    const note = (await this.of(partition).read(CHECKPOINT))?.toString();
    if (note === undefined) return undefined;
    const { size, root } = parseCheckpoint(parseNote(note).text);
    return { size, root, note };
  }

  /**
   * A tile or bundle as far as the newest checkpoint covers it. A partial one that is gone is part of the full one.
   * @throws NotProven when the stored file is damaged
   */
  async tile(partition: number, tile: Tile): Promise<Uint8Array | undefined> {
    const current = await this.current(partition);
    if (!current || tile.index * TILE_WIDTH + tile.width > sizeAt(current.size, tile.level)) return undefined;
    if (tile.level !== 'entries') return readTile(this.of(partition), tile);
    const entries = await readEntries(this.of(partition), tile);
    return entries && writeBundle(entries);
  }

  /** @throws RangeError for sizes that the log has not, NotProven when the stored tiles are damaged */
  async consistency(partition: number, from: number, to: number): Promise<Consistency> {
    const current = await this.current(partition);
    const size = current?.size ?? 0;
    if (from > to || to > size) throw new RangeError(`from ${from} to ${to} is not within 0 and ${size}`);
    const folder = this.of(partition);
    const [older, newer] = [await headAt(folder, from, size), await headAt(folder, to, size)];
    return { from: older, to: newer, hashes: await proveConsistency(folder, older, newer, size) };
  }

  /**
   * The root of the tree over the first records of a partition.
   * @returns undefined where no checkpoint covers so many yet
   * @throws NotProven when the stored tiles are damaged
   */
  async rootAt(partition: number, size: number): Promise<Hash | undefined> {
    const current = await this.current(partition);
    if (!current || size > current.size) return undefined;
    return (await headAt(this.of(partition), size, current.size)).root;
  }

  /** Where an event lies; undefined when no read model has it (yet). */
  leafOf(eventId: string): Promise<Leaf | undefined> {
    return eventPlace(this.database, eventId);
  }

  /**
   * C2SP tlog-proof: the file by which an event can be proven offline, and the entry that it is about.
   * @param files where its tiles are; whoever has many events proven asks with `tilesAtHand`
   * @returns undefined when no checkpoint covers it yet
   * @throws NotProven when another entry lies where the event should, or the stored files are damaged
   */
  async proven(
    eventId: string,
    { partition, offset }: Leaf,
    files: Files = this.of(partition),
  ): Promise<Proven | undefined> {
    const current = await this.current(partition);
    if (!current) return undefined;
    const index = await indexAt(files, offset, current.size);
    if (index === undefined) return undefined;
    const entry = await this.entry(files, { partition, index, size: current.size });
    if (glimpse(entry).id !== eventId) {
      throw new NotProven(`Entry ${index} of ${this.origins[partition]} is not the event ${eventId}.`);
    }
    const { leafHash: stored, hashes } = await proveInclusion(files, index, current);
    if (!sameBytes(stored, leafHash(entry))) {
      throw new NotProven(`Entry ${index} of ${this.origins[partition]} is not the leaf of its tree.`);
    }
    return { index, entry, file: printProofFile({ index, hashes, checkpoint: current.note }) };
  }

  /** The tiles of a partition, the last ones of which are not read again. */
  tilesAtHand(partition: number): Files {
    return keptAtHand(this.of(partition));
  }

  private async entry(
    files: Files,
    { partition, index, size }: { partition: number; index: number; size: number },
  ): Promise<Uint8Array> {
    const tile = tileIn(size, 'entries', Math.floor(index / TILE_WIDTH));
    const entry = (await readEntries(files, tile))?.[index % TILE_WIDTH];
    if (entry) return entry;
    throw new NotProven(`${tilePath(tile)} of ${this.origins[partition]} is not stored.`);
  }

  private of(partition: number): TlogFolder {
    return this.folder.under('events', String(partition));
  }
}
