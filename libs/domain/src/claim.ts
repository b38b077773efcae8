import { z } from 'zod';
import { isConsistent, occurredSchema } from './occurred.js';
import { countryCode, languageTag, phrase, wellFormedText } from './text.js';

/**
 * What a text says of the thing it mentions. Only `performed` and `ongoing` change what the read models hold to be so,
 * `background` (told as history) does for its own date; the rest are kept and shown as what they are.
 */
export const MODALITIES = [
  'performed',
  'ongoing',
  'announced',
  'conditional',
  'demanded',
  'refused',
  'denied',
  'rumoured',
  'background',
] as const;
export type Modality = (typeof MODALITIES)[number];

/** Does a claim of this modality say that the thing came about? */
export const saysItHappened = (modality: Modality): boolean =>
  modality === 'performed' || modality === 'ongoing' || modality === 'background';

/** Who says so: the source itself, or somebody whom it quotes or leaves unnamed. */
export const assertedBySchema = z.strictObject({
  how: z.enum(['own_account', 'quotes', 'cites_unnamed']),
  name: phrase(200).optional(),
  role: phrase(200).optional(),
});
export type AssertedBy = z.infer<typeof assertedBySchema>;

/**
 * Where it says so: `quote` equals the UTF-16 units `start` to `end` (excluded) of the report's body and never splits
 * a pair. A report that came without a body has no passage to quote: both offsets 0, the quote empty. `credit` and
 * `fingerprint` (64 bits in hex) let copies of one wire story fold to one origin.
 */
export const evidenceSchema = z.strictObject({
  reportId: z.uuid(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  quote: wellFormedText.max(1000),
  lang: languageTag.optional(),
  credit: phrase(200).optional(),
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** Who found the claim in the report: a program, or `producer`, the source's own structured data. */
export const extractorSchema = z.strictObject({ name: phrase(100), version: phrase(50) });
export type Extractor = z.infer<typeof extractorSchema>;

/** No figure about people comes near it, and the integers of a table end there. */
const COUNT_MAX = 2_147_483_647;
const figure = z.int().nonnegative().max(COUNT_MAX);

export const countSchema = z
  .strictObject({
    value: figure,
    qualifier: z.enum(['exact', 'at_least', 'at_most', 'about', 'range']),
    max: figure.optional(),
  })
  .refine((count) => (count.qualifier === 'range') === (count.max !== undefined), {
    path: ['max'],
    message: 'belongs to a range, and every range has one',
  })
  .refine((count) => count.max === undefined || count.max >= count.value, {
    path: ['max'],
    message: 'is less than value',
  });
export type Count = z.infer<typeof countSchema>;

export const identifierSchema = z.strictObject({ scheme: phrase(50), value: phrase(200) });

/** A person as the text has the name. `country` is whose person the matter makes it: the detaining authority's. */
export const personSchema = z.strictObject({
  name: phrase(200),
  script: z.string().regex(/^[A-Z][a-z]{3}$/, 'is no ISO 15924 script code, such as Latn'),
  lang: languageTag.optional(),
  country: countryCode,
  birthDate: z.iso.date().optional(),
  identifiers: z.array(identifierSchema).max(20).default([]),
});
export type Person = z.infer<typeof personSchema>;

/** The dates of an act of authority. `ends` is an instant where the text gives one, with the zone as written. */
export const datesSchema = z.strictObject({
  announced: z.iso.date().optional(),
  adopted: z.iso.date().optional(),
  published: z.iso.date().optional(),
  effective: z.iso.date().optional(),
  ends: phrase(60).optional(),
});

/** The part that every claim has, whatever it claims. */
export const claimFields = {
  modality: z.enum(MODALITIES),
  occurred: occurredSchema.refine(isConsistent, 'bounds and precision are not those of the EDTF text'),
  assertedBy: assertedBySchema,
  evidence: z.array(evidenceSchema).min(1).max(20),
  extractor: extractorSchema,
  confidence: z.number().min(0).max(1),
};
export const claimSchema = z.strictObject(claimFields);
export type ClaimFields = z.infer<typeof claimSchema>;

/** A claim schema: the common part and what this type adds. */
export const claim = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject({ ...claimFields, ...shape });
