import { z } from 'zod';
import { claim, countSchema, personSchema } from '../claim.js';
import { blockKey } from '../names/index.js';
import { countryCode, phrase } from '../text.js';
import { define } from './family.js';
import { referenceSchema } from './sanction.js';

/** A person's events lie under a block of like-sounding names, never under "the person": who is who is a judgement. */
export const blockOf = (person: { country: string; name: string }): string =>
  `person/${person.country.toLowerCase()}/${blockKey(person.name)}`;

const subject = ({ person }: { person: { country: string; name: string } }): string => blockOf(person);
const of = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  define({ version: 1, data: claim({ person: personSchema, ...shape }), subject: subject as never });

export const RELEASE_MODES = [
  'pardoned',
  'amnesty',
  'served_full_term',
  'parole',
  'quashed',
  'acquitted',
  'exchange',
  'escape',
  'other',
  'unknown',
] as const;

/** Whether somebody left of his own will. */
export const CONSENTS = ['voluntary', 'forced', 'refused', 'unknown'] as const;

const phrases = z.array(phrase(300)).max(50).default([]);

export const prisonerEvents = {
  PersonDetained: of({
    authority: phrase(200).optional(),
    place: phrase(200).optional(),
    basis: z.enum(['arrest', 'house_arrest', 'administrative', 're_arrest', 'unknown']).default('unknown'),
    charges: phrases,
  }),
  PersonSentenced: of({
    court: phrase(200).optional(),
    articles: phrases,
    term: phrase(200).optional(),
    regime: phrase(100).optional(),
  }),
  PrisonerTransferred: of({ from: phrase(200).optional(), to: phrase(200).optional() }),
  PrisonerPardoned: of({ by: phrase(200).optional(), act: phrase(300).optional(), conditions: phrases }),
  PrisonerReleased: of({
    mode: z.enum(RELEASE_MODES).default('unknown'),
    destination: countryCode.optional(),
    conditions: phrases,
    partOf: z.uuid().optional(),
  }),
  PersonExpelled: of({
    destination: countryCode.optional(),
    consent: z.enum(CONSENTS).default('unknown'),
  }),
  ReleaseReversed: of({ of: referenceSchema }),
  DiedInCustody: of({ place: phrase(200).optional() }),
  // "Political prisoner" is somebody's word under somebody's definition, never the house's.
  StatusRecognised: of({ definition: phrase(300), status: phrase(200) }),
  StatusWithdrawn: of({ definition: phrase(300), status: phrase(200) }),
  DurationClaimed: of({ count: countSchema, unit: z.enum(['days', 'weeks', 'months', 'years']) }),
};

export const METRICS = ['released', 'held', 'pardoned', 'died', 'sanctioned'] as const;

/** One country's figures of one kind share a subject, so that a series is read from one partition. */
export const countEvents = {
  CountClaimed: define({
    version: 1,
    data: claim({
      country: countryCode,
      metric: z.enum(METRICS),
      count: countSchema,
      // EDTF dates: "since July 2024" is from 2024-07 to the day on which it was said.
      window: z.strictObject({ from: phrase(30).optional(), to: phrase(30).optional() }),
      population: phrase(300),
    }),
    subject: ({ country, metric }) => `count/${country.toLowerCase()}/${metric}`,
  }),
};
