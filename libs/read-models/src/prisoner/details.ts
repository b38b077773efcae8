import { actsOf } from '../engine/acts.js';
import type { PrisonerClaim } from './course.js';
import type { PrisonerSlice } from './row.js';

/**
 * What bears on a person during the days of a row: every claim that is not about later days. The days before anything
 * is claimed rest on nothing, unless nothing at all is claimed of the status.
 * @param turning those of the claims that change the status
 */
export function prisonerDetails(
  row: PrisonerSlice,
  claims: readonly PrisonerClaim[],
  turning: readonly PrisonerClaim[],
): Readonly<Record<string, unknown>> {
  const unknown = row.sinceEarliest === null;
  const bearing = claims.filter(
    ({ event }) => !unknown && (event.data.occurred.earliest ?? row.validFrom) < row.validTo,
  );
  const shown = turning.length === 0 ? claims : bearing;
  const named = claims.find(({ event }) => event.data.person.name === row.name);
  return {
    since: unknown ? null : { earliest: row.sinceEarliest, latest: row.sinceLatest },
    person: named?.event.data.person ?? null,
    acts: actsOf(shown),
    durations: shown.flatMap(({ event }) =>
      event.type === 'DurationClaimed' ? [{ event: event.id, count: event.data.count, unit: event.data.unit }] : [],
    ),
  };
}
