import { BEGINNING, ENDLESS } from '../model.js';
import type { Period } from '../course.js';
import { dayAfter, daysFrom } from '../span.js';
import type { Turn } from '../turns.js';

/** The status on every day, from all turns at once and by the rule itself: what `CourseFold` must come to. */
export function courseOf<Status extends string>(
  told: readonly Turn<Status>[],
  before: Status,
  resolve: (sameDay: readonly Turn<Status>[]) => Status,
): Period<Status>[] {
  const firm = told.filter(({ givesWay }) => !givesWay);
  const turns = firm.map((one) => narrowed(one, firm));
  const holding = told.filter(({ givesWay, earliest }) => givesWay && turns.every((one) => one.earliest > earliest));
  const days = new Map<string, Turn<Status>[]>();
  for (const turn of [...turns, ...holding].sort((a, b) => (a.earliest < b.earliest ? -1 : 1))) {
    days.set(turn.earliest, [...(days.get(turn.earliest) ?? []), turn]);
  }
  const periods: Period<Status>[] = [
    { status: before, validFrom: BEGINNING, validTo: ENDLESS, certain: true, since: null },
  ];
  let last: { status: Status; latest: string } | undefined;
  for (const [day, sameDay] of days) {
    const status = resolve(sameDay);
    const latest = latestOf(sameDay);
    const open = last && dayAfter(last.latest);
    if (last && open! < day && beginsAnew(sameDay, status, last)) turnTo(periods, before, open!, day);
    if (status !== periods.at(-1)!.status) turnTo(periods, status, day, latest);
    last = { status, latest };
  }
  return periods;
}

function turnTo<Status extends string>(periods: Period<Status>[], status: Status, day: string, latest: string): void {
  if (status === periods.at(-1)!.status) return;
  const since = { earliest: day, latest };
  while (periods.at(-1)!.validFrom >= day) periods.pop();
  periods.push({ ...periods.pop()!, validTo: day });
  if (latest > day) periods.push({ status, validFrom: day, validTo: latest, certain: false, since });
  periods.push({ status, validFrom: latest, validTo: ENDLESS, certain: true, since });
}

const latestOf = (sameDay: readonly Turn<string>[]): string => sameDay.map((turn) => turn.latest).sort()[0]!;

const beginsAnew = <Status extends string>(
  sameDay: readonly Turn<Status>[],
  status: Status,
  last: { status: Status; latest: string },
): boolean =>
  sameDay.some(
    ({ anew, earliest, ...turn }) =>
      anew !== undefined &&
      turn.status === status &&
      anew.after.includes(last.status) &&
      daysFrom(last.latest, earliest) > anew.days,
  );

function narrowed<Status extends string>(turn: Turn<Status>, all: readonly Turn<Status>[]): Turn<Status> {
  if (turn.earliest === turn.latest) return turn;
  const within = all
    .filter(({ status, earliest, latest }) => status === turn.status && earliest === latest)
    .map(({ earliest }) => earliest)
    .filter((day) => day >= turn.earliest && day <= turn.latest)
    .sort()[0];
  return within === undefined ? turn : { ...turn, earliest: within, latest: within };
}
