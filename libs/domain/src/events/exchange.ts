import { z } from 'zod';
import { claim, countSchema } from '../claim.js';
import { countryCode, phrase } from '../text.js';
import { addsOptionalFields, define } from './family.js';

/** How strongly the two sides hang together: from a deal stated as such down to two things told one after the other. */
export const LINKS = ['explicit_deal', 'conditional', 'reported_quid_pro_quo', 'temporal_only'] as const;

/** One side of an exchange, and what it gives: the events that tell of it, or the text's own words. */
const legSchema = z.strictObject({
  party: z.strictObject({ name: phrase(200), country: countryCode }),
  gives: z.union([
    z.strictObject({ eventIds: z.array(z.uuid()).min(1).max(100) }),
    z.strictObject({ words: phrase(500) }),
  ]),
});

export const exchangeEvents = {
  ExchangeReported: define({
    version: 2,
    upcasts: [addsOptionalFields],
    data: claim({
      legs: z.array(legSchema).min(2).max(10),
      link: z.enum(LINKS),
      /** How many people change hands in all, where the text counts those of every side. Since version 2. */
      count: countSchema.optional(),
      brokers: z.array(phrase(200)).max(20).default([]),
    }),
    subject: ({ legs }) => {
      const parties = [...new Set(legs.map((leg) => leg.party.country.toLowerCase()))].sort();
      return `exchange/${parties.slice(0, 2).join('-')}`;
    },
  }),
};
