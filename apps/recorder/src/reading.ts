import {
  type ClaimDraft,
  claimEvents,
  type ClaimType,
  digestOfIds,
  type Envelope,
  extractedDraft,
  type Extractor,
  type ExtractorAnswer,
  isClaimType,
  type Origin,
  producedDraft,
  receiptIdOf,
  type Recorded,
  RecordRefused,
  type RefusedClaim,
  type Report,
  reviewCopyIdOf,
  revisionIdOf,
  sha256Hex,
  subjectOfAct,
  takeBack,
  type Unstamped,
  withdrawnIdOf,
} from '#domain';
import type { LogRecord } from '#log';

/** What a report came to: what it claims, who read it, and in a sentence why nothing or not all of it was read. */
export interface Understanding {
  readonly events: Unstamped<ClaimType>[];
  readonly extractor: Extractor;
  readonly reason?: string | undefined;
  /** The report was not read as it should be, so that what is missing here says nothing. */
  readonly unread?: boolean | undefined;
  /** Claims that were not taken. */
  readonly refused?: readonly RefusedClaim[] | undefined;
}

/** The events of one submission before anybody knows which of them the log already has. */
export interface Reading extends Understanding {
  readonly submission: Envelope<'ReportReceived'>;
  readonly record: LogRecord;
}

const PRODUCER: Extractor = { name: 'producer', version: '1' };

export const originOf = ({ id, data, source }: Envelope<'ReportReceived'>): Origin => ({
  reportId: id,
  report: data,
  ledger: source,
});

/** Has it said itself what it claims? Then nobody reads its prose. */
export const isProduced = ({ report }: Origin): boolean => report.events !== undefined || report.body === undefined;

/**
 * What a structured producer claims. It was checked at the door, but by the door's rules of that day: what today's
 * refuse is named in the receipt and blocks nothing.
 */
export const readProduced = (origin: Origin): Understanding =>
  readClaims(origin, origin.report.events ?? [], { extractor: PRODUCER, draftOf: producedDraft });

/** What another extractor says that a report claims: nothing of it is taken that the report does not say. */
export const readAnswer = (origin: Origin, { claims, extractor, reason }: ExtractorAnswer): Understanding =>
  readClaims(origin, claims, {
    extractor,
    draftOf: (claim) => extractedDraft(claim, origin.report.body ?? ''),
    reason: reason ?? (claims.length === 0 ? 'The extractor found no claim in it.' : undefined),
  });

/** Claims as somebody has them, each made a draft by itself: one that can't be taken costs no other. */
export function readClaims<Claim>(
  origin: Origin,
  claims: readonly Claim[],
  by: { extractor: Extractor; draftOf: (claim: Claim) => ClaimDraft; reason?: string | undefined },
): Understanding {
  const drafts: { at: number; draft: ClaimDraft }[] = [];
  const refused: { at: number; reason: RecordRefused }[] = [];
  for (const [at, claim] of claims.entries()) {
    try {
      drafts.push({ at, draft: by.draftOf(claim) });
    } catch (error) {
      if (!(error instanceof RecordRefused)) throw error;
      refused.push({ at, reason: error });
    }
  }
  const made = claimEvents(
    origin,
    drafts.map(({ draft }) => draft),
    by.extractor,
  );
  for (const { at, reason } of made.refused) refused.push({ at: drafts[at]!.at, reason });
  const all = refused.sort((a, b) => a.at - b.at).map(({ at, reason }) => refusedClaim(claims[at], at, reason));
  const why = [by.reason, refusals(all)].filter((text) => text !== undefined).join(' ');
  const nothing =
    made.events.length === 0 && why === '' ? 'Nothing in it is claimed in a way that is known here.' : why;
  return {
    events: made.events,
    extractor: by.extractor,
    ...(nothing === '' ? {} : { reason: nothing }),
    ...(all.length === 0 ? {} : { refused: all }),
  };
}

function refusedClaim(claim: unknown, at: number, { path, message }: RecordRefused): RefusedClaim {
  const type = (claim as { type?: unknown } | null)?.type;
  const named = typeof type === 'string' && type.trim() !== '' ? { type: clipped(type, 60) } : {};
  return { at, ...named, reason: clipped(`${path.join('.')} ${message}`.trim(), 400) };
}

/** Strangers' words in a record of ours: short, and with nothing in them that no record can hold. */
const clipped = (text: string, longest: number): string =>
  text.slice(0, longest).toWellFormed().replaceAll('\u0000', '\ufffd');

function refusals(refused: readonly RefusedClaim[]): string | undefined {
  const first = refused[0];
  return first && `${refused.length} claims were refused; the first: ${first.reason}.`;
}

/** The receipt lists so many of the claims that were refused. */
const REFUSED_LISTED = 20;

/** The receipt: this report was read, and this many events came of it. @param ids of the events that it caused */
export function receiptOf(reading: Reading, ids: readonly string[]): Unstamped<'ReportRecorded'> {
  const { submission, record, refused = [] } = reading;
  const { body } = submission.data;
  return {
    id: receiptIdOf(submission.id),
    source: submission.source,
    type: 'ReportRecorded',
    subject: `report/${submission.id}`,
    correlationid: submission.id,
    causationid: submission.id,
    data: {
      reportId: submission.id,
      recordSha256: sha256Hex(record.value),
      bodySha256: body === undefined ? null : sha256Hex(body),
      events: ids.length,
      eventsDigest: digestOfIds(ids),
      extractor: reading.extractor,
      ...(reading.reason === undefined ? {} : { reason: clipped(reading.reason, 500) }),
      ...(refused.length === 0 ? {} : { refused: { count: refused.length, first: refused.slice(0, REFUSED_LISTED) } }),
    },
  };
}

/** A revision replaces its older version: the act on that report, and one on each of the claims that it made. */
export function revisionEvents(
  revision: { id: string; source: string; of: string; report: Pick<Report, 'source'> },
  oldClaims: readonly Recorded[],
  newClaims: readonly Recorded[],
): Unstamped[] {
  const actor = { id: revision.report.source.id, name: revision.report.source.name };
  const cause = { correlationid: revision.id, causationid: revision.id, source: revision.source };
  const act: Unstamped<'ReportRevised'> = {
    ...cause,
    id: revisionIdOf({ of: revision.of, revision: revision.id }),
    type: 'ReportRevised',
    subject: `report/${revision.of}`,
    data: { of: revision.of, by: actor, reason: 'The source sent a newer version.', revision: revision.id },
  };
  const by = { actor, reason: 'source_correction', cause: revision.id, ledger: revision.source } as const;
  return [act, ...takeBack(oldClaims.filter(isClaim), by, newClaims.filter(isClaim))];
}

export function withdrawalEvents(
  withdrawal: Envelope<'WithdrawalReceived'>,
  claims: readonly Recorded[],
): { retractions: Unstamped[]; close: (retracted: number) => Unstamped<'ReportWithdrawn'> } {
  const { id, source, data } = withdrawal;
  const by = { actor: data.by, reason: 'source_retraction', cause: id, ledger: source } as const;
  const close = (retracted: number): Unstamped<'ReportWithdrawn'> => ({
    id: withdrawnIdOf(id),
    source,
    type: 'ReportWithdrawn',
    subject: `report/${data.of}`,
    correlationid: id,
    causationid: id,
    data: { ...data, retracted },
  });
  return { retractions: takeBack(claims.filter(isClaim), by), close };
}

/**
 * A review, under the subject of what it is about; where that has copies under other subjects, it has one for each.
 * @param of the event that the review names, and its copies
 */
export function reviewEvents(submission: Envelope<'ReviewReceived'>, of: readonly Recorded[]): Unstamped[] {
  const { type, ...review } = submission.data.review;
  return of.map(({ id, subject }) => ({
    id: id === review.of ? submission.id : reviewCopyIdOf({ review: submission.id, of: id }),
    source: submission.source,
    type,
    subject,
    correlationid: submission.id,
    causationid: submission.id,
    data: { ...review, of: id, ofSubject: subject },
  }));
}

/** An act of the house is an event as it came; its id is the submission's, so that its position finds it. */
export function houseEvent({ id, source, data }: Envelope<'HouseActReceived'>): Unstamped {
  const { type, ...act } = data.act;
  return { id, source, type, subject: subjectOfAct(data.act), correlationid: id, causationid: id, data: act };
}

const isClaim = ({ type }: Recorded): boolean => isClaimType(type);
