import type { EntitySchema } from 'typeorm';
import type { ClaimType, Envelope, Instant } from '#domain';

/** Days that stand for "always before" and "from then on": valid time is a half-open range of days, UTC. */
export const BEGINNING = '0001-01-01';
export const ENDLESS = '9999-12-31';
/** The known time of what is still so. */
export const FOREVER: Instant = 9_223_372_036_854_775_807n;

/** The events of these types, told apart by `type`. */
export type EventOf<Type extends ClaimType> = { [One in Type]: Envelope<One> }[Type];

/** A claim with its known time, as the folds see it. Retracted and rejected ones never reach a fold. */
export interface KnownClaim<Type extends ClaimType = ClaimType> {
  readonly event: EventOf<Type>;
  readonly known: Instant;
  /** An analyst has confirmed it. */
  readonly confirmed: boolean;
}

/**
 * What a fold says of one thing during one span of valid time: flat columns, and few of them, since a version is kept
 * of each that ever was so. Spans of one `id` do not overlap. The known range is not the fold's affair: the engine
 * opens a version when the content appears and closes it when it is gone. What lists claims is no part of a slice: a
 * table links each row to the claims that it rests on, and `details` says the rest when the row is read.
 */
export interface Slice {
  readonly id: string;
  /** First day, included. */
  readonly validFrom: string;
  /** Last day, excluded. */
  readonly validTo: string;
  /** False while the dates leave it open whether it is so yet. */
  readonly certain: boolean;
}

/** A slice in the table: with its unit and subject, and known from (included) to (excluded), in microseconds. */
export type Versioned<Content extends Slice> = Content & {
  readonly unit: string;
  readonly subject: string;
  readonly knownFrom: Instant;
  readonly knownTo: Instant;
};

/** What one claim more or less changes: rows as they were and as they are, and what rests on what. */
export interface Effect<Content extends Slice = Slice> {
  readonly ended: readonly Content[];
  readonly begun: readonly Content[];
  readonly parted: readonly Link[];
  readonly joined: readonly Link[];
}

/** A row's id and an event on which it rests. */
export interface Link {
  readonly id: string;
  readonly event: string;
}

/**
 * The standing claims of one unit and the rows that they make. The rows are a function of the *set* of claims: neither
 * the order in which they came nor what was taken out again shows. One claim more or less costs what it changes, not
 * what is there.
 */
export interface Fold<Content extends Slice = Slice> {
  add(claim: KnownClaim): Effect<Content>;
  /** Takes a claim out that was put in. */
  remove(claim: KnownClaim): Effect<Content>;
}

/**
 * A read model. Its events fall into units: the smallest sets of claims whose rows depend on each other and on nothing
 * else. A unit lies within one subject, so within one partition; reviews go to the unit of the claim they are about.
 */
export interface ReadModel<Heard extends ClaimType, Content extends Slice> {
  readonly name: string;
  readonly table: EntitySchema<Versioned<Content>>;
  /** The types it hears; a family's new type does not compile until some model hears it. */
  readonly on: { readonly [Type in Heard]: unknown };
  /** Which unit an event belongs to, within its model. */
  unit(event: EventOf<Heard>): string;
  /** An empty unit. */
  fold(): Fold<Content>;
  /**
   * What an answer says of a row beside its columns: pure, from the claims on which the row rests, in the log's order.
   */
  details(row: Content, claims: readonly KnownClaim<Heard>[]): Readonly<Record<string, unknown>>;
}

type Recorded = Pick<Envelope, 'recordedtime' | 'id'>;

/** Whether one event comes before another, whichever came to us first: by their stamps, then by their ids. */
export function recordedBefore(a: Recorded, b: Recorded): boolean {
  if (a.recordedtime !== b.recordedtime) return a.recordedtime < b.recordedtime;
  return a.id < b.id;
}
