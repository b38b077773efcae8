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
  composition: Composition,
): Promise<Record<string, unknown>[]> {
  const ids = rows.map(({ id }) => id);
  return presentOf(snapshot, rows, await claimsOf(snapshot, ids, knownAt), { ...composition, knownAt });
}

/** One row whole, and in short all its spans of valid time, so that one answer tells the whole course. */
export async function presentOne(
  snapshot: Snapshot,
  { row, spans }: { row: Versioned<Slice>; spans: readonly Versioned<Slice>[] },
  knownAt: Instant,
  composition: Omit<Composition, 'whole'>,
): Promise<Record<string, unknown>> {
  const claims = await claimsOf(snapshot, [row.id], knownAt);
  const [item] = await presentOf(snapshot, [row], claims, { ...composition, knownAt, whole: true });
  const periods = spans.map((span) => {
    const { valid, certain, status, events } = present(span, claims.get(row.id)!);
    return { valid, certain, ...(status === undefined ? {} : { status }), events };
  });
  return { ...item, periods };
}

async function presentOf(
  snapshot: Snapshot,
  rows: readonly Versioned<Slice>[],
  claims: ReadonlyMap<string, KnownClaim[]>,
  { model, explain, ...question }: Composition & Clocks,
): Promise<Record<string, unknown>[]> {
  const more = await composed(snapshot, model, rows, { ...question, claims });
  // A person who was judged to be one with somebody filed elsewhere rests on claims of several subjects.
  const subjectsOf = (row: Versioned<Slice>): string[] => [
    ...new Set([row.subject, ...claims.get(row.id)!.map(({ event }) => event.subject)]),
  ];
  const parked = await parkedAmong(snapshot, [...new Set(rows.flatMap(subjectsOf))]);
  const answered = rows.map((row, at) => {
    const mine = claims.get(row.id)!;
    return { row, shown: { ...present(row, mine), ...more[at] }, claims: mine };
  });
  const reasons = explain ? await explained(snapshot, model, answered, question) : [];
  return answered.map(({ row, shown }, at) => {
    const [waits] = parked.size > 0 ? subjectsOf(row).flatMap((subject) => parked.get(subject) ?? []) : [];
    return {
      ...shown,
      ...(waits && { parked: { since: printInstant(waits.since), reason: waits.reason } }),
      ...(reasons[at] && { explain: reasons[at] }),
    };
  });
}
