import { readEvent, type Instant } from '#domain';
import type { KnownClaim } from '../engine/model.js';
import type { Snapshot } from './reader.js';

/** The most claims of a row that an answer is composed of: the newest; `/v1/events?subject=` has all of them. */
export const CLAIMS_MAX = 1000;

/** The claims on which rows rest, as known at an instant, by row id and each list in the log's order; at most so many each. */
export async function claimsOf(
  { runner }: Snapshot,
  ids: readonly string[],
  knownAt: Instant,
  most = CLAIMS_MAX,
): Promise<Map<string, KnownClaim[]>> {
  const rows = (await runner.query(
    `select rests.id, rests.confirmed, event.known, event.value
     from unnest($1::uuid[]) as row (id)
     cross join lateral (
       select id, event_id, confirmed from basis
       where basis.id = row.id and known_from <= $2 and known_to > $2 order by known_from desc limit $3
     ) as rests
     join event using (event_id)
     order by event.known`,
    [[...new Set(ids)], String(knownAt), most],
  )) as { id: string; confirmed: boolean; known: string; value: Buffer }[];
  const claims = new Map<string, KnownClaim[]>(ids.map((id) => [id, []]));
  for (const { id, confirmed, known, value } of rows) {
    claims.get(id)!.push({ event: readEvent(value) as KnownClaim['event'], known: BigInt(known), confirmed });
  }
  return claims;
}

/** The row that rested on an event at an instant, where one did: ids of rows can change, those of events never do. */
export async function rowRestingOn({ runner }: Snapshot, event: string, knownAt: Instant): Promise<string | undefined> {
  const [row] = (await runner.query('select id from basis where event_id = $1 and known_from <= $2 and known_to > $2', [
    event,
    String(knownAt),
  ])) as { id: string }[];
  return row?.id;
}
