import type { DataSource } from 'typeorm';
import { parseInstant, readPosition, type Instant } from '#domain';
import { inSnapshot, isProjected } from '#read-models';
import { Refusal } from '#service';

/**
 * The known time that a text names: an RFC 3339 instant itself, or the moment at which all that a position names was known.
 * @throws Refusal for what is neither, and for a position that is not projected
 */
export async function instantOf(database: DataSource, text: string): Promise<Instant> {
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  const ids = readPosition(text);
  if (!ids) throw new Refusal(`${text.slice(0, 80)} is neither an RFC 3339 instant nor a position of this house.`);
  return inSnapshot(database, async (snapshot) => {
    if (!(await isProjected(snapshot, ids))) {
      throw new Refusal('What this position names is not projected: it is no position of this ledger, or too new.');
    }
    const [row] = (await snapshot.runner.query(
      `select max(known) as known from event where submission = any($1::uuid[])
         or submission in (select unnest(ids) from batch where id = any($1::uuid[]))`,
      [ids],
    )) as { known: string | null }[];
    if (row!.known === null) throw new Refusal('All that this position names is parked: it was never wholly known.');
    return BigInt(row!.known);
  });
}
