import type { EventType, Instant } from '#domain';
import type { Snapshot } from './reader.js';
import type { StoredEvent } from './events.js';

/**
 * What people and the house itself did to the record: everything that is neither a claim nor a receipt. Does not compile
 * while a name is none of an event.
 */
export const ACT_TYPES = [
  'ClaimConfirmed',
  'ClaimRejected',
  'ClaimCorrected',
  'ClaimRetracted',
  'IdentityJudged',
  'ReportRevised',
  'ReportWithdrawn',
  'GenerationSwitched',
  'ReextractionRun',
  'VerificationRun',
  'KeysRotated',
] as const satisfies readonly EventType[];
export type ActType = (typeof ACT_TYPES)[number];

export interface ActFilter {
  readonly types: readonly ActType[];
  /** The id of who acted. */
  readonly by?: string | undefined;
  readonly knownFrom?: Instant | undefined;
  readonly knownTo?: Instant | undefined;
  readonly limit: number;
  /** Where the page before ended. */
  readonly before?: { readonly known: Instant; readonly id: string } | undefined;
}

/** Acts, newest first; one more than `limit` shows that there is another page. Each type is read off its own index. */
export async function acts({ runner }: Snapshot, filter: ActFilter): Promise<StoredEvent[]> {
  const { types, by, knownFrom, knownTo, limit, before } = filter;
  const text = (instant: Instant | undefined): string | null => (instant === undefined ? null : String(instant));
  const rows = (await runner.query(
    `select event_id, known, value from unnest($1::text[]) as asked (type) cross join lateral (
       select event_id, known, value from event where event.type = asked.type
         and ($2::bigint is null or known >= $2) and ($3::bigint is null or known <= $3)
         and ($4::bigint is null or (known, event_id) < ($4, $5::uuid))
         and ($6::text is null or convert_from(value, 'UTF8')::jsonb #>> '{data,by,id}' = $6)
       order by known desc, event_id desc limit $7
     ) as act order by known desc, event_id desc limit $7`,
    [types, text(knownFrom), text(knownTo), text(before?.known), before?.id ?? null, by ?? null, limit + 1],
  )) as { event_id: string; known: string; value: Buffer }[];
  return rows.map((row) => ({ id: row.event_id, known: BigInt(row.known), value: row.value }));
}
