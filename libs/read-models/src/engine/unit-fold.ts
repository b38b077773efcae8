import { canonicalJson } from '#domain';
import type { KnownClaim, Slice } from './model.js';
import { isReview, standing, type KnownEvent } from './standing.js';

/** What a unit is folded with: one occurrence's rows, and which claims are of one occurrence. */
export interface Folding<Content extends Slice = Slice> {
  slices(claims: readonly KnownClaim[]): Content[];
  /** Does the claim tell of the occurrence whose first claim this is? Absent: all claims of a unit do. */
  joins?(first: KnownClaim, claim: KnownClaim): boolean;
  /** The id of the claim with which this one goes whatever else: a member's group. Absent or undefined: none. */
  follows?(claim: KnownClaim): string | undefined;
}

/** Rows by id and first valid day, with their text for comparing. */
export type Contents<Content extends Slice> = Map<string, { readonly slice: Content; readonly text: string }>;

const byKnown = (a: KnownEvent, b: KnownEvent): number => (a.known < b.known ? -1 : 1);

interface Occurrence<Content extends Slice> {
  readonly claims: KnownClaim[];
  contents: Contents<Content>;
}

/**
 * A unit's claims and rows, kept so that one more claim costs the rows of its own occurrence and not those of the whole
 * unit. The rows are at any time those that folding all events from the start gives: claims are placed in the log's
 * order, and an event that changes the standing of others starts over.
 */
export class UnitFold<Content extends Slice = Slice> {
  private readonly events: KnownEvent[] = [];
  private occurrences: Occurrence<Content>[] = [];
  private home = new Map<string, Occurrence<Content>>();
  /** Claims that follow one that has not come yet. */
  private loose: KnownClaim[] = [];
  /** What reviews are about, whether it has come or not. */
  private readonly reviewed = new Set<string>();

  constructor(
    private readonly model: Folding<Content>,
    events: readonly KnownEvent[] = [],
  ) {
    if (events.length === 0) return;
    this.events.push(...events);
    for (const { event } of events) if (isReview(event)) this.reviewed.add(event.data.of);
    this.startOver();
  }

  /** How many events it holds, for whoever has to bound memory. */
  get size(): number {
    return this.events.length;
  }

  /** The unit as it was when it held this many events. */
  asOfSize(size: number): UnitFold<Content> {
    return new UnitFold(this.model, this.events.slice(0, size));
  }

  /** Takes a review in that came before what it is about, and before any claim of the unit that is still to come. */
  adopt(review: KnownEvent): void {
    this.events.push(review);
    this.events.sort(byKnown);
    if (isReview(review.event)) this.reviewed.add(review.event.data.of);
    this.startOver();
  }

  /** Takes the next event in; answers the rows that it may have changed, as they were and as they are. */
  apply(next: KnownEvent): { before: Contents<Content>; after: Contents<Content> } {
    const { event, known } = next;
    this.events.push(next);
    if (isReview(event)) this.reviewed.add(event.data.of);
    else if (!this.reviewed.has(event.id))
      return this.place({ event: event as KnownClaim['event'], known, confirmed: false });
    const before = this.contents();
    this.startOver();
    return { before, after: this.contents() };
  }

  private startOver(): void {
    this.occurrences = [];
    this.home = new Map();
    this.loose = [];
    const touched = new Set<Occurrence<Content>>();
    for (const claim of standing(this.events)) for (const one of this.put(claim)) touched.add(one);
    for (const occurrence of touched) occurrence.contents = this.contentsOf(occurrence);
  }

  private place(claim: KnownClaim): { before: Contents<Content>; after: Contents<Content> } {
    const before: Contents<Content> = new Map();
    const after: Contents<Content> = new Map();
    for (const occurrence of this.put(claim)) {
      for (const [key, row] of occurrence.contents) before.set(key, row);
      occurrence.contents = this.contentsOf(occurrence);
      for (const [key, row] of occurrence.contents) after.set(key, row);
    }
    return { before, after };
  }

  /** Puts the claim where it belongs; answers the occurrence that has grown, if it has a place yet. */
  private put(claim: KnownClaim): Occurrence<Content>[] {
    const followed = this.model.follows?.(claim);
    if (followed !== undefined) {
      const occurrence = this.home.get(followed);
      if (!occurrence) {
        this.loose.push(claim);
        return [];
      }
      occurrence.claims.push(claim);
      return [occurrence];
    }
    let occurrence = this.occurrences.find(({ claims }) => this.model.joins?.(claims[0]!, claim) ?? true);
    if (!occurrence) {
      occurrence = { claims: [], contents: new Map() };
      this.occurrences.push(occurrence);
    }
    occurrence.claims.push(claim);
    this.home.set(claim.event.id, occurrence);
    const followers = this.loose.filter((one) => this.model.follows?.(one) === claim.event.id);
    if (followers.length > 0) {
      this.loose = this.loose.filter((one) => !followers.includes(one));
      occurrence.claims.push(...followers);
    }
    return [occurrence];
  }

  private contentsOf({ claims }: Occurrence<Content>): Contents<Content> {
    const slices = this.model.slices(claims);
    return new Map(slices.map((slice) => [`${slice.id} ${slice.validFrom}`, { slice, text: canonicalJson(slice) }]));
  }

  private contents(): Contents<Content> {
    return new Map(this.occurrences.flatMap(({ contents }) => [...contents]));
  }
}
