import { placeOf } from './sorted.js';
import { Day, type Told, type Turn } from './turns.js';

/** Turns of the same status and the same open range of days, told together since they move together. */
interface Open<Status extends string> {
  readonly turns: Map<string, { turn: Turn<Status>; times: number }>;
  readonly status: Status;
  readonly earliest: string;
  readonly latest: string;
  /** The day of a narrower one within the range, where there is one. */
  narrowedTo: string | undefined;
}

/**
 * The days on which turns are told. "In July" beside "on 14 July" is the 14th: an open turn takes the first day within
 * its range on which the same is told to the day.
 */
export class Calendar<Status extends string> {
  private readonly days: Day<Status>[] = [];
  private readonly open = new Map<string, Open<Status>>();

  /**
   * @param times 1 to add the turn, -1 to take it out
   * @param changed called with each day, at once when something has changed on it and before anything else does
   */
  tell(turn: Turn<Status>, times: 1 | -1, changed: (day: string) => void): void {
    if (turn.earliest === turn.latest) this.tellDay(turn, times, changed);
    else this.tellOpen(turn, times, changed);
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
    const sum = (open.turns.get(turn.kind)?.times ?? 0) + times;
    if (sum > 0) open.turns.set(turn.kind, { turn, times: sum });
    else open.turns.delete(turn.kind);
    this.put(open.narrowedTo ?? turn.earliest, narrowed(turn, open.narrowedTo), times, changed);
    if (open.turns.size === 0) this.open.delete(key);
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
  }

  private place(day: string): number {
    return placeOf(this.days, day, (one) => one.day);
  }
}

const narrowed = <Status extends string>(turn: Turn<Status>, day: string | undefined): Told<Status> =>
  day === undefined ? turn : { ...turn, earliest: day, latest: day, narrowed: true };
