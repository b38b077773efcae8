import { DayIndex } from './day-index.js';
import { EffectOf } from './effect.js';
import type { Effect, Fold, KnownClaim, Slice } from './model.js';
import { daysApart } from './days.js';

/** What makes claims of one thing that happened one row, however many tell of it. */
export interface Grouping<Content extends Slice> {
  /** Could both tell of the same? Symmetric; never of what lies further apart than `daysApartMax`. */
  agree(one: KnownClaim, other: KnownClaim): boolean;
  readonly daysApartMax: number;
  /** The more exact a claim, the lower: the most exact ones decide what there is, and vaguer ones join them. */
  rank(claim: KnownClaim): number;
  /** The id of the claim with which this one goes whatever else: a member's group. Absent or undefined: none. */
  follows?(claim: KnownClaim): string | undefined;
  /** The row of what the founder tells; it has the founder's event id. */
  row(founder: KnownClaim): Content;
}

/** A claim in its place. `members` are those that have joined it, while it is a founder. */
interface Placed<Content extends Slice> {
  readonly claim: KnownClaim;
  readonly rank: number;
  founder: Placed<Content> | undefined;
  members: Set<Placed<Content>>;
  row: Content | undefined;
}

/**
 * Which claims tell of one thing. In order of exactness, each claim joins the nearest in days of the founders before it
 * with which it agrees, or founds an occurrence of its own. So the occurrences and their ids follow from the set of
 * claims; a new claim disturbs only the vaguer ones that agree with it.
 */
export class OccurrenceFold<Content extends Slice> implements Fold<Content> {
  private readonly placed = new Map<string, Placed<Content>>();
  private readonly index: DayIndex<Placed<Content>>;
  /** Events by the id of what they follow, whether that has come or not. */
  private readonly followers = new Map<string, Set<string>>();

  constructor(private readonly model: Grouping<Content>) {
    this.index = new DayIndex(model.daysApartMax);
  }

  add(claim: KnownClaim): Effect<Content> {
    const effect = new EffectOf<Content>();
    const followed = this.model.follows?.(claim);
    if (followed !== undefined) this.attend(effect, claim, followed);
    else {
      const one: Placed<Content> = {
        claim,
        rank: this.model.rank(claim),
        founder: undefined,
        members: new Set(),
        row: undefined,
      };
      this.placed.set(claim.event.id, one);
      this.index.add(one, claim.event.data.occurred);
      this.settle(effect, [one]);
    }
    return effect.sum;
  }

  remove(claim: KnownClaim): Effect<Content> {
    const effect = new EffectOf<Content>();
    const { id } = claim.event;
    const followed = this.model.follows?.(claim);
    if (followed !== undefined) {
      const place = this.placed.get(followed);
      if (place) effect.part({ id: idOf(place), event: id });
      this.followers.get(followed)?.delete(id);
      return effect.sum;
    }
    const one = this.placed.get(id)!;
    const left = this.dissolve(effect, one);
    this.placed.delete(id);
    this.index.delete(one, claim.event.data.occurred);
    this.settle(
      effect,
      left.filter((other) => other !== one),
    );
    return effect.sum;
  }

  private attend(effect: EffectOf<Content>, claim: KnownClaim, followed: string): void {
    const others = this.followers.get(followed);
    if (others) others.add(claim.event.id);
    else this.followers.set(followed, new Set([claim.event.id]));
    const place = this.placed.get(followed);
    if (place) effect.join({ id: idOf(place), event: claim.event.id });
  }

  /** Places claims that have no place, the most exact first; those that this disturbs are placed again after them. */
  private settle(effect: EffectOf<Content>, claims: readonly Placed<Content>[]): void {
    const waiting = [...claims].sort(before);
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const founder = this.founderFor(one);
      if (founder) {
        this.join(effect, one, founder);
        continue;
      }
      one.row = this.model.row(one.claim);
      effect.begin(one.row);
      this.link(effect, one, 'join');
      waiting.push(...this.attract(effect, one));
      waiting.sort(before);
    }
  }

  private founderFor(one: Placed<Content>): Placed<Content> | undefined {
    let best: Placed<Content> | undefined;
    for (const other of this.index.near(one.claim.event.data.occurred)) {
      if (!other.row || other === one || before(other, one) > 0 || !this.model.agree(other.claim, one.claim)) continue;
      if (!best || nearer(one, other, best) < 0) best = other;
    }
    return best;
  }

  /** What a new founder changes for vaguer claims: founders that agree with it are none any more, members may prefer it. */
  private attract(effect: EffectOf<Content>, founder: Placed<Content>): Placed<Content>[] {
    const freed: Placed<Content>[] = [];
    for (const other of this.index.near(founder.claim.event.data.occurred)) {
      if (other === founder || before(other, founder) < 0 || !this.model.agree(other.claim, founder.claim)) continue;
      if (other.row) freed.push(...this.dissolve(effect, other));
      else if (other.founder && nearer(other, founder, other.founder) < 0) freed.push(...this.dissolve(effect, other));
    }
    return freed;
  }

  /** Takes a claim from its place, and all who joined it. */
  private dissolve(effect: EffectOf<Content>, one: Placed<Content>): Placed<Content>[] {
    this.link(effect, one, 'part');
    if (!one.row) {
      one.founder?.members.delete(one);
      one.founder = undefined;
      return [one];
    }
    const left = [...one.members];
    for (const member of left) {
      this.link(effect, member, 'part');
      member.founder = undefined;
    }
    one.members = new Set();
    effect.end(one.row);
    one.row = undefined;
    return [one, ...left];
  }

  private join(effect: EffectOf<Content>, one: Placed<Content>, founder: Placed<Content>): void {
    one.founder = founder;
    founder.members.add(one);
    this.link(effect, one, 'join');
  }

  /** The claim and those that follow it, to the row on which they bear or from it. */
  private link(effect: EffectOf<Content>, one: Placed<Content>, how: 'join' | 'part'): void {
    const { id } = one.claim.event;
    for (const event of [id, ...(this.followers.get(id) ?? [])]) {
      effect[how]({ id: idOf(one), event });
    }
  }
}

const idOf = <Content extends Slice>(one: Placed<Content>): string => (one.founder ?? one).claim.event.id;

/** By exactness; among equals by day and then by id, so that the order never depends on who came first. */
function before<Content extends Slice>(a: Placed<Content>, b: Placed<Content>): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  const [one, two] = [a.claim.event.data.occurred.earliest ?? '', b.claim.event.data.occurred.earliest ?? ''];
  if (one !== two) return one < two ? -1 : 1;
  if (a === b) return 0;
  return a.claim.event.id < b.claim.event.id ? -1 : 1;
}

/** Below 0: the first founder is nearer to the claim than the second. */
const nearer = <Content extends Slice>(one: Placed<Content>, a: Placed<Content>, b: Placed<Content>): number =>
  daysApart(one.claim, a.claim) - daysApart(one.claim, b.claim) || before(a, b);
