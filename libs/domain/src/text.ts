import { z } from 'zod';

/**
 * Text that every part of the house can hold. NUL has no place in a Postgres text, a lone surrogate has neither a
 * UTF-8 nor a canonical JSON form (RFC 8785, section 3.2.2.2); both are refused rather than repaired.
 */
export const wellFormedText = z
  .string()
  .refine((text) => text.isWellFormed(), 'holds a lone surrogate (half of a UTF-16 pair), which no UTF-8 text can')
  .refine((text) => !text.includes('\u0000'), 'holds a NUL character');

/** A short text: a name, a title, a phrase. Length in UTF-16 units. */
export const phrase = (longest = 500) => wellFormedText.max(longest).refine((text) => text.trim() !== '', 'is empty');

/** An id. Capitals mean the same (RFC 9562, section 4) and are written small, so that one id has one spelling. */
export const uuid = z.uuid().toLowerCase();

/** ISO 3166-1 alpha-2 in capitals, with EU and UN from the reserved codes; ZZ where a text does not tell. */
export const countryCode = z.string().regex(/^[A-Z]{2}$/, 'is no two-letter country code in capitals, such as BY');

/** BCP 47, as far as a registry-free check goes: what the JavaScript engine takes for a well-formed tag. */
export const languageTag = wellFormedText.max(35).refine((tag) => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}, 'is no BCP 47 language tag, such as en or be-Cyrl');

/**
 * A part of a subject: lower case, letters and digits of any script kept, everything else one hyphen.
 * @param longest in characters, none of which is cut in two
 */
export function slug(text: string, longest = 60): string {
  const slugged = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-');
  const characters = [...slugged.replace(/^-+|-+$/g, '')];
  return characters.slice(0, longest).join('') || 'unknown';
}
