import { z } from 'zod';
import { personSchema } from '../claim.js';
import { phrase, uuid } from '../text.js';
import { define } from './family.js';
import { actorSchema } from './house.js';
import { blockOf } from './prisoner.js';

export const REVIEW_REASONS = [
  'source_correction',
  'source_retraction',
  'extraction_error',
  'identity_error',
  'duplicate',
  'fabricated_source',
  'court',
  'safety',
] as const;

/**
 * An act on another event takes that event's subject, so that it arrives where the rows are that it changes. The
 * recorder knows the subject of every event by its id; `subject` here carries it.
 */
const reviewed = { of: uuid, ofSubject: phrase(200), by: actorSchema };
const reason = z.enum(REVIEW_REASONS);
const subject = ({ ofSubject }: { ofSubject: string }): string => ofSubject;

export const reviewEvents = {
  // The list of reasons says what was wrong; nothing was wrong with a confirmed claim, so it gives its own words.
  ClaimConfirmed: define({ version: 1, data: z.strictObject({ ...reviewed, reason: phrase(500) }), subject }),
  ClaimRejected: define({ version: 1, data: z.strictObject({ ...reviewed, reason }), subject }),
  ClaimCorrected: define({ version: 1, data: z.strictObject({ ...reviewed, reason, replacedBy: uuid }), subject }),
  ClaimRetracted: define({ version: 1, data: z.strictObject({ ...reviewed, reason }), subject }),
};
export type ReviewType = keyof typeof reviewEvents;

/** These mentions are one person, are two, or nobody knows yet: appended under each side's block. */
export const identityEvents = {
  IdentityJudged: define({
    version: 1,
    data: z.strictObject({
      left: personSchema,
      right: personSchema,
      judgement: z.enum(['positive', 'negative', 'unsure']),
      because: phrase(1000),
      by: actorSchema,
      /** Which side's block this copy lies under. */
      side: z.enum(['left', 'right']),
    }),
    subject: (data) => blockOf(data[data.side]),
  }),
};
