import { saysItHappened } from '#domain';
import type { KnownClaim } from './model.js';
import { daysFrom, isUndatedPast, spanOf } from './span.js';

/** A claim that changes a status, on a day between two days. */
export interface Turn<Status extends string> {
  readonly status: Status;
  /** What makes the difference where several turns are told of one day, such as the claim's type. */
  readonly kind: string;
  readonly earliest: string;
  readonly latest: string;
  /** It holds only while nothing else is told of its day or of one before it. */
  readonly givesWay?: boolean;
  /** Absent where the turn never shows that the status before it had ended. */
  readonly anew?: Anew<Status>;
}

/**
 * What begins anew had ended before, though nobody told of that: told later than so many days after the last claim of one of
 * these statuses, a turn is no second report of what that claim tells, and what was so in between is open.
 */
export interface Anew<Status extends string> {
  readonly days: number;
  readonly after: readonly Status[];
}

/** A turn as it is told of a day: its own, or one to which a narrower turn has brought it. */
export type Told<Status extends string> = Turn<Status> & { readonly narrowed?: true };

/**
 * When a claim says that something happened. A claim without a date was true by the day on which it was recorded, and
 * no more than that is known.
 * @param givesWay whether it holds only where nothing else is known, as history without a day does
 */
export function turnOf<Status extends string>(
  claim: KnownClaim,
  status: Status,
  givesWay = isUndatedPast(claim),
): Turn<Status> | undefined {
  const { type, data } = claim.event;
  if (!saysItHappened(data.modality)) return undefined;
  return { status, kind: type, ...spanOf(claim), ...(givesWay && { givesWay }) };
}

/** The kind of a turn that nobody tells: from then on the status is open until the day on which it begins anew. */
export const BETWEEN = 'between';

/** All turns whose first day is this. */
export class Day<Status extends string> {
  /** How often each turn is told: rows do not depend on it, but the last of its kind that is taken back does. */
  private readonly told = new Map<string, { turn: Told<Status>; times: number }>();
  /** Undefined until asked for, and again after every change. */
  private resolved: Status | undefined;

  constructor(readonly day: string) {}

  /** Whether somebody tells something of it, rather than that a status is only known to have ended by a later day. */
  get isTold(): boolean {
    for (const { turn } of this.told.values()) if (turn.kind !== BETWEEN) return true;
    return false;
  }

  /** Whether what is told of it gives way to nothing. */
  get isFirm(): boolean {
    for (const { turn } of this.told.values()) if (turn.kind !== BETWEEN && !turn.givesWay) return true;
    return false;
  }

  /** Whether one of its turns shows that the status of an earlier day had ended before this one began. */
  beginsAnewAfter(before: Status, last: string, status: Status): boolean {
    for (const { turn } of this.told.values()) {
      const { anew, earliest } = turn;
      if (anew && turn.status === status && anew.after.includes(before) && daysFrom(last, earliest) > anew.days)
        return true;
    }
    return false;
  }

  get empty(): boolean {
    return this.told.size === 0;
  }

  /** @param times below 0 takes away */
  tell(turn: Told<Status>, times: number): void {
    const key = `${turn.status} ${turn.kind} ${turn.latest} ${turn.narrowed ?? false} ${turn.givesWay ?? false} ${turn.anew?.days ?? ''}`;
    const sum = (this.told.get(key)?.times ?? 0) + times;
    if (sum > 0) this.told.set(key, { turn, times: sum });
    else this.told.delete(key);
    if (sum === times || sum === 0) this.resolved = undefined;
  }

  status(resolve: (sameDay: readonly Turn<Status>[]) => Status): Status {
    return (this.resolved ??= resolve([...this.told.values()].map(({ turn }) => turn)));
  }

  /** The narrowest of the turns decides until when it may have begun: a day beats the month that holds it. */
  get latest(): string {
    let least: string | undefined;
    for (const { turn } of this.told.values()) if (least === undefined || turn.latest < least) least = turn.latest;
    return least ?? this.day;
  }

  /** Whether some turn tells to the day, of itself, that this became so here. */
  says(status: Status): boolean {
    for (const { turn } of this.told.values()) {
      if (turn.status === status && turn.latest === this.day && !turn.narrowed && !turn.givesWay) return true;
    }
    return false;
  }
}
