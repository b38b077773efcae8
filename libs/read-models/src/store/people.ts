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
