import { rereadEvent, type Envelope, type Instant } from '#domain';
import { FOREVER, type KnownClaim } from '../engine/model.js';
import type { ReviewEvent } from '../engine/standing.js';
import type { Snapshot } from '../store/reader.js';
import type { Unreviewed } from './parts.js';
import { rankOf } from './rank.js';

/** What the queue is asked for. */
export interface QueueAsked {
  readonly knownAt: Instant;
  readonly type?: string | undefined;
  readonly country?: string | undefined;
}

/** A place in the queue of what nobody has reviewed: by the claim's own points, then by id. */
export interface QueuePlace {
  readonly priority: number;
  readonly event: string;
}

export interface Waiting extends Unreviewed {
  readonly at: QueuePlace;
}

/**
 * Claims that stood at an instant and that nobody had reviewed then, the ones with the most points of their own first.
 * Those that are still so are read from the head of an index that holds no others; those that were reviewed or ended
 * since are added, so an instant long ago costs what has changed since.
 */
export async function waitingClaims(
  { runner }: Snapshot,
  { knownAt, type, country }: QueueAsked,
  { limit, after }: { limit: number; after: QueuePlace | undefined },
): Promise<Waiting[]> {
  const asked = `not confirmed and claim_type <> 'IdentityJudged' and known_from <= $1
    and ($2::text is null or claim_type = $2) and ($3::text is null or claim_country = $3)
    and ($4::smallint is null or priority < $4 or (priority = $4 and event_id > $5))`;
  const order = 'order by priority desc, event_id';
  const rows = (await runner.query(
    `select basis.id, event_id, priority, value from (
       (select id, event_id, priority from basis where known_to = ${FOREVER} and ${asked} ${order} limit $6)
       union all
       (select id, event_id, priority from basis where known_to < ${FOREVER} and known_to > $1 and ${asked} ${order} limit $6)
     ) as basis join event using (event_id) ${order} limit $6`,
    [String(knownAt), type ?? null, country ?? null, after?.priority ?? null, after?.event ?? null, limit],
  )) as { id: string; event_id: string; priority: number; value: Buffer }[];
  return rows.map(({ id, event_id: event, priority, value }) => ({
    event: rereadEvent(value) as KnownClaim['event'],
    row: id,
    at: { priority, event },
  }));
}

/** A claim that a person reviewed and somebody else took back later, with both acts. */
export interface ReviewUndone {
  readonly event: KnownClaim['event'];
  readonly retraction: Envelope<'ClaimRetracted'>;
  /** The last one before it. */
  readonly review: ReviewEvent;
}

/**
 * Reviews that came to nothing because what they are about was taken back by somebody else: a reading that no longer makes
 * the claim, a source. Each stays until somebody reviews the claim or the retraction again, or it is itself taken back.
 */
export async function reviewsUndone(
  { runner }: Snapshot,
  { knownAt, type, country }: QueueAsked,
): Promise<ReviewUndone[]> {
  const rows = (await runner.query(
    `select claim.value as claim, act.value as retraction, review.value as review
     from event as act
     join event as claim on claim.event_id = act.of_event
     cross join lateral (
       select value from event where of_event = act.of_event and known < act.known
         and type in ('ClaimConfirmed', 'ClaimRejected', 'ClaimCorrected') order by known desc limit 1
     ) as review
     where act.type = 'ClaimRetracted' and act.known <= $1
       and ($2::text is null or claim.type = $2)
       and not exists (
         select from event as later where later.of_event in (act.of_event, act.event_id)
           and later.known > act.known and later.known <= $1
       )
     order by act.known desc, act.event_id`,
    [String(knownAt), type ?? null],
  )) as { claim: Buffer; retraction: Buffer; review: Buffer }[];
  const found = rows.map(({ claim, retraction, review }) => ({
    event: rereadEvent(claim) as KnownClaim['event'],
    retraction: rereadEvent(retraction) as Envelope<'ClaimRetracted'>,
    review: rereadEvent(review) as ReviewEvent,
  }));
  return found.filter(
    ({ event, retraction, review }) =>
      review.data.by.id !== retraction.data.by.id && (country === undefined || rankOf(event).country === country),
  );
}
