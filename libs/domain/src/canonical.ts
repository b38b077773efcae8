import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * RFC 8785 canonical JSON.
 * @throws TypeError for what has no canonical form: undefined, a lone surrogate, a number that JSON cannot write
 */
export function canonicalJson(value: unknown): string {
  const text = printed(value);
  if (text === undefined) throw new TypeError('This value has no canonical JSON form.');
  if (!text.isWellFormed()) throw new TypeError('A lone surrogate has no canonical JSON form (RFC 8785, 3.2.2.2).');
  return text;
}

function printed(value: unknown): string | undefined {
  try {
    return canonicalize(value);
  } catch (error) {
    throw new TypeError(`This value has no canonical JSON form: ${(error as Error).message}.`, { cause: error });
  }
}

export const sha256Hex = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
