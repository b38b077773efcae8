import { printInstant, saysItHappened } from '#domain';
import { BEGINNING, ENDLESS, type KnownClaim } from './model.js';

/** A claim that changes a status, on a day between two days. */
export interface Turn<Status extends string> {
  readonly status: Status;
  readonly claim: KnownClaim;
  readonly earliest: string;
  readonly latest: string;
}

/** A span of days with one status, and the claims that make it so. */
export interface Period<Status extends string> {
  readonly status: Status;
  readonly validFrom: string;
  readonly validTo: string;
  readonly certain: boolean;
  /** The days between which it began; null before the first turn. */
  readonly since: { earliest: string; latest: string } | null;
  readonly claims: readonly KnownClaim[];
}

/**
 * When a claim says that something happened. A claim without a date was true by the time it was recorded, and no more
 * than that is known.
 */
export function turnOf<Status extends string>(claim: KnownClaim, status: Status): Turn<Status> | undefined {
  const { occurred, modality } = claim.event.data;
  if (!saysItHappened(modality)) return undefined;
  const recorded = printInstant(claim.known).slice(0, 10);
  return {
    status,
    claim,
    earliest: occurred.earliest ?? occurred.latest ?? recorded,
    latest: occurred.latest ?? recorded,
  };
}

/**
 * The status on every day. Turns of one first day are one question for `resolve`; turns that say what is so already
 * only support it. While a turn's day is open between two days, its status is shown as not certain.
 * @param before the status before the first turn
 */
export function timeline<Status extends string>(
  turns: readonly Turn<Status>[],
  before: Status,
  resolve: (sameDay: readonly Turn<Status>[]) => Status,
): Period<Status>[] {
  const days = new Map<string, Turn<Status>[]>();
  for (const turn of turns.map((turn) => narrowed(turn, turns)).sort(byDay)) {
    const sameDay = days.get(turn.earliest);
    if (sameDay) sameDay.push(turn);
    else days.set(turn.earliest, [turn]);
  }
  const periods: Period<Status>[] = [
    { status: before, validFrom: BEGINNING, validTo: ENDLESS, certain: true, since: null, claims: [] },
  ];
  for (const [day, sameDay] of days) {
    const status = resolve(sameDay);
    const last = periods.at(-1)!;
    const claims = sameDay.map(({ claim }) => claim);
    if (status === last.status) {
      periods.splice(-1, 1, { ...last, claims: [...last.claims, ...claims] });
      continue;
    }
    // The narrowest of the turns decides: a day beats the month that holds it.
    const latest = sameDay.map((turn) => turn.latest).sort()[0]!;
    const since = { earliest: day, latest };
    end(periods, day);
    if (latest > day) periods.push({ status, validFrom: day, validTo: latest, certain: false, since, claims });
    periods.push({ status, validFrom: latest, validTo: ENDLESS, certain: true, since, claims });
  }
  return periods;
}

/** "In July" beside "on 14 July" is the 14th: a turn takes the days of a narrower one that says the same within them. */
function narrowed<Status extends string>(turn: Turn<Status>, all: readonly Turn<Status>[]): Turn<Status> {
  if (turn.earliest === turn.latest) return turn;
  const within = all.find(
    (other) =>
      other.status === turn.status &&
      other.earliest === other.latest &&
      other.earliest >= turn.earliest &&
      other.latest <= turn.latest,
  );
  return within ? { ...turn, earliest: within.earliest, latest: within.latest } : turn;
}

/** Lets nothing run past the day on which something else begins. */
function end(periods: Period<string>[], day: string): void {
  while (periods.at(-1)!.validFrom >= day) periods.pop();
  periods.splice(-1, 1, { ...periods.at(-1)!, validTo: day });
}

const byDay = (a: Turn<string>, b: Turn<string>): number => {
  if (a.earliest !== b.earliest) return a.earliest < b.earliest ? -1 : 1;
  if (a.latest !== b.latest) return a.latest < b.latest ? -1 : 1;
  return 0;
};
