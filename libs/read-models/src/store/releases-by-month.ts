import type { Count, DataOf } from '#domain';
import type { Clocks } from './list.js';
import type { Snapshot } from './reader.js';

export type LeavingMode = DataOf<'PrisonerReleased'>['mode'] | 'expelled';

/** What is known of one month: people who left custody by name and mode, groups, and figures that were claimed in it. */
export interface ReleasedInMonth {
  /** YYYY-MM */
  readonly month: string;
  readonly people: number;
  readonly byMode: Readonly<Partial<Record<LeavingMode, number>>>;
  readonly groups: readonly { readonly id: string; readonly day: string; readonly count: number }[];
  readonly claimed: readonly ClaimedInMonth[];
}

/** A figure as it was claimed: "more than 430" is not 430, and whose word it is says what it is worth. */
export interface ClaimedInMonth {
  readonly id: string;
  readonly day: string;
  readonly value: number;
  readonly qualifier: Count['qualifier'];
  readonly assertedBy: DataOf<'CountClaimed'>['assertedBy'];
}

/** Somebody who left custody in a month. */
export interface LeftInMonth {
  readonly id: string;
  readonly month: string;
  readonly mode: LeavingMode;
}

/** The days of the question, both included. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/**
 * Releases of a country month by month, side by side and never summed: the people of a group are not told apart from
 * those who are named, and a claimed figure is of a window of its own.
 */
export async function releasesByMonth(
  snapshot: Snapshot,
  country: string,
  { from, to }: Window,
  { asOf, knownAt }: Clocks,
): Promise<{ months: ReleasedInMonth[]; left: readonly LeftInMonth[] }> {
  const days = [country, from, to < asOf ? to : asOf, String(knownAt)];
  const people = await peopleWhoLeft(snapshot, days);
  const groups = (await snapshot.runner.query(
    `select id, valid_from::text as day, count from release
     where country = $1 and kind = 'freed' and modality in ('performed', 'ongoing', 'background')
       and valid_from between $2 and $3 and known_from <= $4 and known_to > $4 order by valid_from, id`,
    days,
  )) as ReleasedInMonth['groups'];
  // The row of a figure has the id of the claim.
  const claimed = (await snapshot.runner.query(
    `select id, valid_from::text as day, count.value, data #>> '{count,qualifier}' as qualifier,
       data -> 'assertedBy' as "assertedBy"
     from count join event on event_id = id
     cross join lateral (select convert_from(event.value, 'UTF8')::jsonb -> 'data' as data) as told
     where country = $1 and metric = 'released' and valid_from between $2 and $3
       and known_from <= $4 and known_to > $4 order by valid_from, id`,
    days,
  )) as ClaimedInMonth[];
  const months = [...people.map(({ month }) => month), ...[...groups, ...claimed].map(monthOf)];
  const summed = [...new Set(months)].sort().map((month) => {
    const mine = people.filter((one) => one.month === month);
    const byMode: Partial<Record<LeavingMode, number>> = {};
    for (const { mode } of mine) byMode[mode] = (byMode[mode] ?? 0) + 1;
    const within = (one: { readonly day: string }): boolean => monthOf(one) === month;
    return {
      month,
      people: mine.length,
      byMode,
      groups: groups.filter(within),
      claimed: claimed.filter(within),
    };
  });
  return { months: summed, left: people };
}

const monthOf = ({ day }: { readonly day: string }): string => day.slice(0, 7);

/** Each person once a month, however many reports tell of it; only claims that still count. */
async function peopleWhoLeft({ runner }: Snapshot, days: readonly string[]): Promise<LeftInMonth[]> {
  const rows = (await runner.query(
    `select basis.id, left(data #>> '{occurred,earliest}', 7) as month, array_agg(distinct coalesce(data ->> 'mode', 'expelled')) as modes
     from event join basis using (event_id)
     cross join lateral (select convert_from(event.value, 'UTF8')::jsonb -> 'data' as data) as told
     where type in ('PrisonerReleased', 'PersonExpelled') and starts_with(subject, 'person/' || lower($1) || '/')
       and basis.known_from <= $4 and basis.known_to > $4
       and data ->> 'modality' in ('performed', 'ongoing', 'background')
       and data #>> '{occurred,earliest}' between $2 and $3
     group by basis.id, month order by month, basis.id`,
    [...days],
  )) as { id: string; month: string; modes: LeavingMode[] }[];
  return rows.map(({ id, month, modes }) => ({ id, month, mode: modeOf(modes) }));
}

/** Expulsion says most of how somebody left; else the one mode that anybody knows. */
function modeOf(modes: readonly LeavingMode[]): LeavingMode {
  if (modes.includes('expelled')) return 'expelled';
  const known = modes.filter((mode) => mode !== 'unknown');
  return known.length === 1 ? known[0]! : 'unknown';
}
