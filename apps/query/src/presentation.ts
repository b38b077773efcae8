import { printInstant } from '#domain';
import { BEGINNING, ENDLESS, parkedAmong, type Slice, type Snapshot, type Versioned } from '#read-models';

type Details = Record<string, unknown> & { acts: readonly { event: string }[] };

/** A row as an answer shows it: its own columns, details beside them, and the events behind it by id. */
function present(row: Versioned<Slice>): Record<string, unknown> {
  const { id, validFrom, validTo, knownFrom, knownTo: _to, certain, unit: _unit, subject, ...own } = row;
  const { details, ...columns } = own as unknown as Record<string, unknown> & { details: Details };
  return {
    id,
    ...columns,
    certain,
    // Open ends are null: nothing is known of a first or last day.
    valid: { from: validFrom === BEGINNING ? null : validFrom, to: validTo === ENDLESS ? null : validTo },
    knownFrom: printInstant(knownFrom),
    subject,
    ...details,
    events: details.acts.map(({ event }) => event),
  };
}

/** Rows, and on those whose subject waits for a repair, since when and why. */
export async function presentAll(
  snapshot: Snapshot,
  rows: readonly Versioned<Slice>[],
): Promise<Record<string, unknown>[]> {
  const parked = await parkedAmong(snapshot, [...new Set(rows.map(({ subject }) => subject))]);
  return rows.map((row) => {
    const waits = parked.get(row.subject);
    return waits
      ? { ...present(row), parked: { since: printInstant(waits.since), reason: waits.reason } }
      : present(row);
  });
}
