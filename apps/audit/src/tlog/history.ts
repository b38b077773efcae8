import { createReadStream } from 'node:fs';
import { mkdir, open, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { isAbsent, syncFolder } from './tlog-folder.js';

/** More than the longest checkpoint that was ever signed here, with its quotes and escapes. */
const TAIL_BYTES = 64 * 1024;
const FILE = 'checkpoints.ndjson';

/** Every checkpoint of one partition that was ever signed, oldest first: a line each, the signed note as a JSON string. */
export class History {
  private readonly path: string;

  /** @param folder of the partition */
  constructor(folder: string) {
    this.path = join(folder, FILE);
  }

  /** Resolves when they are durable. */
  async append(notes: readonly string[]): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const isNew = (await this.bytes()) === 0;
    const handle = await open(this.path, 'a');
    try {
      await handle.writeFile(notes.map((note) => `${JSON.stringify(note)}\n`).join(''));
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (isNew) await syncFolder(dirname(this.path));
  }

  async bytes(): Promise<number> {
    try {
      return (await stat(this.path)).size;
    } catch (error) {
      if (isAbsent(error)) return 0;
      throw error;
    }
  }

  /** Takes away what a crash has left of a line: it was never published, because publishing comes after the line. */
  async mend(): Promise<void> {
    const bytes = await this.bytes();
    const tail = await this.slice(Math.max(0, bytes - TAIL_BYTES), bytes);
    const torn = tail.length - (tail.lastIndexOf('\n') + 1);
    if (torn > 0) await truncate(this.path, bytes - torn);
  }

  /** The newest; undefined when nothing was signed yet. */
  async last(): Promise<string | undefined> {
    const bytes = await this.bytes();
    const lines = (await this.slice(Math.max(0, bytes - TAIL_BYTES), bytes)).toString().split('\n');
    const line = lines.slice(0, -1).at(-1);
    return line === undefined ? undefined : (JSON.parse(line) as string);
  }

  /** The checkpoints in a stretch of the file that begins and ends with a line. */
  async between(from: number, to: number): Promise<string[]> {
    const lines = (await this.slice(from, to)).toString().split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as string);
  }

  /** The lines of all of them, oldest first, one at a time: without one that is just being written. */
  async *lines(): AsyncGenerator<string> {
    const bytes = await this.bytes();
    const tail = await this.slice(Math.max(0, bytes - TAIL_BYTES), bytes);
    const end = bytes - tail.length + tail.lastIndexOf('\n') + 1;
    if (end === 0) return;
    yield* createInterface({ input: createReadStream(this.path, { end: end - 1 }), crlfDelay: Infinity });
  }

  private async slice(from: number, to: number): Promise<Buffer> {
    if (to <= from) return Buffer.alloc(0);
    const handle = await open(this.path, 'r');
    try {
      const buffer = Buffer.alloc(to - from);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }
}
