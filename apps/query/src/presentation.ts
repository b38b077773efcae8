import { printInstant, type Instant } from '#domain';
import {
  BEGINNING,
  claimsOf,
  composed,
  ENDLESS,
  explained,
  modelOf,
  parkedAmong,
  type Clocks,
  type KnownClaim,
  type ModelName,
  type Slice,
  type Snapshot,
  type Versioned,
} from '#read-models';

/** A row's own columns as answers show them. */
export function columnsShown(row: Versioned<Slice>): Record<string, unknown> {
  const { id, validFrom, validTo, knownFrom, knownTo: _to, certain, unit: _unit, subject, ...columns } = row;
  return {
    id,
    ...columns,
    certain,
    // Open ends are null: nothing is known of a first or last day.
    valid: { from: validFrom === BEGINNING ? null : validFrom, to: validTo === ENDLESS ? null : validTo },
    knownFrom: printInstant(knownFrom),
    subject,
  };
}

/** A row as an answer shows it: its own columns, what its claims say beside them, and those claims by id. */
function present(row: Versioned<Slice>, claims: readonly KnownClaim[]): Record<string, unknown> {
  const details = modelOf(row.unit).details(row, claims);
  const acts = (details.acts ?? []) as readonly { event: string }[];
  return { ...columnsShown(row), ...details, events: acts.map(({ event }) => event) };
}

/** What of rows is asked for beside their columns: put together for a day; of one row alone, all that there is to say. */
export interface Composition {
  readonly model: ModelName;
  readonly asOf: Clocks['asOf'];
  readonly whole: boolean;
  /** Also why each field is what it is, and on which events it rests. */
  readonly explain?: boolean;
}

/**
 * Rows with what they rest on, all of one snapshot as known at one instant; those whose subject waits for a repair say
 * since when and why.
 */
export async function presentAll(
  snapshot: Snapshot,
  rows: readonly Versioned<Slice>[],
  knownAt: Instant,
  composition?: Composition,
): Promise<Record<string, unknown>[]> {
  const claims = await claimsOf(
    snapshot,
    rows.map(({ id }) => id),
    knownAt,
  );
  const more = composition
    ? await composed(snapshot, composition.model, rows, { ...composition, knownAt, claims })
    : [];
  // A person who was judged to be one with somebody filed elsewhere rests on claims of several subjects.
  const subjectsOf = (row: Versioned<Slice>): string[] => [
    ...new Set([row.subject, ...(claims.get(row.id) ?? []).map(({ event }) => event.subject)]),
  ];
  const parked = await parkedAmong(snapshot, [...new Set(rows.flatMap(subjectsOf))]);
  const shown = rows.map((row, at) => ({ ...present(row, claims.get(row.id) ?? []), ...more[at] }));
  const answered = rows.map((row, at) => ({ row, shown: shown[at]!, claims: claims.get(row.id) ?? [] }));
  const reasons = composition?.explain
    ? await explained(snapshot, composition.model, answered, { ...composition, knownAt })
    : [];
  return rows.map((row, at) => {
    const [waits] = subjectsOf(row).flatMap((subject) => parked.get(subject) ?? []);
    return {
      ...shown[at],
      ...(waits && { parked: { since: printInstant(waits.since), reason: waits.reason } }),
      ...(reasons[at] && { explain: reasons[at] }),
    };
  });
}
