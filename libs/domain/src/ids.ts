import { v5 as uuidv5 } from 'uuid';
import { canonicalJson } from './canonical.js';

/**
 * Ids are UUIDv5 (RFC 9562, section 5.5) of the canonical JSON of what makes a thing that thing, so that a retry, another door
 * or a replay gives the same id. The namespace is itself the v5 id of the project's name under RFC 9562's URL
 * namespace.
 */
const NAMESPACE = uuidv5('urn:clemency', uuidv5.URL);

export const idOf = (kind: string, parts: Record<string, unknown>): string =>
  uuidv5(canonicalJson({ kind, ...parts }), NAMESPACE);

export const reportIdOf = (report: { sourceId: string; uri?: string | undefined; bodySha256: string }): string =>
  idOf('report', report);

/*
 * What the id of each record of the log is made of. Whoever writes one and whoever verifies it use the same, so that they
 * can't drift apart; that an id never changes is what the examples and the tests of old records hold them to.
 */

/** A claim's, of what it says: the passages and the extractor's version and confidence are no part of it. */
export const claimIdOf = (claim: {
  reportId: string;
  extractor: string;
  type: string;
  subject: string;
  claim: Record<string, unknown>;
}): string => idOf('claim', claim);

/** The receipt's of a report. */
export const receiptIdOf = (reportId: string): string => idOf('receipt', { reportId });

/** The act's by which a newer version replaces a report. */
export const revisionIdOf = (revision: { of: string; revision: string }): string => idOf('revision', revision);

/** A withdrawal's, as it came in. */
export const withdrawalIdOf = (withdrawal: { of: string }): string => idOf('withdrawal', { ...withdrawal });

/** That of the act which a withdrawal becomes. */
export const withdrawnIdOf = (withdrawal: string): string => idOf('withdrawn', { withdrawal });

/** A review's, as it came in and as the event that it becomes. @param by the analyst's id */
export const reviewIdOf = (review: {
  type: string;
  of: string;
  by: string;
  reason: string;
  replacedBy: string | null;
}): string => idOf('review', review);

/** A review's of something that has copies under other subjects: `of` is the copy. */
export const reviewCopyIdOf = (copy: { review: string; of: string }): string => idOf('copy of a review', copy);

/** That of the act by which a source takes a claim back. @param by the source's id */
export const takingBackIdOf = (act: { of: string; by: string; reason: string }): string => idOf('taking back', act);

/** That of the act by which a later reading turns a claim, or an earlier such act, off. */
export const readingAgainIdOf = (of: string): string => idOf('reading again', { of });

/** That of the order to read a report again. */
export const reextractionIdOf = (order: { run: string; of: string }): string => idOf('reextraction', order);

/** That of a name for many ids. */
export const batchIdOf = (ids: readonly string[]): string => idOf('batch', { ids });

/** That of the act by which keys follow others: whoever tells of it twice tells of one act. @param keys printed */
export const rotationIdOf = (rotation: { ledger: string; keys: readonly string[] }): string =>
  idOf('rotation of keys', { ...rotation });
