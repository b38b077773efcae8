import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** So much is kept in memory before it is written. */
const BUFFERED_BYTES_MAX = 1024 * 1024;
const PIECE_BYTES = 256 * 1024;
const NEWLINE = 0x0a;

/**
 * Lines or rows set aside on the disk, in buckets: what belongs together goes into one bucket, and is read again piece
 * by piece. So a log of any length is joined with itself in the memory of a bucket, or of a piece.
 */
export class Spill {
  private readonly waiting: Buffer[][];
  private waits = 0;
  private readonly sizes: number[];
  private readonly handles = new Map<number, FileHandle>();

  private constructor(
    private readonly folder: string,
    buckets: number,
  ) {
    this.waiting = Array.from({ length: buckets }, () => []);
    this.sizes = Array.from({ length: buckets }, () => 0);
  }

  /** Makes a folder of its own among the temporary ones. */
  static async open(buckets: number): Promise<Spill> {
    return new Spill(await mkdtemp(join(tmpdir(), 'clemency-verify-')), buckets);
  }

  /** @param line without a newline in it */
  addLine(bucket: number, line: string): void {
    this.add(bucket, Buffer.from(`${line}\n`));
  }

  add(bucket: number, bytes: Buffer): void {
    this.waiting[bucket]!.push(bytes);
    this.waits += bytes.length;
    this.sizes[bucket]! += bytes.length;
  }

  /** Writes what waits, when that is much. To be awaited now and then by whoever adds. */
  async settle(least = BUFFERED_BYTES_MAX): Promise<void> {
    if (this.waits < least) return;
    for (const [bucket, parts] of this.waiting.entries()) {
      if (parts.length === 0) continue;
      const handle = this.handles.get(bucket) ?? (await open(this.path(bucket), 'a'));
      this.handles.set(bucket, handle);
      await handle.appendFile(Buffer.concat(parts));
      this.waiting[bucket] = [];
    }
    this.waits = 0;
  }

  /** In bytes. */
  sizeOf(bucket: number): number {
    return this.sizes[bucket]!;
  }

  /** All lines of a bucket, in the order in which they were added; one at a time, since they can be more than memory bears. */
  async *lines(bucket: number): AsyncGenerator<string> {
    let begun: Buffer = Buffer.alloc(0);
    for await (const piece of this.pieces(bucket, PIECE_BYTES)) {
      const bytes = begun.length === 0 ? piece : Buffer.concat([begun, piece]);
      let from = 0;
      // By hand, because readline takes more for the end of a line than a newline (U+2028), and JSON has these as they are.
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
        yield bytes.toString('utf8', from, end);
        from = end + 1;
      }
      begun = bytes.subarray(from);
    }
  }

  /** All bytes of a bucket, in pieces of so many; the last may be shorter. */
  async *pieces(bucket: number, bytes: number): AsyncGenerator<Buffer> {
    await this.settle(1);
    if (!this.handles.has(bucket)) return;
    const handle = await open(this.path(bucket));
    try {
      for (let left = this.sizeOf(bucket); left > 0; left -= bytes) {
        const piece = Buffer.alloc(Math.min(bytes, left));
        for (let at = 0; at < piece.length;) {
          const { bytesRead } = await handle.read(piece, at);
          if (bytesRead === 0) throw new Error(`${this.path(bucket)} was cut off while it was read.`);
          at += bytesRead;
        }
        yield piece;
      }
    } finally {
      await handle.close();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.handles.values()].map((handle) => handle.close()));
    await rm(this.folder, { recursive: true, force: true });
  }

  private path(bucket: number): string {
    return join(this.folder, String(bucket));
  }
}
