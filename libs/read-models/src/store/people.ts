import type { Instant } from '#domain';
import type { Snapshot } from './reader.js';

/**
 * The people who go by an id as known at an instant: one, or several where an id of a spelling stands for namesakes whom
 * second identifiers tell apart and none of whom has it for his own.
 */
export async function peopleKnownAs({ runner }: Snapshot, id: string, knownAt: Instant): Promise<string[]> {
  const rows = (await runner.query(
    `select distinct id from prisoner
     where string_to_array(keys, ' ') && array[$1] and known_from <= $2 and known_to > $2 order by id`,
    [id, String(knownAt)],
  )) as { id: string }[];
  const ids = rows.map((row) => row.id);
  return ids.includes(id) ? [id] : ids;
}

/**
 * Of ids of spellings, the people who go by them: a person of two spellings is answered under either. An id that stands
 * for several namesakes is left out, since nobody knows which of them is meant.
 */
export async function peopleBehind(
  { runner }: Snapshot,
  ids: readonly string[],
  knownAt: Instant,
): Promise<Map<string, string>> {
  const rows = (await runner.query(
    `select named, coalesce(max(id::text) filter (where id::text = named), min(id::text)) as id from (
       select distinct named, id from unnest($1::text[]) as asked (named)
       join prisoner on string_to_array(keys, ' ') && array[named] and known_from <= $2 and known_to > $2
     ) as known group by named having count(*) = 1 or bool_or(id::text = named)`,
    [ids, String(knownAt)],
  )) as { named: string; id: string }[];
  return new Map(rows.map(({ named, id }) => [named, id]));
}
