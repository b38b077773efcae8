import { canonicalJson, sha256Hex } from './canonical.js';
import type { ClaimFields, Evidence } from './claim.js';
import { EVENT_BYTES_MAX, parseJson, readEvent, readSubmission, RecordRefused } from './envelope.js';
import type { LedgerEvent, Submission } from './envelope.js';
import { EVENTS, isClaimType, isReviewType, type DataOf } from './events/index.js';
import {
  batchIdOf,
  claimIdOf,
  readingAgainIdOf,
  receiptIdOf,
  reextractionIdOf,
  reviewCopyIdOf,
  reviewIdOf,
  revisionIdOf,
  takingBackIdOf,
  withdrawalIdOf,
  withdrawnIdOf,
} from './ids.js';
import { judgementEventId } from './judging.js';
import { digestOfIds } from './recording.js';
import { idOfReport } from './report.js';

/**
 * What a record of the log can be held to by anybody who has its bytes, and those of the report that it is about: nothing
 * here asks a database. `schema` is shape, canonical form and attributes; `id` an id that does not follow from what the
 * record says; `quote` a passage that does not stand in the report; `report` a receipt that is not of this report.
 */
export interface Breach {
  readonly kind: 'schema' | 'id' | 'quote' | 'report';
  /** Which part of the record, such as `data.evidence.0.quote`; empty for the record as a whole. */
  readonly field: string;
  /** What is wrong with it, to be read after the field. */
  readonly says: string;
}

/** Where the log has a record, as far as whoever checks it knows: what is left out is not looked at. */
export interface Held {
  /** The record's key in the log. */
  readonly key?: string | undefined;
  /** The ledger, as the `source` of its records. */
  readonly ledger?: string | undefined;
}

export interface Checked<Read> {
  /** The record; undefined where it can't be read. */
  readonly record?: Read;
  readonly breaches: readonly Breach[];
}

/** Shape, canonical form, subject, key, ledger and id of an event, from the value of its record in `events`. */
export function checkEvent(value: Uint8Array, held: Held = {}): Checked<LedgerEvent> {
  return checked(value, readEvent, (event, json) => [
    ...(value.length > EVENT_BYTES_MAX
      ? [schema('', `has ${value.length} bytes; the most is ${EVENT_BYTES_MAX}`)]
      : []),
    ...attributeBreaches(event, held, event.subject),
    ...subjectBreaches(event),
    // As they were written: an id is that of what was said then, whatever a newer version adds to it.
    ...idBreaches(event, (json as { data: Record<string, unknown> }).data),
  ]);
}

/** The same of a record of `reports`. The ids of acts of the house are drawn and follow from nothing. */
export function checkSubmission(value: Uint8Array, held: Held = {}): Checked<Submission> {
  return checked(value, readSubmission, (submission) => {
    const id = submissionIdOf(submission);
    const wrongId = id === undefined || id === submission.id ? [] : [wrong('id', 'id', submission.id, id)];
    return [...attributeBreaches(submission, held, keyOf(submission)), ...wrongId];
  });
}

/**
 * Does each passage stand in the report, to the unit, and split no pair? Evidence of other reports is passed over.
 * @param report with its body as `reports` has it
 */
export function checkQuotes(event: LedgerEvent, report: { id: string; body?: string | undefined }): Breach[] {
  if (!isClaimType(event.type)) return [];
  const { evidence } = event.data as ClaimFields;
  return evidence.flatMap((one, at) => {
    const says = one.reportId === report.id ? quoteFault(one, report.body ?? '') : undefined;
    return says === undefined ? [] : [{ kind: 'quote', field: `data.evidence.${at}.quote`, says } as const];
  });
}

/** What is wrong with a quote of a body; undefined where it stands there. Offsets are UTF-16 units. */
export function quoteFault({ start, end, quote }: Pick<Evidence, 'start' | 'end' | 'quote'>, body: string) {
  if (start > end || end > body.length) return `is of ${start} to ${end}, and the body has ${body.length} units`;
  const found = body.slice(start, end);
  if (found !== quote)
    return `is not what the report has from ${start} to ${end}: “${found.slice(0, 80).toWellFormed()}”`;
  return found.isWellFormed() ? undefined : `splits a pair of UTF-16 units at ${start} or ${end}`;
}

/** What a receipt can be compared with. */
export interface Received {
  /** SHA-256 in hex of the value of the report's record in `reports`: of the first with this id. */
  readonly recordSha256: string;
  /** SHA-256 in hex of the body's UTF-8, null where there is none. */
  readonly bodySha256: string | null;
  /** Ids of all other events that the report caused, in any order; left out where they are not all known. */
  readonly eventIds?: readonly string[];
}

export function checkReceipt(receipt: DataOf<'ReportRecorded'>, { recordSha256, bodySha256, eventIds }: Received) {
  const breaches: Breach[] = [];
  const compare = (field: keyof typeof receipt, is: unknown, should: unknown): void => {
    if (is !== should) breaches.push(wrong('report', `data.${field}`, String(is), String(should)));
  };
  compare('recordSha256', receipt.recordSha256, recordSha256);
  compare('bodySha256', receipt.bodySha256, bodySha256);
  if (!eventIds) return breaches;
  compare('events', receipt.events, eventIds.length);
  if (receipt.events === eventIds.length) compare('eventsDigest', receipt.eventsDigest, digestOfIds(eventIds));
  return breaches;
}

/** What a receipt of this record says of it. @param value of the record in `reports` */
export const receivedOf = (value: Uint8Array, body: string | undefined): Omit<Received, 'eventIds'> => ({
  recordSha256: sha256Hex(value),
  bodySha256: body === undefined ? null : sha256Hex(body),
});

const schema = (field: string, says: string): Breach => ({ kind: 'schema', field, says });
const wrong = (kind: Breach['kind'], field: string, is: string, should: string): Breach => ({
  kind,
  field,
  says: `is ${is} and should be ${should}`,
});

function checked<Read>(
  value: Uint8Array,
  read: (value: Uint8Array) => Read,
  more: (record: Read, json: unknown) => Breach[],
): Checked<Read> {
  let record: Read;
  try {
    record = read(value);
  } catch (error) {
    if (!(error instanceof RecordRefused)) throw error;
    return { breaches: [schema(error.path.join('.'), error.message)] };
  }
  const json = parseJson(value);
  const spelled = isCanonical(json, value) ? [] : [schema('', 'is not in canonical form (RFC 8785)')];
  return { record, breaches: [...spelled, ...more(record, json)] };
}

/**
 * RFC 8785. What JSON.stringify prints of sorted names is canonical but for names that look like numbers, which it puts
 * first: only then the form is printed by the book, at ten times the cost.
 */
function isCanonical(json: unknown, value: Uint8Array): boolean {
  const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString();
  if (text.isWellFormed() && JSON.stringify(json) === text && hasSortedNames(json)) return true;
  try {
    return canonicalJson(json) === text;
  } catch (error) {
    // A lone surrogate has no canonical form at all.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function hasSortedNames(json: unknown): boolean {
  if (typeof json === 'string') return json.isWellFormed();
  if (typeof json !== 'object' || json === null) return true;
  if (Array.isArray(json)) return json.every(hasSortedNames);
  const names = Object.keys(json);
  return names.every((name, at) => at === 0 || names[at - 1]! < name) && Object.values(json).every(hasSortedNames);
}

function attributeBreaches(record: LedgerEvent | Submission, { key, ledger }: Held, own: string | undefined): Breach[] {
  const breaches: Breach[] = [];
  if (ledger !== undefined && record.source !== ledger) breaches.push(wrong('schema', 'source', record.source, ledger));
  if (key !== undefined && own !== undefined && key !== own)
    breaches.push(schema('subject', `belongs under the key ${own} and lies under ${key.slice(0, 200)}`));
  return breaches;
}

function subjectBreaches({ type, subject, data }: LedgerEvent): Breach[] {
  const should = (EVENTS[type].subject as (data: unknown) => string)(data);
  return subject === should ? [] : [wrong('schema', 'subject', subject, should)];
}

function idBreaches(event: LedgerEvent, written: Record<string, unknown>): Breach[] {
  try {
    const ids = eventIdsOf(event, written);
    return ids.includes(event.id) ? [] : [wrong('id', 'id', event.id, ids[0]!)];
  } catch (error) {
    // An id is that of a canonical form, and a lone surrogate has none.
    if (!(error instanceof TypeError)) throw error;
    return [{ kind: 'id', field: 'id', says: `follows from nothing: ${error.message}` }];
  }
}

/** The ids that an event which says this can have: more than one where several doors lead to it. */
function eventIdsOf({ type, subject, correlationid, data }: LedgerEvent, written: Record<string, unknown>): string[] {
  if (isClaimType(type)) {
    const { confidence: _c, evidence: _e, extractor, ...claimed } = written as Record<string, unknown> & ClaimFields;
    return [claimIdOf({ reportId: correlationid, extractor: extractor.name, type, subject, claim: claimed })];
  }
  if (isReviewType(type)) return reviewIdsOf(type, correlationid, data as DataOf<'ClaimCorrected'>);
  switch (type) {
    case 'ReportRecorded':
      return [receiptIdOf(data.reportId)];
    case 'ReportRevised':
      return [revisionIdOf({ of: data.of, revision: data.revision })];
    case 'ReportWithdrawn':
      return [withdrawnIdOf(correlationid)];
    case 'IdentityJudged':
      return [judgementEventId(correlationid, data.side)];
    default:
      return [correlationid];
  }
}

/** An analyst's act, a copy of one under another subject, what a source takes back, and what a reading again turns. */
function reviewIdsOf(type: string, correlationid: string, act: DataOf<'ClaimCorrected'>): string[] {
  const { of, by, reason, replacedBy = null } = act as Omit<typeof act, 'replacedBy'> & { replacedBy?: string | null };
  return [
    reviewIdOf({ type, of, by: by.id, reason, replacedBy }),
    reviewCopyIdOf({ review: correlationid, of }),
    takingBackIdOf({ of, by: by.id, reason }),
    readingAgainIdOf(of),
  ];
}

function submissionIdOf({ type, data }: Submission): string | undefined {
  switch (type) {
    case 'ReportReceived':
      return idOfReport(data);
    case 'WithdrawalReceived':
      return withdrawalIdOf(data);
    case 'ReviewReceived': {
      const { by, ...review } = data.review;
      const replacedBy = review.type === 'ClaimCorrected' ? review.replacedBy : null;
      return reviewIdOf({ type: review.type, of: review.of, by: by.id, reason: review.reason, replacedBy });
    }
    case 'ReextractionReceived':
      return reextractionIdOf({ run: data.run, of: data.of });
    case 'BatchReceived':
      return batchIdOf(data.ids);
    case 'JudgementReceived':
    case 'HouseActReceived':
      return undefined;
  }
}

/** The key under which a submission lies in `reports`; what is about a report lies under that report's. */
function keyOf({ type, id, subject, data }: Submission): string | undefined {
  if (type === 'WithdrawalReceived' || type === 'ReextractionReceived') return data.of;
  if (type === 'HouseActReceived') return subject;
  return id;
}
