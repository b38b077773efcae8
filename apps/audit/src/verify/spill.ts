import { mkdtemp, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** So much is kept in memory before it is written. */
const BUFFERED_UNITS_MAX = 1024 * 1024;

/**
 * Lines set aside on the disk, in buckets: what belongs together goes into one bucket, and a bucket is small enough to
 * be looked at as a whole. So a log of any length is joined with itself in the memory of a bucket.
 */
export class Spill {
  private readonly waiting: string[][];
  private units = 0;
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
  add(bucket: number, line: string): void {
    this.waiting[bucket]!.push(line);
    this.units += line.length + 1;
    this.sizes[bucket]! += line.length + 1;
  }

  /** Writes what waits, when that is much. To be awaited now and then by whoever adds. */
  async settle(least = BUFFERED_UNITS_MAX): Promise<void> {
    if (this.units < least) return;
    for (const [bucket, lines] of this.waiting.entries()) {
      if (lines.length === 0) continue;
      const handle = this.handles.get(bucket) ?? (await open(this.path(bucket), 'a'));
      this.handles.set(bucket, handle);
      await handle.appendFile(`${lines.join('\n')}\n`);
      this.waiting[bucket] = [];
    }
    this.units = 0;
  }

  /** In UTF-16 units, newlines included. */
  sizeOf(bucket: number): number {
    return this.sizes[bucket]!;
  }

  /** All lines of a bucket, in the order in which they were added. */
  async lines(bucket: number): Promise<string[]> {
    await this.settle(1);
    if (!this.handles.has(bucket)) return [];
    return (await readFile(this.path(bucket), 'utf8')).split('\n').slice(0, -1);
  }

  async close(): Promise<void> {
    await Promise.all([...this.handles.values()].map((handle) => handle.close()));
    await rm(this.folder, { recursive: true, force: true });
  }

  private path(bucket: number): string {
    return join(this.folder, String(bucket));
  }
}
