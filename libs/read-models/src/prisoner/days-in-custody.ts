import type { Count } from '#domain';
import { boundsOf, meet, type Bounds } from '../engine/counts.js';
import { daysFrom } from '../engine/span.js';
import type { Duration, Episode } from './episode.js';

/** Days in custody; `most` is null where the arrest was never seen. */
export interface DaysInCustody {
  readonly least: number;
  readonly most: number | null;
}

/**
 * The days of an episode up to a day, derived from its dates and never from what anybody claims: from the day of the
 * arrest to that of the end, the first included and the last not. Days on which the person was out do not count.
 * @param asOf a day; an episode that goes on is counted up to it
 * @returns null before the episode began, and where nothing but its end was seen
 */
export function daysInCustody(episode: Episode, asOf: string): DaysInCustody | null {
  const held = episode.detained ?? episode.heldBy;
  if (!held || held.earliest > asOf) return null;
  const earliestEnd = episode.ended ? (episode.ended.earliest ?? held.latest) : (episode.disputed?.earliest ?? asOf);
  const latestEnd = episode.ended?.latest ?? asOf;
  const out = gapsOf(episode);
  const least = daysFrom(held.latest, firstOf(earliestEnd, asOf)) - out.most;
  const most = episode.detained && daysFrom(episode.detained.earliest, firstOf(latestEnd, asOf)) - out.least;
  return { least: Math.max(0, least), most: most === null ? null : Math.max(0, most) };
}

const firstOf = (a: string, b: string): string => (a < b ? a : b);

/** How long the person was out in between. */
function gapsOf({ gaps }: Episode): Bounds {
  let [least, most] = [0, 0];
  for (const { from, to } of gaps) {
    least += Math.max(0, daysFrom(from.latest, to.earliest));
    most += Math.max(0, daysFrom(from.earliest ?? from.latest, to.latest));
  }
  return { least, most };
}

/** A duration that somebody claims, beside the days that the dates give. */
export interface ComparedDuration extends Duration {
  /** Can both be true? null where the dates leave it open, since the arrest was never seen. */
  readonly agrees: boolean | null;
}

/** Compares the durations that are claimed of an episode with its derived days on the day of each claim. */
export const compareDurations = (
  episodes: readonly Episode[],
  episode: Episode,
  durations: readonly Duration[],
  asOf: string,
): ComparedDuration[] =>
  durations
    .filter(({ on }) => episodeOn(episodes, on?.earliest ?? asOf) === episode)
    .map((duration) => ({ ...duration, agrees: agrees(duration, episode, asOf) }));

/** The episode that a claim of some day speaks of: the last one that had begun. */
export function episodeOn(episodes: readonly Episode[], day: string): Episode | undefined {
  return episodes.findLast((episode) => beginOf(episode) <= day);
}

const beginOf = ({ detained, heldBy, ended }: Episode): string =>
  (detained ?? heldBy)?.earliest ?? ended?.earliest ?? ended?.latest ?? '';

function agrees({ count, unit, on }: Duration, episode: Episode, asOf: string): boolean | null {
  const from = daysInCustody(episode, on?.earliest ?? asOf);
  const to = daysInCustody(episode, on?.latest ?? asOf);
  if (!to) return null;
  const derived = { least: from?.least ?? 0, most: to.most ?? Infinity };
  if (!meet(inDays(count, unit), derived)) return false;
  return to.most === null ? null : true;
}

/** Days in one of a unit: the fewest and the most. */
const UNITS = { days: [1, 1], weeks: [7, 7], months: [28, 31], years: [365, 366] } as const;

/** A figure in weeks, months or years leaves out what has passed of the next: "four years" may be all but five. */
function inDays(count: Count, unit: Duration['unit']): Bounds {
  const { least, most } = boundsOf(count);
  const [fewest, longest] = UNITS[unit];
  const begun = unit === 'days' || count.qualifier === 'at_most' ? 0 : longest - 1;
  return { least: least * fewest, most: most * longest + begun };
}
