import { z } from 'zod';
import { canonicalJson, sha256Hex } from './canonical.js';
import { actorSchema } from './events/house.js';
import { reviewEvents } from './events/review.js';
import { reportIdOf } from './ids.js';
import { languageTag, phrase, uuid, wellFormedText } from './text.js';

/** The largest body, in bytes of UTF-8. */
export const BODY_BYTES_MAX = 1024 * 1024;
/** The most events that one report yields. */
export const EVENTS_MAX = 1000;

export const sourceSchema = z.strictObject({
  id: phrase(200),
  name: phrase(200),
  kind: phrase(50),
});

/**
 * A claim as a structured producer states it: type and data; id, subject, evidence and times are given by the house.
 * `key`, such as `#group`, lets another event of the same report refer to this one where an event id is asked for.
 */
export const producedEventSchema = z.strictObject({
  type: phrase(60),
  key: z
    .string()
    .regex(/^#[a-z0-9-]{1,30}$/)
    .optional(),
  // What the type's schema will say of it comes later; a report must have a canonical form before it has an id.
  data: z
    .record(z.string(), z.unknown())
    .refine(hasCanonicalForm, 'holds a lone surrogate, a number too large for JSON or too deep a nesting'),
});
export type ProducedEvent = z.infer<typeof producedEventSchema>;

const instant = z.iso.datetime({ offset: true });

function hasCanonicalForm(value: unknown): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** A report as a producer sends it, and as `reports` keeps it. */
export const reportSchema = z
  .strictObject({
    source: sourceSchema,
    uri: wellFormedText
      .max(2000)
      .refine((uri) => URL.canParse(uri) && !/[\s\p{Cc}]/u.test(uri), 'is no absolute URI')
      .optional(),
    title: phrase(1000).optional(),
    body: wellFormedText.refine((body) => body.trim() !== '', 'is empty').optional(),
    lang: languageTag.optional(),
    publishedAt: z.union([instant, z.iso.date()], 'is neither a date nor an RFC 3339 instant').optional(),
    retrievedAt: instant.optional(),
    credit: phrase(200).optional(),
    revises: uuid.optional(),
    events: z.array(producedEventSchema).min(1).max(EVENTS_MAX).optional(),
  })
  .refine((report) => report.body !== undefined || report.events !== undefined, {
    path: ['body'],
    message: 'is missing; only a report with `events` may come without a body',
  });
export type Report = z.infer<typeof reportSchema>;

/**
 * The same report has the same id wherever it enters: source, address and content, and nothing else, decide it. Its content
 * is the body, and where its source says itself what it claims, these events too.
 */
export function idOfReport({ source, uri, body, events }: Pick<Report, 'source' | 'uri' | 'body' | 'events'>): string {
  const content = events ? canonicalJson({ body: body ?? null, events }) : (body ?? '');
  return reportIdOf({ sourceId: source.id, uri, bodySha256: sha256Hex(content) });
}

export const withdrawalSchema = z.strictObject({ by: actorSchema, reason: phrase(1000) });

const { ClaimConfirmed, ClaimRejected, ClaimCorrected, ClaimRetracted } = reviewEvents;

/** A review as an analyst or a source sends it. Its type decides whether `replacedBy` belongs to it. */
export const reviewSchema = z.discriminatedUnion('type', [
  ClaimConfirmed.data.omit({ ofSubject: true }).extend({ type: z.literal('ClaimConfirmed') }),
  ClaimRejected.data.omit({ ofSubject: true }).extend({ type: z.literal('ClaimRejected') }),
  ClaimCorrected.data.omit({ ofSubject: true }).extend({ type: z.literal('ClaimCorrected') }),
  ClaimRetracted.data.omit({ ofSubject: true }).extend({ type: z.literal('ClaimRetracted') }),
]);
export type Review = z.infer<typeof reviewSchema>;
