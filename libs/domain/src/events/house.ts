import { z } from 'zod';
import { extractorSchema } from '../claim.js';
import { phrase } from '../text.js';
import { define } from './family.js';

/** A person or a program that acts on the record; `id` is stable, `name` is for readers. */
export const actorSchema = z.strictObject({ id: phrase(200), name: phrase(200) });
export type Actor = z.infer<typeof actorSchema>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Which claim of the extractor's list, and what is wrong with it. */
const refusedClaim = z.strictObject({ at: z.int().nonnegative(), type: phrase(60).optional(), reason: phrase(400) });
export type RefusedClaim = z.infer<typeof refusedClaim>;

/** Acts on a report: under the report's own subject. */
export const reportEvents = {
  ReportRecorded: define({
    version: 1,
    data: z.strictObject({
      reportId: z.uuid(),
      /** Of the whole `reports` value, so that the receipt commits to title, source and dates too. */
      recordSha256: sha256,
      bodySha256: sha256.nullable(),
      /** How many events this report caused besides this receipt, and the SHA-256 of their ids, one a line. */
      events: z.int().nonnegative(),
      eventsDigest: sha256,
      extractor: extractorSchema,
      reason: phrase(500).optional(),
      /** Claims that its extractor made and the house does not take: how many, and the first of them. */
      refused: z.strictObject({ count: z.int().positive(), first: z.array(refusedClaim).max(20) }).optional(),
    }),
    subject: ({ reportId }) => `report/${reportId}`,
  }),
  ReportRevised: define({
    version: 1,
    data: z.strictObject({ of: z.uuid(), by: actorSchema, reason: phrase(1000), revision: z.uuid() }),
    subject: ({ of }) => `report/${of}`,
  }),
  ReportWithdrawn: define({
    version: 1,
    data: z.strictObject({ of: z.uuid(), by: actorSchema, reason: phrase(1000), retracted: z.int().nonnegative() }),
    subject: ({ of }) => `report/${of}`,
  }),
};

const act = { by: actorSchema, because: phrase(1000) };

/** What we did to our own records. */
export const ledgerEvents = {
  GenerationSwitched: define({
    version: 1,
    data: z.strictObject({ ...act, from: phrase(60), to: phrase(60) }),
    subject: () => 'ledger/generation',
  }),
  ReextractionRun: define({
    version: 1,
    data: z.strictObject({
      ...act,
      extractor: extractorSchema,
      reports: z.int().nonnegative(),
      appended: z.int().nonnegative(),
      retracted: z.int().nonnegative(),
    }),
    subject: () => 'ledger/reextraction',
  }),
  VerificationRun: define({
    version: 1,
    data: z.strictObject({ ...act, records: z.int().nonnegative(), findings: z.int().nonnegative() }),
    subject: () => 'ledger/verification',
  }),
  KeysRotated: define({
    version: 1,
    // Verifier keys as C2SP signed-note prints them, one a partition of `events`: whoever verifies finds them in the log.
    data: z.strictObject({ ...act, generation: phrase(60), keys: z.array(phrase(400)).min(1).max(256) }),
    subject: () => 'ledger/keys',
  }),
};
