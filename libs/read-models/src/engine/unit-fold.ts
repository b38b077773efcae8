import { isAcrossBlocks, type LedgerEvent } from '#domain';
import type { Effect, Fold, KnownClaim, Link, Slice } from './model.js';
import { rankOf, type Rank } from '../reviews/rank.js';
import { isReview, Reviews, type KnownEvent, type Standing } from './standing.js';

/** A link with whether an analyst has confirmed the claim, and its place among those that nobody has reviewed. */
type Marked = Link & Rank & { readonly confirmed: boolean };

/** What an event does to its unit: rows, and what rests on what. */
export interface UnitEffect<Content extends Slice = Slice> extends Omit<Effect<Content>, 'joined'> {
  readonly joined: readonly Marked[];
}

const NOTHING: UnitEffect<never> = { ended: [], begun: [], parted: [], joined: [] };

/**
 * A unit's events and the fold of its standing claims. At any time its rows are those that folding all its events from
 * the start gives.
 */
export class UnitFold<Content extends Slice = Slice> {
  private readonly events: KnownEvent[] = [];
  private readonly claims = new Map<string, KnownClaim>();
  private readonly reviewed = new Map<string, string>();
  private readonly reviews = new Reviews();
  private readonly standings = new Map<string, Standing>();
  /** What each standing claim bears on now. */
  private readonly links = new Map<string, Link>();
  private readonly fold: Fold<Content>;
  private tied = false;

  constructor(
    private readonly model: { fold(): Fold<Content> },
    events: readonly KnownEvent[] = [],
  ) {
    this.fold = model.fold();
    for (const event of events) this.apply(event);
  }

  /** How many events it holds, for whoever has to bound memory. */
  get size(): number {
    return this.events.length;
  }

  /** Its rows depend on another unit as well: somebody has judged a person of both. */
  get isTied(): boolean {
    return this.tied;
  }

  /** The unit as it was when it held this many events. */
  asOfSize(size: number): UnitFold<Content> {
    return new UnitFold(this.model, this.events.slice(0, size));
  }

  /** Takes a review in that came before what it is about, and before any claim of the unit that is still to come. */
  adopt(review: KnownEvent): void {
    this.apply(review);
  }

  /** Takes the next event in; answers what it changes. */
  apply(next: KnownEvent): UnitEffect<Content> {
    const kept = { event: lean(next.event), known: next.known, confirmed: false };
    this.events.push(kept);
    const { event } = kept;
    if (!isReview(event)) {
      if (event.type === 'IdentityJudged') this.tied ||= isAcrossBlocks(event.data);
      this.claims.set(event.id, kept as KnownClaim);
      return this.stand(event.id);
    }
    this.reviews.add(event);
    this.reviewed.set(event.id, event.data.of);
    return this.stand(this.rootOf(event.data.of));
  }

  /** The claim that a review is about in the end: a review may be about a review. */
  private rootOf(id: string): string {
    let root = id;
    for (let of = this.reviewed.get(root); of !== undefined; of = this.reviewed.get(root)) root = of;
    return root;
  }

  /** Puts a claim into the fold or takes it out, as it stands now. */
  private stand(id: string): UnitEffect<Content> {
    const claim = this.claims.get(id);
    if (!claim) return NOTHING;
    const [before, now] = [this.standings.get(id) ?? 'out', this.reviews.of(id)];
    if (before === now) return NOTHING;
    this.standings.set(id, now);
    if (before !== 'out' && now !== 'out') return this.confirm(id);
    const effect = now === 'out' ? this.fold.remove(claim) : this.fold.add(claim);
    for (const link of effect.parted) if (this.links.get(link.event)?.id === link.id) this.links.delete(link.event);
    for (const link of effect.joined) this.links.set(link.event, link);
    return { ...effect, joined: effect.joined.map((link) => this.marked(link)) };
  }

  /** Confirmation is said of a claim where it is listed; no row changes by it. */
  private confirm(id: string): UnitEffect<Content> {
    const link = this.links.get(id);
    return link ? { ...NOTHING, parted: [link], joined: [this.marked(link)] } : NOTHING;
  }

  private marked(link: Link): Marked {
    const { priority, type, country } = rankOf(this.claims.get(link.event)!.event);
    const confirmed = this.standings.get(link.event) === 'confirmed';
    return { id: link.id, event: link.event, priority, type, country, confirmed };
  }
}

/**
 * Folds look at what is claimed and when that was recorded, never at quotes and provenance; without these a busy unit
 * can stay in memory.
 */
function lean(event: LedgerEvent): LedgerEvent {
  const { id, type, subject, recordedtime, correlationid, data } = event;
  // The copies of a judgement are known by what they have in common.
  if (type === 'IdentityJudged') return { id, type, subject, recordedtime, correlationid, data } as LedgerEvent;
  if (!('evidence' in data)) return { id, type, subject, recordedtime, data } as LedgerEvent;
  const { evidence: _evidence, extractor: _extractor, assertedBy: _assertedBy, ...claimed } = data;
  return { id, type, subject, recordedtime, data: claimed } as unknown as LedgerEvent;
}
