import { z } from 'zod';
import { define } from './events/family.js';
import { reportSchema, reviewSchema, withdrawalSchema } from './report.js';

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
  // A position names what was written; when that is more than a URL can carry, it names this list instead.
  BatchReceived: define({
    version: 1,
    data: z.strictObject({ ids: z.array(z.uuid()).min(1) }),
    subject: () => 'batch',
  }),
};
export type SubmissionType = keyof typeof SUBMISSIONS;
