import { Calendar } from './calendar.js';
import { EffectOf } from './effect.js';
import { BEGINNING, ENDLESS, recordedBefore, type Effect, type Fold, type KnownClaim, type Slice } from './model.js';
import { placeOf } from './sorted.js';
import type { Turn } from './turns.js';

/** A span of days with one status. */
export interface Period<Status extends string> {
  readonly status: Status;
  readonly validFrom: string;
  readonly validTo: string;
  readonly certain: boolean;
  /** The days between which it began; null before the first turn. */
  readonly since: { readonly earliest: string; readonly latest: string } | null;
}

/** What makes a course of claims: a model whose rows are the status of one thing on every day. */
export interface Coursing<Content extends Slice, Status extends string> {
  /** The status before the first turn, and between an end of which nobody told and what began anew. */
  readonly before: Status;
  /** What a claim changes and when, whatever else is claimed. */
  turns(claim: KnownClaim): readonly Turn<Status>[];
  /** The status where several turns are told of one first day; must not depend on their order. */
  resolve(sameDay: readonly Turn<Status>[]): Status;
  /** A claim that makes a doubt of what others say: which ones, and the status that they then tell. */
  doubts?: {
    readonly status: Status;
    by(claim: KnownClaim): boolean;
    of(doubt: KnownClaim, claim: KnownClaim): boolean;
  };
  id(claim: KnownClaim): string;
  /** The row of a period. @param lead the claim that was recorded first: names and the like are as it has them */
  row(lead: KnownClaim, period: Period<Status>): Content;
}

/** A day on which the status becomes another than before, and the rows from there to the next such day. */
interface Change<Content, Status> {
  readonly day: string;
  readonly status: Status;
  rows: readonly Content[];
}

/**
 * The status of one thing on every day. Turns of one first day are one question for `resolve`; a turn that says what is
 * so already only supports it. While a turn's day is open between two days, its status is shown as not certain. A turn that
 * begins anew what was so already shows that it had ended: from the last day of which that was told until it began anew the
 * status is the one before everything, and not certain.
 */
export class CourseFold<Content extends Slice, Status extends string> implements Fold<Content> {
  private readonly claims = new Map<string, KnownClaim>();
  private readonly doubts = new Map<string, KnownClaim>();
  private readonly calendar: Calendar<Status>;
  private readonly changes: Change<Content, Status>[] = [];
  /** The row of the days before the first change. */
  private first: readonly Content[] = [];
  private lead: KnownClaim | undefined;

  constructor(private readonly model: Coursing<Content, Status>) {
    this.calendar = new Calendar(model.before, (sameDay) => model.resolve(sameDay));
  }

  add(claim: KnownClaim): Effect<Content> {
    const effect = new EffectOf<Content>();
    this.claims.set(claim.event.id, claim);
    this.follow(effect, !this.lead || recordedBefore(claim.event, this.lead.event) ? claim : this.lead);
    effect.join({ id: this.model.id(claim), event: claim.event.id });
    this.tell(effect, claim, 1);
    if (this.model.doubts?.by(claim)) {
      this.retell(effect, claim, () => this.doubts.set(claim.event.id, claim));
    }
    return effect.sum;
  }

  remove(claim: KnownClaim): Effect<Content> {
    const effect = new EffectOf<Content>();
    const { id } = claim.event;
    if (this.doubts.has(id)) this.retell(effect, claim, () => this.doubts.delete(id));
    this.tell(effect, claim, -1);
    effect.part({ id: this.model.id(claim), event: id });
    this.claims.delete(id);
    if (this.lead?.event.id === id) this.follow(effect, firstOf(this.claims.values()));
    return effect.sum;
  }

  /** What the claim says, by the doubts that there are. */
  private tell(effect: EffectOf<Content>, claim: KnownClaim, times: 1 | -1): void {
    const { doubts } = this.model;
    const doubted = doubts && [...this.doubts.values()].some((doubt) => doubts.of(doubt, claim));
    for (const turn of this.model.turns(claim)) {
      const told = doubted ? { ...turn, status: doubts.status } : turn;
      this.calendar.tell(told, times, (day) => {
        this.redraw(effect, day);
      });
    }
  }

  /** Takes back what is said in doubt's reach, and says it again after the doubts have changed. Doubts are rare. */
  private retell(effect: EffectOf<Content>, doubt: KnownClaim, change: () => void): void {
    const reached = [...this.claims.values()].filter((claim) => this.model.doubts!.of(doubt, claim));
    for (const claim of reached) this.tell(effect, claim, -1);
    change();
    for (const claim of reached) this.tell(effect, claim, 1);
  }

  /** Another lead is another name in every row. */
  private follow(effect: EffectOf<Content>, lead: KnownClaim | undefined): void {
    if (this.lead === lead) return;
    this.lead = lead;
    this.draw(effect, -1);
    for (const at of this.changes.keys()) this.draw(effect, at);
  }

  /** Looks at a day again whose turns have changed, and at those after it for as long as that matters to them. */
  private redraw(effect: EffectOf<Content>, day: string): void {
    const at = this.placeOf(day);
    const before = this.statusBefore(at);
    const had = this.changes[at]?.day === day ? this.changes[at] : undefined;
    const status = this.calendar.at(day)?.status((turns) => this.model.resolve(turns)) ?? before;
    if (had && status === had.status) {
      this.draw(effect, at);
      return;
    }
    if (had) this.drop(effect, at);
    if (status !== before) this.changes.splice(at, 0, { day, status, rows: [] });
    const next = status === before ? at : at + 1;
    if (status !== (had?.status ?? before)) this.reconsider(effect, day, next);
    this.draw(effect, at - 1);
    this.draw(effect, at);
  }

  /** The status before these days has become another: a day that only supported may change now, and the reverse. */
  private reconsider(effect: EffectOf<Content>, day: string, at: number): void {
    const before = this.statusBefore(at);
    for (const next of this.calendar.after(day)) {
      const status = next.status((turns) => this.model.resolve(turns));
      const change = this.changes[at];
      if (change?.day === next.day) {
        // What follows a change that stays one is as it was.
        if (change.status === before) this.drop(effect, at);
        return;
      }
      if (status === before) continue;
      this.changes.splice(at, 0, { day: next.day, status, rows: [] });
      this.draw(effect, at);
      return;
    }
  }

  private drop(effect: EffectOf<Content>, at: number): void {
    for (const row of this.changes[at]!.rows) effect.end(row);
    this.changes.splice(at, 1);
  }

  /** Draws the rows of a change anew, -1 being the days before the first one. */
  private draw(effect: EffectOf<Content>, at: number): void {
    const change = this.changes[at];
    if (at >= 0 && !change) return;
    for (const row of change?.rows ?? this.first) effect.end(row);
    const rows = this.lead ? this.rowsOf(this.lead, at) : [];
    for (const row of rows) effect.begin(row);
    if (change) change.rows = rows;
    else this.first = rows;
  }

  private rowsOf(lead: KnownClaim, at: number): Content[] {
    const change = this.changes[at];
    const end = this.changes[at + 1]?.day ?? ENDLESS;
    if (!change) {
      const { before: status } = this.model;
      return [this.model.row(lead, { status, validFrom: BEGINNING, validTo: end, certain: true, since: null })];
    }
    const { day, status } = change;
    const { latest } = this.calendar.at(day)!;
    const since = { earliest: day, latest };
    const periods: Period<Status>[] = [];
    const settled = latest < end ? latest : end;
    if (day < settled) periods.push({ status, validFrom: day, validTo: settled, certain: false, since });
    if (settled < end) periods.push({ status, validFrom: settled, validTo: end, certain: true, since });
    return periods.map((period) => this.model.row(lead, period));
  }

  private statusBefore(at: number): Status {
    return this.changes[at - 1]?.status ?? this.model.before;
  }

  private placeOf(day: string): number {
    return placeOf(this.changes, day, (change) => change.day);
  }
}

function firstOf(claims: Iterable<KnownClaim>): KnownClaim | undefined {
  let first: KnownClaim | undefined;
  for (const claim of claims) if (!first || recordedBefore(claim.event, first.event)) first = claim;
  return first;
}
