import { rereadEvent, type ClaimType, type Instant } from '#domain';
import type { KnownClaim } from '../engine/model.js';
import { isReview, Reviews } from '../engine/standing.js';
import type { Snapshot } from './reader.js';

/** Which claims are asked for: these events, or those of these types under these subjects or of these authorities. */
export interface Wanted {
  readonly ids?: readonly string[];
  readonly subjects?: readonly string[];
  readonly authorities?: readonly string[];
  readonly types?: readonly (ClaimType | 'IdentityJudged')[];
}

/** The most claims that are read for one answer: the newest. */
const CLAIMS_MAX = 1000;

/**
 * Claims that stand at an instant, whichever rows rest on them, in the log's order: an answer is put together from what
 * other subjects tell as well. Reviews are followed to the end, since a review may be about a review.
 */
export async function standingClaims(
  { ask }: Snapshot,
  { ids = [], subjects = [], authorities = [], types = [] }: Wanted,
  knownAt: Instant,
): Promise<KnownClaim[]> {
  if (ids.length === 0 && (subjects.length + authorities.length === 0 || types.length === 0)) return [];
  const rows = await ask<{ known: string; value: string }>(
    `with recursive claim as (
       select event_id, known from (
         select event_id, known from event where event_id = any($1::uuid[])
         union select event_id, known from event where subject = any($2::text[]) and type = any($3::text[])
         union select event_id, known from event where starts_with(subject, 'sanction/')
           and split_part(subject, '/', 2) = any($6::text[]) and type = any($3::text[])
       ) as told where known <= $4 order by known desc limit $5
     ), review as (
       select event.event_id, event.known from event
       join claim on event.of_event = claim.event_id where event.known <= $4
       union
       select event.event_id, event.known from event
       join review on event.of_event = review.event_id where event.known <= $4
     )
     select event.known, convert_from(value, 'UTF8') as value
     from (select event_id from claim union all select event_id from review) as told join event using (event_id)
     order by event.known`,
    [ids, subjects, types, String(knownAt), CLAIMS_MAX, authorities.map((authority) => authority.toLowerCase())],
  );
  const reviews = new Reviews();
  const claims: KnownClaim[] = [];
  for (const { known, value } of rows) {
    const event = rereadEvent(value);
    if (isReview(event)) reviews.add(event);
    else claims.push({ event: event as KnownClaim['event'], known: BigInt(known), confirmed: false });
  }
  return claims.flatMap((claim) => {
    const standing = reviews.of(claim.event.id);
    return standing === 'out' ? [] : [{ ...claim, confirmed: standing === 'confirmed' }];
  });
}
