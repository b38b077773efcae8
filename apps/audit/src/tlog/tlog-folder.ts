import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { TileReader } from '#transparency';
import { TlogRefused } from './refused.js';

/** A file as it is to be on the disk; its path is relative to the folder. */
export interface StoredFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Where files are read from. */
export interface Files extends TileReader {
  read(path: string): Promise<Buffer | undefined>;
}

/** So many files stay at hand: those of the bundles and tiles along one path, of a few neighbours. */
const KEPT = 32;

/** Files of which the last ones read stay at hand. Only for those that are written once, as tiles are. */
export function keptAtHand(folder: Files): Files {
  const kept = new LRUCache<string, Buffer>({ max: KEPT });
  const read = async (path: string): Promise<Buffer | undefined> => {
    const bytes = kept.get(path) ?? (await folder.read(path));
    if (bytes) kept.set(path, bytes);
    return bytes;
  };
  return { read };
}

/** How many files are under way to the disk at once. */
const SIDE_BY_SIDE = 16;

/** A folder whose files appear whole or not at all: written beside, synced, renamed, and the folder synced. */
export class TlogFolder implements Files {
  constructor(readonly path: string) {}

  under(...parts: string[]): TlogFolder {
    return new TlogFolder(join(this.path, ...parts));
  }

  async read(path: string): Promise<Buffer | undefined> {
    try {
      return await readFile(join(this.path, path));
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  /**
   * Resolves when all of them are durable.
   * @param kind `fixed` for what is only ever written with the same bytes
   * @throws TlogRefused when such a file is there with other bytes
   */
  async writeAll(files: readonly StoredFile[], kind: 'fixed' | 'changing'): Promise<void> {
    const touched = new Set<string>();
    for (let at = 0; at < files.length; at += SIDE_BY_SIDE) {
      await Promise.all(
        files.slice(at, at + SIDE_BY_SIDE).map(async (file) => {
          if (kind === 'fixed' && (await this.isThere(file))) return;
          for (const folder of await this.writeOne(file)) touched.add(folder);
        }),
      );
    }
    await Promise.all([...touched].map(syncFolder));
  }

  async remove(path: string): Promise<void> {
    await rm(join(this.path, path), { recursive: true, force: true });
  }

  private async isThere({ path, bytes }: StoredFile): Promise<boolean> {
    const stored = await this.read(path);
    if (!stored) return false;
    if (stored.equals(bytes)) return true;
    throw new TlogRefused(
      `${join(this.path, path)} holds other bytes than the log gives now. Restore the one that was changed.`,
    );
  }

  /** @returns the folders in which an entry is new */
  private async writeOne({ path, bytes }: StoredFile): Promise<string[]> {
    const target = join(this.path, path);
    const folder = dirname(target);
    const made = await mkdir(folder, { recursive: true });
    const beside = `${target}.tmp`;
    const handle = await open(beside, 'w');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, target);
    return made === undefined ? [folder] : [folder, ...between(dirname(made), dirname(folder))];
  }
}

/** The folders from `low` up to `high`, both included: each has got a folder that is new in it. */
function between(high: string, low: string): string[] {
  const folders = [low];
  for (let at = low; at !== high && at !== dirname(at);) {
    at = dirname(at);
    folders.push(at);
  }
  return folders;
}

export const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Not every system lets a folder be synced; its files are, by themselves.
    if (!['EISDIR', 'EPERM', 'EINVAL'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle.close();
  }
}
