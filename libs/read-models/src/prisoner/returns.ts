import { saysItHappened } from '#domain';
import type { KnownClaim } from '../engine/model.js';
import { spanOf, type Days } from '../engine/span.js';
import type { Ending } from './episode.js';
import { endingOf, episodesOf } from './episodes.js';
import type { PersonType } from './status.js';

/**
 * What became of somebody's freedom. `freed` is null where no claim tells of the release itself; where an arrest is said to be
 * another one, it has the days between which the person must have been freed.
 */
export interface Return {
  readonly what: 'detained_again' | 'led_back' | 'expelled';
  readonly when: Days;
  readonly freed: Ending | null;
  readonly events: readonly string[];
}

/** Whether, up to a day, somebody who was freed was detained again, led back or expelled; in order of days. */
export function returnsOf(claims: readonly KnownClaim<PersonType>[], asOf: string): Return[] {
  const happened = claims.filter(
    (claim) => saysItHappened(claim.event.data.modality) && spanOf(claim).earliest <= asOf,
  );
  const returns: Return[] = [];
  const episodes = episodesOf(claims, asOf);
  for (const [type, what] of [
    ['ReleaseReversed', 'led_back'],
    ['PersonExpelled', 'expelled'],
  ] as const) {
    const told = happened.filter(({ event }) => event.type === type);
    const days = new Map<string, KnownClaim<PersonType>[]>();
    for (const claim of told) days.set(spanOf(claim).earliest, [...(days.get(spanOf(claim).earliest) ?? []), claim]);
    for (const same of days.values()) {
      const when = spanOf(same[0]!);
      const gap = episodes.flatMap(({ gaps }) => gaps).find(({ to }) => to.earliest === when.earliest);
      returns.push({
        what,
        when,
        freed: gap?.from ?? (what === 'led_back' ? endingOn(happened, when.earliest) : null),
        events: same.map(({ event }) => event.id),
      });
    }
  }
  for (const [at, episode] of episodes.entries()) {
    const freed = episodes[at - 1]?.ended;
    // An end that is only inferred from a later arrest is no freedom that anybody told of, unless that is called another one.
    const told = happened.some(
      ({ event, event: { id } }) =>
        (event.type === 'PrisonerReleased' && episodes[at - 1]?.acts.includes(id)) ||
        (event.type === 'PersonDetained' && event.data.basis === 're_arrest' && episode.acts.includes(id)),
    );
    if (!episode.detained || !freed || !told) continue;
    returns.push({ what: 'detained_again', when: episode.detained, freed, events: episode.acts });
  }
  return returns.sort((a, b) => (a.when.earliest < b.when.earliest ? -1 : 1));
}

/** The release of the very day on which somebody was led back. */
function endingOn(claims: readonly KnownClaim<PersonType>[], day: string): Ending | null {
  const releases = claims.filter(
    ({ event }) => event.type === 'PrisonerReleased' && event.data.occurred.earliest === day,
  );
  return releases.length > 0 ? endingOf({ earliest: day, latest: day }, releases) : null;
}
