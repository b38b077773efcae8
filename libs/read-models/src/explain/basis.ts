import { canonicalJson } from '#domain';
import { recordedBefore, type KnownClaim, type Slice, type Versioned } from '../engine/model.js';
import type { ModelName } from '../models.js';
import type { Reason, Rule } from './rules.js';

/** Rows, reports or events that an answer counts or lists: why each of them is what it is, is told at its own address. */
export interface Counted {
  readonly of: ModelName | 'report' | 'event';
  /** The first of them. */
  readonly ids: readonly string[];
  readonly count: number;
}

/** A value that is claimed, and the events that claim it, in the log's order. */
export interface Said {
  readonly value: unknown;
  readonly events: readonly string[];
  /** What it is the sum of. */
  readonly rows?: Counted | undefined;
}

/** A value that is claimed and that the answer does not give. */
export interface Other extends Said {
  readonly because: Reason;
}

/** On what one field of an answer rests. */
export interface FieldBasis {
  readonly rule: Rule;
  /** What the field says, where that is one value; a list is not said again. */
  readonly value?: unknown;
  /** The events that the rule took it from, among `events`. */
  readonly decidedBy: readonly string[];
  /** All events that say so. */
  readonly events: readonly string[];
  readonly others: readonly Other[];
  /** Of a list: each of its values for itself. */
  readonly each?: readonly Said[];
  readonly rows?: Counted | undefined;
}

/** A field that rests on the same as another one. */
export interface SameAs {
  readonly see: string;
}

export type Fields = Readonly<Record<string, FieldBasis | SameAs>>;

/** A row of an answer: what the answer shows of it, and the claims on which it rests, in the log's order. */
export interface Answered<Row extends Slice = Slice> {
  readonly row: Versioned<Row>;
  readonly shown: Readonly<Record<string, unknown>>;
  readonly claims: readonly KnownClaim[];
}

export const idsOf = (claims: readonly KnownClaim[]): string[] => [...new Set(claims.map(({ event }) => event.id))];

/** A field of which a rule chose one claim's word. */
export interface Chosen {
  readonly rule: Rule;
  readonly value: unknown;
  /** The claim whose word it is; undefined where the row rests on more claims than are read, and it is none of these. */
  readonly decided: KnownClaim | undefined;
  /** What a claim says of the field; undefined where it says nothing of it. */
  readonly says: (claim: KnownClaim) => unknown;
  /** Why a claim that says something else was not chosen. */
  readonly because: Reason;
}

/** Who says the same as the claim that was chosen, and who says something else. */
export function chosenFrom(claims: readonly KnownClaim[], chosen: Chosen): FieldBasis {
  const { rule, value, decided, says, because } = chosen;
  const groups = groupedBy(claims, says);
  const own = decided && says(decided) !== undefined ? keyOf(says(decided)) : keyOf(value);
  const others = [...groups].filter(([key]) => key !== own).map(([, said]) => ({ ...said, because }));
  return { rule, value, decidedBy: decided ? [decided.event.id] : [], events: groups.get(own)?.events ?? [], others };
}

/** A list that all claims make together. @param values what one claim adds to it, as the list shows it */
export function listedBy(
  claims: readonly KnownClaim[],
  values: (claim: KnownClaim) => readonly unknown[],
  rule: Rule = 'every_claim',
): FieldBasis {
  const each = new Map<string, { value: unknown; events: string[] }>();
  for (const claim of claims) for (const value of values(claim)) put(each, value, claim);
  const telling = claims.filter((claim) => values(claim).length > 0);
  return { rule, decidedBy: [], events: idsOf(telling), others: [], each: [...each.values()] };
}

/** What is derived of several events, none of which says it in so many words. */
export const derivedFrom = (rule: Rule, events: readonly string[], value?: unknown): FieldBasis => ({
  rule,
  ...(value === undefined ? {} : { value }),
  decidedBy: [],
  events: [...new Set(events)],
  others: [],
});

/** What is counted or chosen among rows, which have their own reasons. */
export const countedFrom = (rule: Rule, rows: Counted | undefined, value?: unknown): FieldBasis => ({
  ...derivedFrom(rule, [], value),
  rows,
});

/** A list of what is told or counted, value by value. */
export const eachOf = (rule: Rule, each: readonly Said[]): FieldBasis => ({
  ...derivedFrom(
    rule,
    each.flatMap(({ events }) => events),
  ),
  each,
});

/** By what is said; claims that say nothing of it are left out. */
export function groupedBy(claims: readonly KnownClaim[], says: Chosen['says']): Map<string, Said> {
  const groups = new Map<string, { value: unknown; events: string[] }>();
  for (const claim of claims) {
    const value = says(claim);
    if (value !== undefined) put(groups, value, claim);
  }
  return groups;
}

function put(groups: Map<string, { value: unknown; events: string[] }>, value: unknown, { event }: KnownClaim): void {
  const key = keyOf(value);
  const same = groups.get(key);
  if (!same) groups.set(key, { value, events: [event.id] });
  else if (same.events.at(-1) !== event.id) same.events.push(event.id);
}

const keyOf = (value: unknown): string => canonicalJson(value ?? null);

/** The claim that was recorded first: rows take names from it. */
export function firstRecorded<Claim extends KnownClaim>(claims: readonly Claim[]): Claim | undefined {
  let first: Claim | undefined;
  for (const claim of claims) if (!first || recordedBefore(claim.event, first.event)) first = claim;
  return first;
}
