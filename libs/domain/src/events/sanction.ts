import { z } from 'zod';
import { claim, countSchema, datesSchema, identifierSchema } from '../claim.js';
import { countryCode, phrase, slug } from '../text.js';
import { addsOptionalFields, define } from './family.js';

/** The measure words are those of OpenSanctions' `Measure` vocabulary, in snake case. */
export const MEASURES = [
  'aid_suspension',
  'arms_embargo',
  'arms_restrictions',
  'asset_freeze',
  'debarment',
  'export_control',
  'financial_restrictions',
  'import_restrictions',
  'investment_ban',
  'services_ban',
  'prohibition_to_satisfy_claims',
  'sectoral',
  'transport_restrictions',
  'travel_ban',
  'unspecified',
] as const;

export const targetSchema = z.strictObject({
  kind: z.enum(['entity', 'person', 'sector', 'goods', 'territory', 'unspecified']),
  name: phrase(300),
  country: countryCode.optional(),
  identifiers: z.array(identifierSchema).max(20).default([]),
});
export type Target = z.infer<typeof targetSchema>;

/** A licence permits; whether it unblocks property is a fact of its own, and most do not. */
export const licenceSchema = z.strictObject({
  number: phrase(50),
  parties: z.array(phrase(300)).max(200).default([]),
  ownershipRule: z.strictObject({ percent: z.number().gt(0).lte(100), aggregate: z.boolean() }).optional(),
  excludes: z.array(phrase(500)).max(50).default([]),
  unblocks: z.boolean().optional(),
  supersedes: phrase(50).optional(),
});

const sanction = {
  authority: countryCode,
  agency: phrase(200).optional(),
  country: countryCode.optional(),
  programme: phrase(200).optional(),
  instrument: phrase(300).optional(),
  target: targetSchema,
  /**
   * On how many it is, where the text counts them: "14 firms". An enumeration in one phrase is one figure, "ten people and
   * three firms" 13. Since version 2.
   */
  count: countSchema.optional(),
  measures: z.array(z.enum(MEASURES)).min(1).max(20).default(['unspecified']),
  dates: datesSchema.default({}),
};

interface Scope {
  authority: string;
  country?: string | undefined;
  programme?: string | undefined;
}
/** Version 2 added `count`. */
const second = { version: 2, upcasts: [addsOptionalFields] };

const subject = ({ authority, country, programme }: Scope) =>
  `sanction/${authority.toLowerCase()}/${country?.toLowerCase() ?? slug(programme ?? 'unknown')}`;

/** An earlier event that this one speaks of: by id where it is known, else in the text's words. */
export const referenceSchema = z.strictObject({
  eventId: z.uuid().optional(),
  instrument: phrase(300).optional(),
  words: phrase(500).optional(),
});

export const sanctionEvents = {
  SanctionImposed: define({ ...second, data: claim(sanction), subject }),
  SanctionEased: define({
    ...second,
    data: claim({
      ...sanction,
      means: z.enum(['general_licence', 'specific_licence', 'waiver', 'suspension', 'derogation', 'unspecified']),
      licence: licenceSchema.optional(),
    }),
    subject,
  }),
  SanctionLifted: define({
    ...second,
    data: claim({
      ...sanction,
      // "Lifted" is said only of an act that can be shown; a speaker who names none has eased, or announced.
      instrument: phrase(300),
      cause: z.enum(['delisting', 'programme_ended', 'annulled', 'expired', 'death']),
    }),
    subject,
  }),
  SanctionReimposed: define({
    ...second,
    data: claim({ ...sanction, of: referenceSchema, windDownUntil: phrase(60).optional() }),
    subject,
  }),
  OwnershipStated: define({
    version: 1,
    data: claim({
      authority: countryCode,
      country: countryCode.optional(),
      programme: phrase(200).optional(),
      owner: targetSchema,
      owned: targetSchema,
      percent: z.number().min(0).max(100).optional(),
    }),
    subject,
  }),
  /** A programme as a whole goes on, until a day: the authority prolongs it, whatever is on its lists. */
  ProgrammeRenewed: define({
    version: 1,
    data: claim({
      authority: countryCode,
      country: countryCode.optional(),
      programme: phrase(200),
      instrument: phrase(300).optional(),
      /** The last day on which it is in force by this act; absent where the text gives none. */
      until: z.iso.date().optional(),
      dates: datesSchema.default({}),
    }),
    subject,
  }),
};
