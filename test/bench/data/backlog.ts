import {
  claimEvents,
  digestOfIds,
  idOf,
  producedDraft,
  sha256Hex,
  writeRecord,
  type ClaimType,
  type EventType,
  type Unstamped,
} from '#domain';
import type { Draft } from '#log';
import { dice, type Dice } from './random.js';
import { SEED, structuredReport, type SampleReport } from './reports.js';

/** Of a hundred events, about three are an analyst's or a source's word on an earlier one. */
const REVIEWED = 0.12;
const REMEMBERED = 400;
export const PRODUCER = { name: 'producer', version: '1' };

/**
 * The events of one report after the other, each with its receipt, some with a review of an earlier claim: valid ones,
 * since they come out of the same doors as the recorder's. Endless.
 */
export function* backlog(ledger: string, seed = SEED): Generator<Draft> {
  const roll = dice(seed, 17);
  const earlier: Unstamped<ClaimType>[] = [];
  for (let number = 0; ; number += 1) {
    const sample = structuredReport(number, seed);
    const claims = claimsOf(sample, ledger);
    const events: Unstamped[] = [...claims, receiptOf(sample, claims, ledger)];
    if (earlier.length > 0 && roll.chance(REVIEWED)) events.push(reviewOf(earlier[roll.below(earlier.length)]!, roll));
    for (const event of events) yield { key: event.subject, print: writeRecord(event) };
    earlier.push(...claims);
    if (earlier.length > REMEMBERED) earlier.splice(0, earlier.length - REMEMBERED);
  }
}

export function claimsOf({ id, report }: SampleReport, ledger: string): Unstamped<ClaimType>[] {
  const drafts = report.events!.map(producedDraft);
  const { events, refused } = claimEvents({ reportId: id, report, ledger }, drafts, PRODUCER);
  if (refused.length > 0) throw new Error(`The sample report ${id} is no good: ${refused[0]!.reason.message}`);
  return events;
}

function receiptOf({ id, report }: SampleReport, claims: readonly Unstamped[], ledger: string): Unstamped {
  const ids = claims.map((claim) => claim.id);
  return {
    id: idOf('receipt', { of: id }),
    source: ledger,
    type: 'ReportRecorded',
    subject: `report/${id}`,
    correlationid: id,
    causationid: id,
    data: {
      reportId: id,
      recordSha256: sha256Hex(id),
      bodySha256: sha256Hex(report.body ?? ''),
      events: ids.length,
      eventsDigest: digestOfIds(ids),
      extractor: PRODUCER,
    },
  };
}

function reviewOf(claim: Unstamped<ClaimType>, roll: Dice): Unstamped<EventType> {
  const by = { id: `analyst-${roll.below(9)}`, name: 'An analyst' };
  const isConfirmed = roll.chance(0.4);
  const act = { of: claim.id, ofSubject: claim.subject, by };
  const id = idOf('bench review', { of: claim.id, by: by.id, at: roll.below(1_000_000_000) });
  const review = { id, source: claim.source, subject: claim.subject, correlationid: id, causationid: id };
  if (isConfirmed) return { ...review, type: 'ClaimConfirmed', data: { ...act, reason: 'Seen in a second source.' } };
  return { ...review, type: 'ClaimRejected', data: { ...act, reason: 'extraction_error' } };
}
