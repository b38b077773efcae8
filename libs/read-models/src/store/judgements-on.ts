import { mentionIds, type Instant } from '#domain';
import type { KnownClaim, Slice } from '../engine/model.js';
import type { JudgementEvent } from '../prisoner/judgements.js';
import type { PrisonerSlice } from '../prisoner/row.js';
import type { Snapshot } from './reader.js';
import { standingClaims } from './standing-claims.js';

/** What was judged of a person, and who judged so; `event` is the id by which it is reviewed or taken back. */
export interface JudgementOn extends Pick<JudgementEvent['data'], 'judgement' | 'left' | 'right' | 'because' | 'by'> {
  readonly event: string;
  readonly recorded: string;
}

/** The judgements that stand at an instant on somebody by one of the names of a row, each once, the first one first. */
export async function judgementsOn(
  snapshot: Snapshot,
  row: Slice & { readonly subject: string },
  claims: readonly KnownClaim[],
  knownAt: Instant,
): Promise<JudgementOn[]> {
  const subjects = [...new Set([row.subject, ...claims.map(({ event }) => event.subject)])];
  const standing = await standingClaims(snapshot, { subjects, types: ['IdentityJudged'] }, knownAt);
  const ids = new Set((row as unknown as PrisonerSlice).keys.split(' '));
  const found = new Map<string, JudgementOn>();
  for (const { id, correlationid, recordedtime, data } of standing.map(
    ({ event }) => event as unknown as JudgementEvent,
  )) {
    if (
      found.has(correlationid) ||
      ![data.left, data.right].some((side) => mentionIds(side).some((one) => ids.has(one)))
    )
      continue;
    const { judgement, left, right, because, by } = data;
    found.set(correlationid, { event: id, recorded: recordedtime, judgement, left, right, because, by });
  }
  return [...found.values()];
}
