import { printInstant, type ClaimType, type DataOf } from '#domain';
import { daysFrom, type Days } from '../engine/days.js';
import type { KnownClaim } from '../engine/model.js';
import type { Period, Turn } from '../engine/timeline.js';
import type { EndMode, Ending, Episode } from './episode.js';
import type { Status } from './row.js';

/** Two claims of one kind that lie further apart than this tell of two arrests, or of two releases. */
const ONE_MATTER_DAYS_MAX = 31;

type Writable = { -readonly [Key in keyof Episode]: Episode[Key] } & { acts: string[] };

/**
 * The episodes of detention that a life's periods come to, as they stand in each period: a later period does not change
 * what is said of an earlier one.
 * @param turns those of which the periods were made, narrowed
 * @returns as many lists as there are periods
 */
export function episodesOf(periods: readonly Period<Status>[], turns: readonly Turn<Status>[]): Episode[][] {
  const turnOf = new Map(turns.map((turn) => [turn.claim, turn]));
  const done = new Set<KnownClaim>();
  const episodes: Writable[] = [];
  return periods.map(({ status, claims }) => {
    const fresh = claims.filter((claim) => !done.has(claim));
    for (const bucket of byDay(fresh.flatMap((claim) => turnOf.get(claim) ?? []))) step(episodes, status, bucket);
    for (const claim of fresh) done.add(claim);
    return episodes.map((episode) => ({ ...episode, acts: [...episode.acts] }));
  });
}

/** Turns of one first day are told of at once, as in the timeline. */
function byDay(turns: readonly Turn<Status>[]): Turn<Status>[][] {
  const days = new Map<string, Turn<Status>[]>();
  for (const turn of turns) {
    const same = days.get(turn.earliest);
    if (same) same.push(turn);
    else days.set(turn.earliest, [turn]);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, same]) => same);
}

function step(episodes: Writable[], status: Status, bucket: readonly Turn<Status>[]): void {
  if (status === 'in_custody') hold(episodes, bucket);
  else if (status === 'disputed') dispute(episodes, bucket);
  else if (status !== 'unknown') end(episodes, bucket);
  episodes.at(-1)?.acts.push(...bucket.map(({ claim }) => claim.event.id));
}

function hold(episodes: Writable[], bucket: readonly Turn<Status>[]): void {
  const last = episodes.at(-1);
  const days = daysOf(bucket);
  if (last?.ended && saidOf(bucket, 'ReleaseReversed')) {
    last.gaps = [...last.gaps, { from: last.ended, to: days }];
    last.ended = null;
  } else if (!last || last.ended) {
    episodes.push(begun(bucket));
  } else if (isAnotherArrest(last, bucket)) {
    // Whoever is arrested was free before, though nobody told of it.
    last.ended = endingAt({ earliest: last.heldBy?.latest ?? null, latest: days.earliest }, []);
    episodes.push(begun(bucket));
  } else {
    last.disputed = null;
  }
}

/** Custody whose beginning the turns are: dated by an arrest, else begun on an unknown day. */
function begun(bucket: readonly Turn<Status>[]): Writable {
  const arrests = bucket.filter(({ claim }) => claim.event.type === 'PersonDetained' && isDated(claim));
  const detained = arrests.length > 0 ? daysOf(arrests) : null;
  return { detained, heldBy: daysOf(bucket), ended: null, gaps: [], disputed: null, acts: [] };
}

/** House arrest is another measure in the same custody; any other arrest that comes long after is another episode. */
function isAnotherArrest(episode: Episode, bucket: readonly Turn<Status>[]): boolean {
  const since = episode.heldBy?.latest;
  if (since === undefined) return false;
  return bucket.some(({ claim: { event }, earliest }) => {
    if (event.type !== 'PersonDetained' || earliest <= since) return false;
    if (event.data.basis === 're_arrest') return true;
    return event.data.basis !== 'house_arrest' && daysFrom(since, earliest) > ONE_MATTER_DAYS_MAX;
  });
}

function dispute(episodes: Writable[], bucket: readonly Turn<Status>[]): void {
  const last = episodes.at(-1);
  if (last && !last.ended) last.disputed ??= daysOf(bucket);
}

function end(episodes: Writable[], bucket: readonly Turn<Status>[]): void {
  const last = episodes.at(-1);
  const days = daysOf(bucket);
  const ending = endingAt(bucket.some(({ claim }) => isDated(claim)) ? days : { ...days, earliest: null }, bucket);
  if (last && !last.ended) {
    last.ended = ending;
    last.disputed = null;
  } else if (last?.ended && !isAnotherEnd(last.ended, ending, bucket)) {
    last.ended = { ...last.ended, ...manner([...last.ended.modes, ...ending.modes], last.ended, ending) };
  } else {
    episodes.push({ detained: null, heldBy: null, ended: ending, gaps: [], disputed: null, acts: [] });
  }
}

/** Who is freed again, or dies in custody, had been taken again, though nobody told of it. */
function isAnotherEnd(before: Ending, ending: Ending, bucket: readonly Turn<Status>[]): boolean {
  const apart = daysFrom(before.latest, ending.earliest ?? ending.latest);
  return saidOf(bucket, 'DiedInCustody') ? apart > 0 : apart > ONE_MATTER_DAYS_MAX;
}

function endingAt(days: { earliest: string | null; latest: string }, bucket: readonly Turn<Status>[]): Ending {
  const modes: EndMode[] = [];
  const destinations: string[] = [];
  for (const { claim } of bucket) {
    const { type, data } = claim.event;
    if (type === 'PrisonerReleased') modes.push(data.mode);
    if (type === 'PersonExpelled') modes.push('expelled');
    if (type === 'DiedInCustody') modes.push('died');
    if ((type === 'PrisonerReleased' || type === 'PersonExpelled') && data.destination)
      destinations.push(data.destination);
  }
  return { ...days, ...manner(modes, { destinations }) };
}

/** Death and expulsion say most of how it ended; else the one mode that anybody knows. */
function manner(
  modes: readonly EndMode[],
  ...from: readonly Pick<Ending, 'destinations'>[]
): Pick<Ending, 'mode' | 'modes' | 'destinations'> {
  const said = [...new Set(modes)].filter((mode) => mode !== 'unknown').sort();
  const mode =
    (['died', 'expelled'] as const).find((one) => said.includes(one)) ?? (said.length === 1 ? said[0]! : 'unknown');
  return { mode, modes: said, destinations: [...new Set(from.flatMap(({ destinations }) => destinations))].sort() };
}

/** The first day of the turns, and the narrowest end. */
const daysOf = (bucket: readonly Turn<Status>[]): Days => ({
  earliest: bucket[0]!.earliest,
  latest: bucket.map(({ latest }) => latest).sort()[0]!,
});

const saidOf = (bucket: readonly Turn<Status>[], type: ClaimType): boolean =>
  bucket.some(({ claim }) => claim.event.type === type);

const isDated = ({ event }: KnownClaim): boolean => event.data.occurred.latest !== null;

/** A duration that somebody claimed, and the days on which it was said to be so; null where it is not dated. */
export interface Duration {
  readonly event: string;
  readonly count: DataOf<'DurationClaimed'>['count'];
  readonly unit: DataOf<'DurationClaimed'>['unit'];
  readonly on: Days | null;
}

/** The day of a claim that turns nothing: its own first day, else the day on which it was recorded. */
export const dayOf = ({ event, known }: KnownClaim): string =>
  event.data.occurred.earliest ?? printInstant(known).slice(0, 10);
