import { saysItHappened } from '#domain';
import { daysApart } from '../engine/days.js';
import type { KnownClaim } from '../engine/model.js';
import { inOrder } from '../engine/order.js';
import { byDay, dated, daysFrom, daysOf, isDated, spanOf, type Dated, type Days } from '../engine/span.js';
import { compareDurations, daysInCustody, episodeOn } from './days-in-custody.js';
import type { Duration, EndMode, Ending, Episode } from './episode.js';
import type { Status } from './row.js';
import { anewOf, DENIAL_DAYS_MAX, givesWay, resolveDay, SAYS, type PersonType } from './status.js';

type Claim = KnownClaim<PersonType>;
type Turn = Dated<Claim>;

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
  const life: Life = { episodes: [], last: null };
  for (const [day, turns] of byDay(dated(turning, (claim) => String(statusOf(claim)), givesWay))) {
    const status = resolveDay(turns.map((turn) => ({ status: statusOf(turn.claim)!, kind: turn.claim.event.type })));
    if (day > asOf) {
      foresee(life, status, turns, asOf);
      break;
    }
    step(life, status, turns);
  }
  return withActs(life.episodes, all, asOf);
}

/** The episodes so far, and what was told of the last day of which anything was. */
interface Life {
  readonly episodes: Writable[];
  last: { readonly status: Status; readonly days: Days } | null;
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

function step(life: Life, status: Status, bucket: readonly Turn[]): void {
  const { episodes } = life;
  const anew = isAnew(life, status, bucket);
  if (status === 'in_custody') hold(life, bucket, anew);
  else if (status === 'disputed') dispute(episodes, bucket);
  else if (status !== 'unknown') end(episodes, bucket, anew);
  episodes.at(-1)?.acts.push(...bucket.map(({ claim }) => claim.event.id));
  life.last = { status, days: daysOf(bucket) };
}

/** The rule of `anewOf`, by which the status is unknown between the two days. */
function isAnew({ last }: Life, status: Status, bucket: readonly Turn[]): boolean {
  return bucket.some(({ claim, earliest }) => {
    const anew = SAYS[claim.event.type] === status && anewOf(claim);
    return last && anew && anew.after.includes(last.status) && daysFrom(last.days.latest, earliest) > anew.days;
  });
}

/** A later arrest says of a day before it no more than that the person may have been free by then. */
function foresee(life: Life, status: Status, bucket: readonly Turn[], asOf: string): void {
  const last = life.episodes.at(-1);
  if (!last || last.ended || !isAnew(life, status, bucket) || asOf <= life.last!.days.latest) return;
  last.ended = endingOf({ earliest: life.last!.days.latest, latest: daysOf(bucket).earliest }, []);
}

function hold({ episodes, last: before }: Life, bucket: readonly Turn[], anew: boolean): void {
  const last = episodes.at(-1);
  const days = daysOf(bucket);
  if (last?.ended && saidOf(bucket, 'ReleaseReversed')) {
    last.gaps = [...last.gaps, { from: last.ended, to: days }];
    last.ended = null;
  } else if (!last || last.ended) {
    episodes.push(begun(bucket));
  } else if (anew) {
    // Whoever is arrested was free before, though nobody told of it.
    last.ended = endingOf({ earliest: before!.days.latest, latest: days.earliest }, []);
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

function dispute(episodes: Writable[], bucket: readonly Turn[]): void {
  const last = episodes.at(-1);
  if (last && !last.ended) last.disputed ??= daysOf(bucket);
}

function end(episodes: Writable[], bucket: readonly Turn[], anew: boolean): void {
  const last = episodes.at(-1);
  const days = daysOf(bucket);
  const claims = bucket.map(({ claim }) => claim);
  const ending = endingOf(claims.some(isDated) ? days : { ...days, earliest: null }, claims);
  if (last && !last.ended) {
    last.ended = ending;
    last.disputed = null;
  } else if (last?.ended && !anew) {
    last.ended = { ...last.ended, ...manner([...last.ended.modes, ...ending.modes], last.ended, ending) };
  } else {
    episodes.push({ detained: null, heldBy: null, ended: ending, gaps: [], disputed: null, acts: [] });
  }
}

/** How custody ended on some days, by the claims that tell of it. */
export function endingOf(days: Pick<Ending, 'earliest' | 'latest'>, claims: readonly Claim[]): Ending {
  const modes: EndMode[] = [];
  const destinations: string[] = [];
  for (const { event } of claims) {
    const { type, data } = event;
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
