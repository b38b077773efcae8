import { ENDLESS } from './model.js';
import { placeOf } from './sorted.js';
import { dayAfter } from './span.js';
import { BETWEEN, Day, type Told, type Turn } from './turns.js';

/** A turn, and how often it is told. */
interface Times<Status extends string> {
  readonly turn: Turn<Status>;
  times: number;
}

/** Turns of the same status and the same open range of days, told together since they move together. */
interface Open<Status extends string> {
  readonly turns: Map<string, Times<Status>>;
  readonly status: Status;
  readonly earliest: string;
  readonly latest: string;
  /** The day of a narrower one within the range, where there is one. */
  narrowedTo: string | undefined;
}

/**
 * The days on which turns are told. "In July" beside "on 14 July" is the 14th: an open turn takes the first day within
 * its range on which the same is told to the day. Where a turn shows that the status before it had ended in between, the day
 * after the last that was told of it has a turn of its own, to what is so while nothing is known. Turns that give way are on
 * it only before the first day of which anything else is told.
 */
export class Calendar<Status extends string> {
  private readonly days: Day<Status>[] = [];
  private readonly open = new Map<string, Open<Status>>();
  /** By the day of what begins anew: the turn that nobody tells. */
  private readonly between = new Map<string, Turn<Status>>();
  /** Turns that give way, on the calendar or not. */
  private readonly giving = new Map<string, Times<Status>>();
  /** The first day of which something is told that gives way to nothing. */
  private firmFrom = ENDLESS;
  /** Whether that has to be looked up again. */
  private firmMoved = false;

  /**
   * @param unknown the status while nothing is known
   * @param resolve the status where several turns are told of one first day
   */
  constructor(
    private readonly unknown: Status,
    private readonly resolve: (sameDay: readonly Turn<Status>[]) => Status,
  ) {}

  /**
   * @param times 1 to add the turn, -1 to take it out
   * @param changed called with each day, at once when something has changed on it and before anything else does
   */
  tell(turn: Turn<Status>, times: 1 | -1, changed: (day: string) => void): void {
    if (turn.givesWay) this.tellGiving(turn, times, changed);
    else if (turn.earliest === turn.latest) this.tellDay(turn, times, changed);
    else this.tellOpen(turn, times, changed);
    if (this.firmMoved) this.giveWay(changed);
  }

  at(day: string): Day<Status> | undefined {
    const found = this.days[this.place(day)];
    return found?.day === day ? found : undefined;
  }

  /** The days after this one, in order. */
  *after(day: string): Iterable<Day<Status>> {
    for (let at = this.place(day); at < this.days.length; at += 1) if (this.days[at]!.day > day) yield this.days[at]!;
  }

  private tellDay(turn: Turn<Status>, times: number, changed: (day: string) => void): void {
    this.put(turn.earliest, turn, times, changed);
    for (const one of this.open.values()) {
      if (one.status !== turn.status || turn.earliest < one.earliest || turn.earliest > one.latest) continue;
      this.settle(one, changed);
    }
  }

  private tellOpen(turn: Turn<Status>, times: number, changed: (day: string) => void): void {
    const key = `${turn.status} ${turn.earliest} ${turn.latest}`;
    let open = this.open.get(key);
    if (!open) {
      const { status, earliest, latest } = turn;
      open = { turns: new Map(), status, earliest, latest, narrowedTo: this.dayWithin(turn) };
      this.open.set(key, open);
    }
    count(open.turns, `${turn.kind} ${turn.anew?.days ?? ''}`, turn, times);
    this.put(open.narrowedTo ?? turn.earliest, narrowed(turn, open.narrowedTo), times, changed);
    if (open.turns.size === 0) this.open.delete(key);
  }

  private tellGiving(turn: Turn<Status>, times: number, changed: (day: string) => void): void {
    count(this.giving, `${turn.status} ${turn.kind} ${turn.earliest}`, turn, times);
    if (turn.earliest < this.firmFrom) this.put(turn.earliest, turn, times, changed);
  }

  /** Takes what gives way off the calendar from the first firm day on, and puts back what lies before it now. */
  private giveWay(changed: (day: string) => void): void {
    this.firmMoved = false;
    const [was, now] = [this.firmFrom, this.days.find((day) => day.isFirm)?.day ?? ENDLESS];
    if (now === was) return;
    this.firmFrom = now;
    for (const { turn, times } of this.giving.values()) {
      const [held, holds] = [turn.earliest < was, turn.earliest < now];
      if (held !== holds) this.put(turn.earliest, turn, holds ? times : -times, changed);
    }
  }

  /** Moves open turns to the day that narrows them now. */
  private settle(open: Open<Status>, changed: (day: string) => void): void {
    const day = this.dayWithin(open);
    if (day === open.narrowedTo) return;
    for (const { turn, times } of open.turns.values()) {
      this.put(open.narrowedTo ?? turn.earliest, narrowed(turn, open.narrowedTo), -times, changed);
      this.put(day ?? turn.earliest, narrowed(turn, day), times, changed);
    }
    open.narrowedTo = day;
  }

  /** The first day in the range on which the same is told to the day, by others than those that were narrowed to it. */
  private dayWithin(range: { status: Status; earliest: string; latest: string }): string | undefined {
    for (let at = this.place(range.earliest); at < this.days.length; at += 1) {
      const day = this.days[at]!;
      if (day.day > range.latest) return undefined;
      if (day.says(range.status)) return day.day;
    }
    return undefined;
  }

  private put(day: string, turn: Told<Status>, times: number, changed: (day: string) => void): void {
    const place = this.place(day);
    let entry = this.days[place];
    if (entry?.day !== day) {
      entry = new Day(day);
      this.days.splice(place, 0, entry);
    }
    entry.tell(turn, times);
    if (entry.empty) this.days.splice(place, 1);
    changed(day);
    if (turn.kind === BETWEEN) return;
    if (!turn.givesWay && day <= this.firmFrom) this.firmMoved = true;
    this.bridge(day, changed);
    const next = this.toldAfter(day);
    if (next) this.bridge(next.day, changed);
  }

  /** Looks anew at what lies between a day and the one before it of which something is told. */
  private bridge(day: string, changed: (day: string) => void): void {
    const had = this.between.get(day);
    // It may lie on a day of which something is told by now, and would be taken for a part of that.
    if (had) this.put(had.earliest, had, -1, changed);
    const turn = this.turnBetween(day);
    if (turn) {
      this.between.set(day, turn);
      this.put(turn.earliest, turn, 1, changed);
    } else this.between.delete(day);
  }

  private turnBetween(day: string): Turn<Status> | undefined {
    const anew = this.at(day);
    const before = this.toldBefore(day);
    if (!anew?.isTold || !before) return undefined;
    const earliest = dayAfter(before.latest);
    const status = anew.status(this.resolve);
    if (earliest >= day || !anew.beginsAnewAfter(before.status(this.resolve), before.latest, status)) return undefined;
    return { status: this.unknown, kind: BETWEEN, earliest, latest: day };
  }

  private toldBefore(day: string): Day<Status> | undefined {
    for (let at = this.place(day) - 1; at >= 0; at -= 1) if (this.days[at]!.isTold) return this.days[at];
    return undefined;
  }

  private toldAfter(day: string): Day<Status> | undefined {
    for (const one of this.after(day)) if (one.isTold) return one;
    return undefined;
  }

  private place(day: string): number {
    return placeOf(this.days, day, (one) => one.day);
  }
}

/** Tells a turn so many times more. */
function count<Status extends string>(
  turns: Map<string, Times<Status>>,
  key: string,
  turn: Turn<Status>,
  times: number,
): void {
  const sum = (turns.get(key)?.times ?? 0) + times;
  if (sum > 0) turns.set(key, { turn, times: sum });
  else turns.delete(key);
}

const narrowed = <Status extends string>(turn: Turn<Status>, day: string | undefined): Told<Status> =>
  day === undefined ? turn : { ...turn, earliest: day, latest: day, narrowed: true };
