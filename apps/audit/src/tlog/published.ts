import type { Log } from '#log';
import { openCheckpoint, parseCheckpoint, parseNote, type KnownLog } from '#transparency';
import { TlogRefused } from './refused.js';

/** The size of a published checkpoint. @throws TlogRefused when none of our keys has signed it */
export function sizeOfPublished(note: string, known: KnownLog, path: string): number {
  try {
    return openCheckpoint(note, known).size;
  } catch (error) {
    throw new TlogRefused(
      `The topic checkpoints holds one of ${known.origin} that no key in ${path}/keys has signed: restore the keys from ` +
        'a backup, or remove nothing and find out who signed it.',
      { cause: error },
    );
  }
}

/** All that the topic `checkpoints` says of these logs, by partition of `events`. What is none of theirs is left out. */
export async function publishedNotes(log: Log, origins: readonly string[]): Promise<string[][]> {
  const notes: string[][] = origins.map(() => []);
  for (const [partition, end] of (await log.ends('checkpoints')).entries()) {
    for await (const { records } of log.read('checkpoints', partition, 0n, end)) {
      for (const { value } of records) {
        const note = value.toString();
        const at = origins.indexOf(originOf(note) ?? '');
        if (at >= 0) notes[at]!.push(note);
      }
    }
  }
  return notes;
}

function originOf(note: string): string | undefined {
  try {
    return parseCheckpoint(parseNote(note).text).origin;
  } catch (error) {
    if (error instanceof Error && error.name === 'Malformed') return undefined;
    throw error;
  }
}
