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
 * What a fold says of one thing during one span of valid time. Spans of one `id` do not overlap. The known range is
 * not the fold's affair: the engine opens a version when the content appears and closes it when it is gone.
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
  /** The rows of one occurrence: a pure function of its surviving claims, in the log's order. */
  slices(claims: readonly KnownClaim<Heard>[]): Content[];
  /** Does the claim tell of the occurrence whose first claim this is? Absent: all claims of a unit do. */
  joins?(first: KnownClaim<Heard>, claim: KnownClaim<Heard>): boolean;
  /** The id of the claim with which this one goes whatever else, such as a member's group. */
  follows?(claim: KnownClaim<Heard>): string | undefined;
}
