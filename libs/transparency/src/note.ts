import { hasControl, isKeyName, isSignedBy, sign, type Signer, type Verifier } from './keys.js';
import { Malformed, NotProven } from './refusal.js';
import { parseBase64, parseText, printBase64, shown } from './spelling.js';

/** C2SP signed-note, "Format": at least 16 must be accepted, and some end must be. x/mod's note takes 100. */
export const SIGNATURES_MAX = 100;

const KEY_ID_BYTES = 4;
const DASH = '\u2014 ';

export interface Signature {
  /** Name and key ID of the key that it claims to be from. */
  readonly name: string;
  readonly keyId: number;
  /** What follows the key ID: for Ed25519 64 bytes; another algorithm has another length. */
  readonly bytes: Uint8Array;
}

/** A text and who signed it, or claims to have. */
export interface Note {
  /** Ends in a newline, which is signed with it. */
  readonly text: string;
  readonly signatures: readonly Signature[];
}

/** A note of which at least one signature is known and right. */
export interface OpenedNote {
  readonly text: string;
  /** Those of known keys, one a key, all verified. */
  readonly verified: readonly Signature[];
  /** Those of keys that we do not know, such as a witness's or a newer key's: worth nothing to us, and no harm. */
  readonly unknown: readonly Signature[];
}

/**
 * C2SP signed-note, "Format": a text, an empty line (the last one of the note), and one or more signature lines of
 * U+2014, space, key name, space, base64(key ID || signature).
 * @throws Malformed for anything else. The signatures are read and not verified.
 */
export function parseNote(given: Uint8Array | string): Note {
  const message = parseText(given);
  if (hasControl(message)) throw new Malformed('A note has no control characters but newlines.');
  const split = message.lastIndexOf('\n\n');
  if (split < 0) throw new Malformed('A note has an empty line between text and signatures.');
  if (!message.endsWith('\n') || split + 2 === message.length) {
    throw new Malformed('A note ends in at least one signature line, with its newline.');
  }
  const lines = message.slice(split + 2, -1).split('\n');
  if (lines.length > SIGNATURES_MAX) throw new Malformed(`A note has at most ${SIGNATURES_MAX} signatures.`);
  return { text: message.slice(0, split + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): Signature {
  const [, name = '', base64 = ''] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
  if (!isKeyName(name)) throw new Malformed(`This is no signature line: "${shown(line)}".`);
  const bytes = parseBase64(base64, `signature of "${shown(name)}"`);
  if (bytes.length <= KEY_ID_BYTES) throw new Malformed(`The signature of "${shown(name)}" is only a key ID.`);
  return { name, keyId: bytes.readUInt32BE(0), bytes: bytes.subarray(KEY_ID_BYTES) };
}

function printSignature({ name, keyId, bytes }: Signature): string {
  const id = Buffer.alloc(KEY_ID_BYTES);
  id.writeUInt32BE(keyId);
  return `${DASH}${name} ${printBase64(Buffer.concat([id, bytes]))}\n`;
}

/** @throws Malformed for what `parseNote` would not read back as this */
export function printNote({ text, signatures }: Note): string {
  const message = `${text}\n${signatures.map(printSignature).join('')}`;
  const read = parseNote(message);
  if (read.text !== text || read.signatures.length !== signatures.length) {
    throw new Malformed('A text is signed as a whole: it is not empty and ends in a newline.');
  }
  return message;
}

const isOf = (key: { name: string; keyId: number }, signature: Signature): boolean =>
  key.name === signature.name && key.keyId === signature.keyId;

/**
 * C2SP signed-note, "Signatures": unknown keys are ignored; a known key's signature is verified, and one that does not
 * hold refuses the whole note, also behind one of the same key that holds; without any that holds there is no note.
 * @param known no two with the same name and key ID
 * @throws Malformed when it is no note, NotProven when it is not signed so
 */
export function openNote(given: Uint8Array | string, known: readonly Verifier[]): OpenedNote {
  const { text, signatures } = parseNote(given);
  const verified: Signature[] = [];
  const unknown: Signature[] = [];
  for (const signature of signatures) {
    const [verifier, another] = known.filter((key) => isOf(key, signature));
    if (another) throw new NotProven(`Two known keys are called "${another.name}" and have one key ID.`);
    if (verifier && !isSignedBy(verifier, text, signature.bytes)) {
      throw new NotProven(`The signature of "${verifier.name}" is not of this text and by its key.`);
    }
    const kept = verifier ? verified : unknown;
    if (!kept.some((before) => printSignature(before) === printSignature(signature))) kept.push(signature);
  }
  if (verified.length === 0) {
    const names = signatures.map(({ name }) => `"${shown(name)}"`).join(', ');
    throw new NotProven(`No known key has signed this note: it is signed by ${shown(names)}.`);
  }
  return { text, verified, unknown };
}

/**
 * @param text ends in a newline
 * @param before signatures that the text has already; one by a key that signs again gives way to the new one
 * @returns the note: signatures that were there, then the new ones
 * @throws Malformed for a text that no note can hold
 */
export function signNote(text: string, signers: readonly Signer[], before: readonly Signature[] = []): string {
  const kept = before.filter((signature) => !signers.some((signer) => isOf(signer, signature)));
  const added = signers.map((signer) => ({ name: signer.name, keyId: signer.keyId, bytes: sign(signer, text) }));
  return printNote({ text, signatures: [...kept, ...added] });
}
