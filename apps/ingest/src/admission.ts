import {
  assertedBySchema,
  batchIdOf,
  BODY_BYTES_MAX,
  type Channel,
  claimEvents,
  idOfReport,
  judgedSides,
  judgementEventId,
  judgementIdOf,
  judgementSchema,
  MODALITIES,
  occurredSchema,
  producedDraft,
  RecordRefused,
  type Report,
  reportSchema,
  reviewIdOf,
  reviewSchema,
  type Unstamped,
  withdrawalIdOf,
  withdrawalSchema,
  writeRecord,
} from '#domain';
import type { PipedDraft } from '#log';
import { fieldErrors, fieldName, invalid, Problem } from '#service';
import { z } from 'zod';

/** Something that may enter: its id, its size in bytes, and the draft that the log prints. */
export interface Admitted {
  readonly id: string;
  readonly bytes: number;
  readonly draft: PipedDraft;
  /** A report that must be known before this one is taken in. */
  readonly needs?: string | undefined;
}

/**
 * Takes a report in, or says what is wrong with it. Pure: nothing is stored.
 * @param at where the value stands in the request, for the names of fields
 * @param channel the door by which it comes
 * @throws Problem 422 naming each field, or 413 for a body over 1 MiB of UTF-8
 */
export function admitReport(
  value: unknown,
  ledger: string,
  { at = [], channel = 'http' }: { readonly at?: readonly PropertyKey[]; readonly channel?: Channel } = {},
): Admitted {
  const report = parsed(reportSchema, value, at);
  const length = Buffer.byteLength(report.body ?? '');
  if (length > BODY_BYTES_MAX) {
    const field = fieldName([...at, 'body']);
    const message = `has ${length} bytes of UTF-8; the most is ${BODY_BYTES_MAX}`;
    throw new Problem(413, `${field}: ${message}`, { errors: [{ field, message }] });
  }
  const id = idOfReport(report);
  refuseBadEvents(report, id, { ledger, at });
  const record: Unstamped = {
    id,
    source: ledger,
    type: 'ReportReceived',
    subject: `report/${id}`,
    correlationid: id,
    causationid: id,
    channel,
    data: report,
  };
  return admitted(id, record, report.revises);
}

/**
 * What every structured event may say beside its type's own fields, which the type's schema checks. What is of another
 * kind, or evidence with a quote of its own, would otherwise be replaced without a word.
 */
const producedSchema = z.looseObject({
  modality: z.enum(MODALITIES).optional(),
  occurred: z.union([z.string(), occurredSchema], 'is neither an EDTF date nor its parts').optional(),
  assertedBy: assertedBySchema.optional(),
  confidence: z.number().min(0).max(1).optional(),
  evidence: z
    .array(z.strictObject({ start: z.int(), end: z.int() }))
    .min(1)
    .max(20)
    .optional(),
});

function refuseBadEvents(
  report: Report,
  reportId: string,
  context: { ledger: string; at: readonly PropertyKey[] },
): void {
  const { events: produced } = report;
  // Prose is read later, by the recorder: trying it as claims here would cost the door a third of its speed.
  if (!produced) return;
  const at = [...context.at, 'events'];
  for (const [index, { data }] of produced.entries()) parsed(producedSchema, data, [...at, index, 'data']);
  const refuse = (index: number, { cause, path, message }: RecordRefused): never => {
    const under = [...at, index];
    if (cause instanceof z.ZodError) throw invalid(fieldErrors(cause.issues, [...under, 'data']));
    throw invalid([{ field: fieldName([...under, ...path]), message }]);
  };
  const drafts = produced.map((event, index) => {
    try {
      return producedDraft(event);
    } catch (error) {
      if (error instanceof RecordRefused) return refuse(index, error);
      throw error;
    }
  });
  const origin = { reportId, report, ledger: context.ledger };
  const [first] = claimEvents(origin, drafts, { name: 'producer', version: '1' }).refused;
  if (first) refuse(first.at, first.reason);
}

/** @throws Problem 422 */
export function admitWithdrawal(value: unknown, of: string, ledger: string): Admitted {
  const withdrawal = parsed(withdrawalSchema, value, []);
  const id = withdrawalIdOf({ of, ...withdrawal });
  const record: Unstamped = {
    id,
    source: ledger,
    type: 'WithdrawalReceived',
    subject: `report/${of}`,
    correlationid: id,
    causationid: of,
    data: { of, ...withdrawal },
  };
  return admitted(of, record, of);
}

/** The id of a review is the id of the event that it becomes. @throws Problem 422 */
export function admitReview(value: unknown, ledger: string): Admitted & { of: string; replacedBy?: string } {
  const review = parsed(reviewSchema, value, []);
  const replacedBy = review.type === 'ClaimCorrected' ? review.replacedBy : undefined;
  const id = reviewIdOf({
    type: review.type,
    of: review.of,
    by: review.by.id,
    reason: review.reason,
    replacedBy: replacedBy ?? null,
  });
  const record = admitted(id, {
    id,
    source: ledger,
    type: 'ReviewReceived',
    subject: `event/${review.of}`,
    correlationid: id,
    causationid: id,
    data: { review },
  });
  return { ...record, of: review.of, ...(replacedBy ? { replacedBy } : {}) };
}

/** The ids of the events that it becomes follow from its own. @throws Problem 422 naming each field */
export function admitJudgement(
  value: unknown,
  ledger: string,
  at: readonly PropertyKey[] = [],
): Admitted & { readonly eventIds: readonly string[] } {
  const judgement = parsed(judgementSchema, value, at);
  const id = judgementIdOf(judgement);
  const record = admitted(id, {
    id,
    source: ledger,
    type: 'JudgementReceived',
    subject: `judgement/${id}`,
    correlationid: id,
    causationid: id,
    data: { judgement },
  });
  return { ...record, eventIds: judgedSides(judgement).map((side) => judgementEventId(id, side)) };
}

/** Names many ids at once, for a position that would be too long for a URL. */
export function batchOf(ids: readonly string[], ledger: string): Admitted {
  const id = batchIdOf(ids);
  return admitted(id, {
    id,
    source: ledger,
    type: 'BatchReceived',
    subject: `batch/${id}`,
    correlationid: id,
    causationid: id,
    data: { ids: [...ids] },
  });
}

/** @param key records with one key keep their order: a report's is its id, and a withdrawal of it takes the same */
function admitted(key: string, record: Unstamped, needs?: string): Admitted {
  const print = writeRecord(record);
  return { id: record.id, bytes: print(0n).length, needs, draft: { topic: 'reports', key, print } };
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown, at: readonly PropertyKey[]): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(fieldErrors(result.error.issues, at));
}
