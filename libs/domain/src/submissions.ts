import { z } from 'zod';
import { extractorSchema } from './claim.js';
import { define } from './events/family.js';
import { ledgerEvents } from './events/house.js';
import { judgementSchema } from './judging.js';
import { EVENTS_MAX, reportSchema, reviewSchema, withdrawalSchema } from './report.js';
import { phrase } from './text.js';

const { GenerationSwitched, KeysRotated, ReextractionRun, VerificationRun } = ledgerEvents;

/** A claim of a report that is read again: what its event will hold beside what follows from the report. */
const rereadClaim = z.strictObject({
  id: z.uuid(),
  type: phrase(60),
  subject: phrase(200),
  time: phrase(60).optional(),
  data: z.record(z.string(), z.unknown()),
});

/** What the house did to its own records, as the room that did it says so. */
export const houseActSchema = z.discriminatedUnion('type', [
  GenerationSwitched.data.extend({ type: z.literal('GenerationSwitched') }),
  ReextractionRun.data.extend({ type: z.literal('ReextractionRun') }),
  VerificationRun.data.extend({ type: z.literal('VerificationRun') }),
  KeysRotated.data.extend({ type: z.literal('KeysRotated') }),
]);
export type HouseAct = z.infer<typeof houseActSchema>;

/**
 * What the `reports` topic holds: everything that came in through a door, as it came in. The recorder turns each into
 * events. A withdrawal lies under its report's key, so that it is read after it.
 */
export const SUBMISSIONS = {
  ReportReceived: define({ version: 1, data: reportSchema, subject: () => 'report' }),
  WithdrawalReceived: define({
    version: 1,
    data: withdrawalSchema.extend({ of: z.uuid() }),
    subject: ({ of }) => `report/${of}`,
  }),
  ReviewReceived: define({
    version: 1,
    data: z.strictObject({ review: reviewSchema }),
    subject: ({ review }) => `event/${review.of}`,
  }),
  // No door takes these: only our own rooms append them, so that the recorder stays the one writer of `events`.
  HouseActReceived: define({
    version: 1,
    data: z.strictObject({ act: houseActSchema }),
    subject: ({ act }) => subjectOfAct(act),
  }),
  JudgementReceived: define({
    version: 1,
    data: z.strictObject({ judgement: judgementSchema }),
    subject: () => 'judgement',
  }),
  // Nor this, which lies under its report's key: what a better reading of it claims anew, and claims no longer.
  ReextractionReceived: define({
    version: 1,
    data: z.strictObject({
      of: z.uuid(),
      run: z.uuid(),
      extractor: extractorSchema,
      claims: z.array(rereadClaim).max(EVENTS_MAX),
      dropped: z.array(z.uuid()).max(5 * EVENTS_MAX),
    }),
    subject: ({ of }) => `report/${of}`,
  }),
  // A position names what was written; when that is more than a URL can carry, it names this list instead.
  BatchReceived: define({
    version: 1,
    data: z.strictObject({ ids: z.array(z.uuid()).min(1) }),
    subject: () => 'batch',
  }),
};
/** `ledger/<kind>`: the subject of the event that an act becomes, and the key under which it waits for the recorder. */
export function subjectOfAct({ type, ...data }: HouseAct): string {
  return (ledgerEvents[type].subject as (data: unknown) => string)(data);
}

export type SubmissionType = keyof typeof SUBMISSIONS;
