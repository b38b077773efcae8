import {
  claimEvents,
  digestOfIds,
  idOf,
  isClaimType,
  producedDraft,
  RecordRefused,
  sha256Hex,
  subjectOfAct,
  takeBack,
  type ClaimDraft,
  type ClaimType,
  type Envelope,
  type Extractor,
  type Origin,
  type ProducedEvent,
  type Recorded,
  type Report,
  type Unstamped,
} from '#domain';
import { extract } from '#extraction';
import type { LogRecord } from '#log';

/** What a report came to: what it claims, who read it, and in a sentence why nothing or not all of it was read. */
export interface Understanding {
  readonly events: Unstamped<ClaimType>[];
  readonly extractor: Extractor;
  readonly reason?: string | undefined;
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
export function readProduced(origin: Origin): Understanding {
  const { drafts, refused } = draftsOf(origin.report.events ?? []);
  const produced = claimEvents(origin, drafts, PRODUCER);
  return { events: produced.events, extractor: PRODUCER, reason: refusals([...refused, ...produced.refused]) };
}

/** What a report's prose claims. A pure function, and work for the processor: it runs in a thread of its own. */
export function readProse(origin: Origin): Understanding {
  const { drafts, extractor, reason } = extract(origin.report);
  const { events, refused } = claimEvents(origin, drafts, extractor);
  const why = [reason, refusals(refused)].filter((text) => text !== undefined).join(' ');
  const nothing = events.length === 0 && why === '' ? 'Nothing in it is claimed in a way that is known here.' : why;
  return { events, extractor, reason: nothing === '' ? undefined : nothing };
}

function draftsOf(events: readonly ProducedEvent[]): { drafts: ClaimDraft[]; refused: { reason: RecordRefused }[] } {
  const drafts: ClaimDraft[] = [];
  const refused: { reason: RecordRefused }[] = [];
  for (const event of events) {
    try {
      drafts.push(producedDraft(event));
    } catch (error) {
      if (!(error instanceof RecordRefused)) throw error;
      refused.push({ reason: error });
    }
  }
  return { drafts, refused };
}

function refusals(refused: readonly { reason: RecordRefused }[]): string | undefined {
  const first = refused[0];
  if (!first) return undefined;
  return `${refused.length} claims were refused; the first: ${first.reason.path.join('.')} ${first.reason.message}.`;
}

/** The receipt: this report was read, and this many events came of it. @param ids of the events that it caused */
export function receiptOf(reading: Reading, ids: readonly string[]): Unstamped<'ReportRecorded'> {
  const { submission, record } = reading;
  const { body } = submission.data;
  return {
    id: idOf('receipt', { reportId: submission.id }),
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
      ...(reading.reason === undefined ? {} : { reason: reading.reason.slice(0, 500).toWellFormed() }),
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
    id: idOf('revision', { of: revision.of, revision: revision.id }),
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
    id: idOf('withdrawn', { withdrawal: id }),
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
    id: id === review.of ? submission.id : idOf('copy of a review', { review: submission.id, of: id }),
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
