import { Malformed } from './refusal.js';

/**
 * One value, one spelling: everything here is parsed, printed again and compared. Two files that mean the same are then
 * the same bytes, and nobody can hide anything in padding bits, a leading zero or a byte order mark.
 */

/** A note, a proof file or a checkpoint is small; what is larger is not read. */
export const TEXT_BYTES_MAX = 1_048_576;

/**
 * @returns the text, which has no lone surrogate and, if it came as bytes, is their only UTF-8 reading
 * @throws Malformed for bytes that are not UTF-8, for half a surrogate pair, for more than 1 MiB
 */
export function parseText(given: Uint8Array | string): string {
  if (given.length > TEXT_BYTES_MAX) {
    throw new Malformed(`This text is ${given.length} long; at most ${TEXT_BYTES_MAX} is read.`);
  }
  if (typeof given === 'string') {
    if (!given.isWellFormed()) throw new Malformed('This text has half a surrogate pair in it.');
    return given;
  }
  const text = Buffer.from(given).toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(given)) throw new Malformed('These bytes are not UTF-8.');
  return text;
}

/**
 * Standard base64 with padding (RFC 4648, section 4), in its canonical form (section 3.5: unused bits are zero).
 * @throws Malformed for any other spelling
 */
export function parseBase64(text: string, what: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) {
    throw new Malformed(`The ${what} is not canonical base64 (RFC 4648, section 4): "${shown(text)}".`);
  }
  return bytes;
}

export const printBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/**
 * ASCII decimal without leading zeros, at most 2^53 - 1: a log of ours is smaller, and a larger number would be rounded.
 * @throws Malformed for any other spelling
 */
export function parseDecimal(text: string, what: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0 || String(value) !== text) {
    throw new Malformed(`The ${what} is no decimal number from 0 to 2^53 - 1 without leading zeros: "${shown(text)}".`);
  }
  return value;
}

/** As much of a stranger's text as a message should repeat. */
export const shown = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);
