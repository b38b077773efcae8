import { z } from 'zod';
import { claim, countSchema, personSchema } from '../claim.js';
import { countryCode, phrase } from '../text.js';
import { addsOptionalFields, define } from './family.js';
import { CONSENTS } from './prisoner.js';

/** How a group divides by one dimension. Parts of different dimensions overlap, so nothing is summed across them. */
const partitionSchema = z.strictObject({
  dimension: z.enum(['destination', 'citizenship', 'sex', 'list', 'other']),
  parts: z
    .array(z.strictObject({ label: phrase(200), count: countSchema }))
    .min(1)
    .max(50),
  complete: z.boolean(),
});

const group = {
  /** Of the authority that holds or held them. */
  country: countryCode,
  by: phrase(200).optional(),
  count: countSchema,
  population: phrase(300),
  named: z.array(personSchema).max(200).default([]),
  partitions: z.array(partitionSchema).max(20).default([]),
  /** The group of which the text says that these are some: "including 14 foreigners". */
  partOf: z.uuid().optional(),
};
const subject = ({ country }: { country: string }): string => `group/${country.toLowerCase()}`;

const member = { country: countryCode, of: z.uuid(), person: personSchema };

export const groupEvents = {
  // Version 2 of these two added `partOf`, which releases had from the start.
  PrisonersPardoned: define({ version: 2, upcasts: [addsOptionalFields], data: claim(group), subject }),
  PrisonersReleased: define({
    version: 1,
    data: claim({ ...group, destination: countryCode.optional() }),
    subject,
  }),
  PersonsDetained: define({ version: 2, upcasts: [addsOptionalFields], data: claim(group), subject }),
  // What befalls a number of people of whom few are named, as it befalls a person in the family of prisoners.
  PersonsSentenced: define({
    version: 1,
    data: claim({ ...group, court: phrase(200).optional(), term: phrase(200).optional() }),
    subject,
  }),
  PrisonersTransferred: define({
    version: 1,
    data: claim({ ...group, from: phrase(200).optional(), to: phrase(200).optional() }),
    subject,
  }),
  PersonsExpelled: define({
    version: 1,
    data: claim({ ...group, destination: countryCode.optional(), consent: z.enum(CONSENTS).default('unknown') }),
    subject,
  }),
  GroupMemberNamed: define({ version: 1, data: claim(member), subject }),
  GroupMemberWithdrawn: define({ version: 1, data: claim(member), subject }),
};

/** Types about a group that is counted, of which few may be named. */
export type GroupType = Exclude<keyof typeof groupEvents, 'GroupMemberNamed' | 'GroupMemberWithdrawn'>;
