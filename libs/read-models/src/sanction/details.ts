import { actsOf } from '../engine/acts.js';
import { isAct, targetOf, type SanctionClaim } from './act.js';
import type { SanctionSlice } from './row.js';

/**
 * What bears on a target during the days of a row: every claim that is not about later days. The days before anything
 * is claimed rest on nothing, unless nothing at all is claimed of the status.
 * @param turning whether any of the claims changes the status
 */
export function sanctionDetails(
  row: SanctionSlice,
  claims: readonly SanctionClaim[],
  turning: boolean,
): Readonly<Record<string, unknown>> {
  const unknown = row.sinceEarliest === null;
  const bearing = claims.filter(
    ({ event }) => !unknown && (event.data.occurred.earliest ?? row.validFrom) < row.validTo,
  );
  const shown = turning ? bearing : claims;
  const all = shown.filter(isAct).map(({ event }) => event.data);
  const named = claims.find(({ event }) => targetOf(event).name === row.target);
  return {
    since: unknown ? null : { earliest: row.sinceEarliest, latest: row.sinceLatest },
    target: named ? targetOf(named.event) : { name: row.target },
    programme: claims.map(({ event }) => event.data.programme).find(Boolean) ?? null,
    measures: [...new Set(all.flatMap(({ measures }) => measures))].sort(),
    instruments: [...new Set(all.flatMap(({ instrument }) => instrument ?? []))].sort(),
    licences: all.flatMap((data) => ('licence' in data && data.licence ? [data.licence] : [])),
    acts: actsOf(shown),
    // For the database alone.
    keys: undefined,
  };
}
