import { asHash } from './hashing.js';
import { type Signer, type Verifier } from './keys.js';
import { openNote, type OpenedNote, signNote } from './note.js';
import { Malformed, NotProven } from './refusal.js';
import { parseBase64, parseDecimal, printBase64, shown } from './spelling.js';
import type { TreeHead } from './tree.js';

/** C2SP tlog-checkpoint: what a log says of itself, and signs. */
export interface Checkpoint extends TreeHead {
  /** Which log this is: one line, like a URL without its scheme. */
  readonly origin: string;
  /** Lines that no monitor can check. The specification advises against them, and ours have none. */
  readonly extension: readonly string[];
}

/** Which log a checkpoint has to be of, and by whose key. */
export interface KnownLog {
  readonly origin: string;
  /** Any of them will do: a log that changes its key has two for a while. */
  readonly keys: readonly Verifier[];
  /** What to do with extension lines: `refused` unless said otherwise. */
  readonly extension?: 'refused' | 'kept';
}

/**
 * C2SP tlog-checkpoint, "Note text": origin, size and root, a line each, and extension lines.
 * @param text the text of a note, with its last newline and without signatures
 * @throws Malformed
 */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith('\n')) throw new Malformed('A checkpoint ends in a newline.');
  const lines = text.slice(0, -1).split('\n');
  const [origin, size, root, ...extension] = lines;
  if (origin === undefined || size === undefined || root === undefined) {
    throw new Malformed(`A checkpoint has three lines (origin, size, root), not ${lines.length}.`);
  }
  if (lines.includes('')) throw new Malformed('No line of a checkpoint is empty.');
  return {
    origin,
    size: parseDecimal(size, 'size of the tree'),
    root: asHash(parseBase64(root, 'root'), 'root'),
    extension,
  };
}

/** @throws Malformed for what `parseCheckpoint` would not read back */
export function printCheckpoint({ origin, size, root, extension }: Checkpoint): string {
  const lines = [origin, String(size), printBase64(root), ...extension];
  if (lines.some((line) => line.includes('\n'))) throw new Malformed('A line of a checkpoint has a newline in it.');
  const text = lines.map((line) => `${line}\n`).join('');
  parseCheckpoint(text);
  return text;
}

/**
 * Signs without looking: that a log signs no two checkpoints of which one is not a prefix of the other (C2SP
 * tlog-checkpoint, "Signatures") is for the caller to see to, who has the one before and the tiles.
 */
export const signCheckpoint = (head: TreeHead & { origin: string }, signers: readonly Signer[]): string =>
  signNote(printCheckpoint({ origin: head.origin, size: head.size, root: head.root, extension: [] }), signers);

/**
 * @param given the signed note
 * @throws Malformed when it is no checkpoint, NotProven when it is not one of this log
 */
export function openCheckpoint(given: Uint8Array | string, log: KnownLog): Checkpoint & { note: OpenedNote } {
  const note = openNote(given, log.keys);
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint.origin !== log.origin) {
    throw new NotProven(`This checkpoint is of the log "${shown(checkpoint.origin)}", not of "${shown(log.origin)}".`);
  }
  if (checkpoint.extension.length > 0 && log.extension !== 'kept') {
    throw new NotProven(`This checkpoint has extension lines, which this log does not use.`);
  }
  return { ...checkpoint, note };
}
