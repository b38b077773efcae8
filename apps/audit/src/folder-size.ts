import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The bytes of all files under a folder. A database that is at work removes files while they are counted, so what is
 * gone when it is looked at counts nothing.
 */
export async function folderBytes(folder: string): Promise<number> {
  let bytes = 0;
  try {
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) bytes += await folderBytes(path);
      else if (entry.isFile()) bytes += (await stat(path)).size;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return bytes;
}
