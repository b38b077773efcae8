import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '#domain';
import { GENERATION } from '#read-models';

/** The rooms that decide which rows follow from the log. */
const FOLDING = ['domain', 'read-models'];

/**
 * A digest of the code that folds: what other code has begun to build is not gone on with, since half of the rows would
 * be of one release and half of another.
 */
export async function codeVersion(): Promise<string> {
  const digests: string[] = [GENERATION];
  for (const room of FOLDING) {
    const folder = join(import.meta.dirname, '..', '..', '..', 'libs', room, 'src');
    const files = await readdir(folder, { recursive: true });
    for (const file of files.filter((name) => /(?<!\.spec)(?<!\.d)\.(js|ts|sql)$/.test(name)).sort()) {
      digests.push(`${file} ${sha256Hex(await readFile(join(folder, file)))}`);
    }
  }
  return sha256Hex(digests.join('\n'));
}
