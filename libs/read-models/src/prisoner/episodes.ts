import { saysItHappened } from '#domain';
import { daysApart } from '../engine/days.js';
import type { KnownClaim } from '../engine/model.js';
import { inOrder } from '../engine/order.js';
import { byDay, dated, daysFrom, daysOf, isDated, spanOf, type Dated } from '../engine/span.js';
import { compareDurations, daysInCustody, episodeOn } from './days-in-custody.js';
import type { Duration, EndMode, Ending, Episode } from './episode.js';
import type { Status } from './row.js';
import { DENIAL_DAYS_MAX, resolveDay, SAYS, type PersonType } from './status.js';

type Claim = KnownClaim<PersonType>;
type Turn = Dated<Claim>;

/** Two claims of one kind that lie further apart than this tell of two arrests, or of two releases. */
const ONE_MATTER_DAYS_MAX = 31;

type Writable = { -readonly [Key in keyof Episode]: Episode[Key] } & { acts: string[] };

/**
 * A life in episodes of detention, the first one first, as of the end of a day: what came later ends none of them.
 * @param claims those that stand about one person, in any order
 */
export function episodesOf(claims: readonly Claim[], asOf: string): Episode[] {
  const all = inOrder(claims);
  const denials = all.filter(({ event }) => event.data.modality === 'denied');
  const statusOf = (claim: Claim): Status | null => {
    const denied = denials.some(
      (denial) => denial.event.type === claim.event.type && daysApart(denial, claim) <= DENIAL_DAYS_MAX,
    );
    return denied ? 'disputed' : SAYS[claim.event.type];
  };
  const turning = all.filter(({ event }) => SAYS[event.type] !== null && saysItHappened(event.data.modality));
  const episodes: Writable[] = [];
  for (const [day, turns] of byDay(dated(turning, (claim) => String(statusOf(claim))))) {
    if (day > asOf) break;
    step(episodes, resolveDay(turns.map(({ claim }) => ({ status: statusOf(claim)!, kind: claim.event.type }))), turns);
  }
  return withActs(episodes, all, asOf);
}

/** Each claim goes with an episode: what turns nothing, such as a pardon, with the one of its day. */
function withActs(episodes: readonly Episode[], claims: readonly Claim[], asOf: string): Episode[] {
  const turning = new Map(episodes.flatMap((episode) => episode.acts.map((id) => [id, episode] as const)));
  const acts = new Map<Episode, string[]>(episodes.map((episode) => [episode, []]));
  for (const claim of claims) {
    const { earliest } = spanOf(claim);
    const episode = turning.get(claim.event.id) ?? (earliest <= asOf ? episodeOn(episodes, earliest) : undefined);
    if (episode) acts.get(episode)!.push(claim.event.id);
  }
  return episodes.map((episode) => ({ ...episode, acts: acts.get(episode)! }));
}

/** The episodes with their days in custody up to a day, and beside them the durations that are claimed of each. */
export function careerOf(claims: readonly Claim[], asOf: string) {
  const episodes = episodesOf(claims, asOf);
  const durations = inOrder(claims).flatMap(durationOf);
  return episodes.map((episode) => ({
    ...episode,
    daysInCustody: daysInCustody(episode, asOf),
    claimed: compareDurations(episodes, episode, durations, asOf),
  }));
}

function durationOf(claim: Claim): Duration[] {
  const { event } = claim;
  if (event.type !== 'DurationClaimed') return [];
  return [
    { event: event.id, count: event.data.count, unit: event.data.unit, on: isDated(claim) ? spanOf(claim) : null },
  ];
}

function step(episodes: Writable[], status: Status, bucket: readonly Turn[]): void {
  if (status === 'in_custody') hold(episodes, bucket);
  else if (status === 'disputed') dispute(episodes, bucket);
  else if (status !== 'unknown') end(episodes, bucket);
  episodes.at(-1)?.acts.push(...bucket.map(({ claim }) => claim.event.id));
}

function hold(episodes: Writable[], bucket: readonly Turn[]): void {
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
function begun(bucket: readonly Turn[]): Writable {
  const arrests = bucket.filter(({ claim }) => claim.event.type === 'PersonDetained' && isDated(claim));
  const detained = arrests.length > 0 ? daysOf(arrests) : null;
  return { detained, heldBy: daysOf(bucket), ended: null, gaps: [], disputed: null, acts: [] };
}

/** House arrest is another measure in the same custody; any other arrest that comes long after is another episode. */
function isAnotherArrest(episode: Episode, bucket: readonly Turn[]): boolean {
  const since = episode.heldBy?.latest;
  if (since === undefined) return false;
  return bucket.some(({ claim: { event }, earliest }) => {
    if (event.type !== 'PersonDetained' || earliest <= since) return false;
    if (event.data.basis === 're_arrest') return true;
    return event.data.basis !== 'house_arrest' && daysFrom(since, earliest) > ONE_MATTER_DAYS_MAX;
  });
}

function dispute(episodes: Writable[], bucket: readonly Turn[]): void {
  const last = episodes.at(-1);
  if (last && !last.ended) last.disputed ??= daysOf(bucket);
}

function end(episodes: Writable[], bucket: readonly Turn[]): void {
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
function isAnotherEnd(before: Ending, ending: Ending, bucket: readonly Turn[]): boolean {
  const apart = daysFrom(before.latest, ending.earliest ?? ending.latest);
  return saidOf(bucket, 'DiedInCustody') ? apart > 0 : apart > ONE_MATTER_DAYS_MAX;
}

function endingAt(days: { earliest: string | null; latest: string }, bucket: readonly Turn[]): Ending {
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

const saidOf = (bucket: readonly Turn[], type: PersonType): boolean =>
  bucket.some(({ claim }) => claim.event.type === type);
