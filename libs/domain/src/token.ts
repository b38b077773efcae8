import { sha256Hex } from './canonical.js';

/**
 * Opaque, URL-safe tokens that we hand out and take back: base64url of a JSON value with eight characters of its
 * digest before it. The digest is no secret; it tells a token of ours from a mistyped or invented one.
 */
export function writeToken(kind: string, value: unknown): string {
  const text = JSON.stringify(value);
  return Buffer.from(digestOf(kind, text) + text).toString('base64url');
}

/** @returns undefined when the text is no token of this kind */
export function readToken(kind: string, token: string): unknown {
  if (!/^[A-Za-z0-9_-]+$/.test(token)) return undefined;
  const decoded = Buffer.from(token, 'base64url').toString('utf8');
  const [digest, text] = [decoded.slice(0, 8), decoded.slice(8)];
  if (digestOf(kind, text) !== digest) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // Anybody can work out a digest, and of anything.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const digestOf = (kind: string, text: string): string => sha256Hex(`${kind}\n${text}`).slice(0, 8);

/** As many ids as fit into a URL with room to spare. */
export const POSITION_IDS_MAX = 100;

/**
 * A position names what was written, by ids: it means the same after a restart, in another generation of the read
 * models and in another home.
 */
export const writePosition = (ids: readonly string[]): string =>
  writeToken('position', Buffer.from(ids.map((id) => id.replaceAll('-', '')).join(''), 'hex').toString('base64url'));

/** @returns the ids, or undefined when the text is no position */
export function readPosition(token: string): string[] | undefined {
  const packed = readToken('position', token);
  if (typeof packed !== 'string') return undefined;
  const hex = Buffer.from(packed, 'base64url').toString('hex');
  if (hex === '' || hex.length % 32 !== 0) return undefined;
  const ids = hex.match(/.{32}/g) ?? [];
  return ids.map((id) => id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
}
