import { type Checkpoint, type KnownLog, openCheckpoint, parseCheckpoint } from './checkpoint.js';
import { asHash, type Hash } from './hashing.js';
import { parseNote } from './note.js';
import { Malformed } from './refusal.js';
import { parseBase64, parseDecimal, parseText, printBase64 } from './spelling.js';
import { verifyInclusion } from './verify.js';

/** C2SP tlog-proof, "Format": the first line. */
const HEADER = 'c2sp.org/tlog-proof@v1';

/** What the specification says such a file is called: `<name>.tlog-proof`. */
export const PROOF_FILE_EXTENSION = '.tlog-proof';

/** A tree of 2^53 leaves has no longer audit path. */
const HASHES_MAX = 53;

/** A proof that can be checked without the log: where the entry is, its audit path, and the signed checkpoint. */
export interface ProofFile {
  readonly index: number;
  readonly hashes: readonly Hash[];
  /** The signed note, as the log gave it. */
  readonly checkpoint: string;
  /** Whatever the application adds. Nothing vouches for it. */
  readonly extra?: Uint8Array;
}

/**
 * C2SP tlog-proof, "Format": header, `extra` if there is any, `index`, the hashes of the audit path, an empty line, the
 * checkpoint. @throws Malformed for what `parseProofFile` would not read back
 */
export function printProofFile({ index, hashes, checkpoint, extra }: ProofFile): string {
  const lines = [
    HEADER,
    ...(extra ? [`extra ${printBase64(extra)}`] : []),
    `index ${index}`,
    ...hashes.map((hash) => printBase64(hash)),
  ];
  const text = `${lines.join('\n')}\n\n${checkpoint}`;
  parseProofFile(text);
  return text;
}

/** @throws Malformed; nothing is verified yet */
export function parseProofFile(given: Uint8Array | string): ProofFile {
  const text = parseText(given);
  const split = text.indexOf('\n\n');
  if (split < 0) throw new Malformed('A proof file has an empty line before its checkpoint.');
  const [header, ...lines] = text.slice(0, split).split('\n');
  if (header !== HEADER) throw new Malformed(`A proof file begins with the line ${HEADER}.`);
  const extra = lines[0]?.startsWith('extra ') ? lines.shift()!.slice('extra '.length) : undefined;
  if (extra === '') throw new Malformed('A proof file without extra data has no line for it.');
  const index = lines.shift();
  if (!index?.startsWith('index ')) throw new Malformed('A proof file has a line with its index.');
  if (lines.length > HASHES_MAX) throw new Malformed(`An audit path has at most ${HASHES_MAX} hashes.`);
  const checkpoint = text.slice(split + 2);
  parseCheckpoint(parseNote(checkpoint).text);
  return {
    index: parseDecimal(index.slice('index '.length), 'index'),
    hashes: lines.map((line) => asHash(parseBase64(line, 'hash of the audit path'), 'hash of the audit path')),
    checkpoint,
    ...(extra === undefined ? {} : { extra: parseBase64(extra, 'extra data') }),
  };
}

/**
 * All that a proof file is for: this log has signed a tree that has this leaf.
 * @param log which log, by whose key: known beforehand, never taken from the file
 * @param leafHash of the entry that the reader holds in hand (`leafHash`)
 * @throws Malformed when it is no proof file, NotProven when it proves something else
 */
export function verifyProofFile(
  given: Uint8Array | string,
  log: KnownLog,
  leafHash: Hash,
): { index: number; checkpoint: Checkpoint } {
  const { index, hashes, checkpoint: note } = parseProofFile(given);
  const checkpoint = openCheckpoint(note, log);
  verifyInclusion({ index, leafHash }, checkpoint, hashes);
  return { index, checkpoint };
}
