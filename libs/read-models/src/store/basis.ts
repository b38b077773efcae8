import { rereadEvent, type Instant } from '#domain';
import type { KnownClaim } from '../engine/model.js';
import type { Snapshot } from './reader.js';

/** The most claims of a row that an answer is composed of: the newest; `/v1/events?subject=` has all of them. */
export const CLAIMS_MAX = 1000;

/** The claims on which rows rest, as known at an instant, by row id and each list in the log's order; at most so many each. */
export async function claimsOf(
  { ask }: Snapshot,
  ids: readonly string[],
  knownAt: Instant,
  most = CLAIMS_MAX,
): Promise<Map<string, KnownClaim[]>> {
  if (ids.length === 0) return new Map();
  const rows = await ask<{ id: string; confirmed: boolean; known: string; value: string }>(
    `select rests.id, rests.confirmed, event.known, convert_from(event.value, 'UTF8') as value
     from unnest($1::uuid[]) as row (id)
     cross join lateral (
       select id, event_id, confirmed from basis
       where basis.id = row.id and known_from <= $2 and known_to > $2 order by known_from desc limit $3
     ) as rests
     join event using (event_id)
     order by event.known`,
    [[...new Set(ids)], String(knownAt), most],
  );
  const claims = new Map<string, KnownClaim[]>(ids.map((id) => [id, []]));
  for (const { id, confirmed, known, value } of rows) {
    claims.get(id)!.push({ event: rereadEvent(value) as KnownClaim['event'], known: BigInt(known), confirmed });
  }
  return claims;
}
