import { appendEntries, EMPTY_LOG, type LogEdge, type TileStore, writeFiles } from '../index.js';

/** A store of tiles in memory, that a test can look into and tamper with. */
export class Shelf implements TileStore {
  readonly files = new Map<string, Uint8Array>();

  read(path: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.files.get(path));
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    this.files.set(path, bytes);
    return Promise.resolve();
  }

  /** Flips one bit of a stored file. */
  flip(path: string, at: number): void {
    const bytes = new Uint8Array(this.files.get(path)!);
    bytes[at]! ^= 1;
    this.files.set(path, bytes);
  }

  /** Lets a log grow to each of these sizes in turn, and stores what its checkpoints need. */
  async grow(entries: readonly Uint8Array[], ...sizes: number[]): Promise<LogEdge> {
    let edge = EMPTY_LOG;
    for (const size of sizes) {
      const grown = appendEntries(edge, entries.slice(edge.tree.size, size));
      await writeFiles(this, grown.files);
      edge = grown.edge;
    }
    return edge;
  }
}

/** Entries that are told apart, of different lengths. */
export const entriesUpTo = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, at) => Buffer.from(`entry ${at}${' and more'.repeat(at % 5)}`));

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const ofHex = (text: string): Uint8Array => Buffer.from(text, 'hex');
