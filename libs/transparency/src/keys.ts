import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign as signBytes } from 'node:crypto';
import { verify as verifyBytes } from 'node:crypto';
import { Malformed } from './refusal.js';
import { printBase64, shown } from './spelling.js';

/** C2SP signed-note, "Signature types": 0x01 is Ed25519, the only one that is made and verified here. */
const ED25519 = Uint8Array.of(0x01);
const KEY_BYTES = 32;

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in DER, as PKCS #8 (private) and SPKI (public). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Who may have signed: a public key, and the name that it goes by in notes. */
export interface Verifier {
  readonly name: string;
  /** A uint32. With the name it says which key a signature claims to be from; it is short, and no proof of anything. */
  readonly keyId: number;
  readonly publicKey: KeyObject;
}

/** Who signs: a verifier with its secret, which is neither to be logged nor to be printed. */
export interface Signer extends Verifier {
  readonly privateKey: KeyObject;
}

/** C2SP signed-note, "Format": not empty, no Unicode space, no plus, and no control character, as in all of a note. */
export const isKeyName = (name: string): boolean =>
  name !== '' && name.isWellFormed() && !/[\p{White_Space}+]/u.test(name) && !hasControl(name);

/** C2SP signed-note, "Format": a note has no character below U+0020 but the newline. */
export const hasControl = (text: string): boolean => /[\u0000-\u0009\u000b-\u001f]/.test(text);

/** C2SP signed-note, "Ed25519 signatures": key ID = SHA-256(key name || 0x0A || 0x01 || 32-byte public key)[:4] */
function keyIdOf(name: string, publicKey: Uint8Array): number {
  const digest = createHash('sha256').update(`${name}\n`).update(ED25519).update(publicKey).digest();
  return digest.readUInt32BE(0);
}

const rawKeyOf = (publicKey: KeyObject): Buffer =>
  publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_PREFIX.length);

/** `<name>+<key ID in hex>+<base64(0x01 || key)>`, which is a verifier key and the end of a signer key. */
const print = ({ name, keyId }: Verifier, key: Uint8Array): string =>
  `${name}+${keyId.toString(16).padStart(8, '0')}+${printBase64(Buffer.concat([ED25519, key]))}`;

/** @param what it is called in messages, which never show the key: a wrong one may be a secret in the wrong place */
function parseKey(text: string, what: string): { name: string; hex: string; key: Buffer } {
  const [, name = '', hex = '', base64 = ''] = /^([^+]+)\+([0-9a-f]{8})\+([^]+)$/.exec(text) ?? [];
  if (!isKeyName(name)) throw new Malformed(`This is no ${what}: it should be name+hash+base64.`);
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64 || bytes.length !== 1 + KEY_BYTES || bytes[0] !== ED25519[0]) {
    throw new Malformed(`The ${what} of "${shown(name)}" holds no Ed25519 key in canonical base64.`);
  }
  return { name, hex, key: bytes.subarray(1) };
}

function withCheckedId<Key extends Verifier>(key: Key, hex: string): Key {
  if (parseInt(hex, 16) === key.keyId) return key;
  throw new Malformed(`The key of "${shown(key.name)}" does not hash to ${hex}: name and key do not belong together.`);
}

function verifierOf(name: string, raw: Uint8Array): Verifier {
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });
  return { name, keyId: keyIdOf(name, raw), publicKey };
}

/**
 * A verifier key, `<name>+<key ID in hex>+<base64(0x01 || public key)>`, as x/mod's sumdb/note defines it.
 * @throws Malformed for another spelling, another algorithm, or a key ID that is not this key's
 */
export function parseVerifierKey(text: string): Verifier {
  const { name, hex, key } = parseKey(text, 'verifier key');
  return withCheckedId(verifierOf(name, key), hex);
}

export const printVerifierKey = (verifier: Verifier): string => print(verifier, rawKeyOf(verifier.publicKey));

const SIGNER_PREFIX = 'PRIVATE+KEY+';

/**
 * A signer key, `PRIVATE+KEY+<name>+<key ID in hex>+<base64(0x01 || seed)>`, as x/mod's sumdb/note defines it.
 * @throws Malformed as `parseVerifierKey`; the message does not repeat the key
 */
export function parseSignerKey(text: string): Signer {
  if (!text.startsWith(SIGNER_PREFIX)) throw new Malformed(`A signer key begins with ${SIGNER_PREFIX}.`);
  const { name, hex, key } = parseKey(text.slice(SIGNER_PREFIX.length), 'signer key');
  return withCheckedId(signerOf(name, key), hex);
}

/** The secret itself, for the one file that it is kept in. */
export function printSignerKey(signer: Signer): string {
  const seed = signer.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_PREFIX.length);
  return SIGNER_PREFIX + print(signer, seed);
}

/**
 * @param seed 32 bytes that nobody can guess: the caller draws them, because nothing here is random
 * @throws Malformed for a name that no note can hold, or another number of bytes
 */
export function signerOf(name: string, seed: Uint8Array): Signer {
  if (!isKeyName(name)) throw new Malformed(`A key is not called "${shown(name)}": no spaces, no plus, not empty.`);
  if (seed.length !== KEY_BYTES) throw new Malformed(`A seed has ${KEY_BYTES} bytes, not ${seed.length}.`);
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  return { ...verifierOf(name, rawKeyOf(createPublicKey(privateKey))), privateKey };
}

/** RFC 8032: the Ed25519 signature of the text's UTF-8 bytes. */
export const sign = (signer: Signer, text: string): Uint8Array =>
  signBytes(null, Buffer.from(text, 'utf8'), signer.privateKey);

/** Also false for a signature that has not 64 bytes. */
export const isSignedBy = (verifier: Verifier, text: string, signature: Uint8Array): boolean =>
  verifyBytes(null, Buffer.from(text, 'utf8'), verifier.publicKey, signature);
