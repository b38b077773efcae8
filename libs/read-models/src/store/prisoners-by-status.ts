import type { Status } from '../prisoner/row.js';
import type { Clocks } from './list.js';
import type { Snapshot } from './reader.js';

/** How many people of a status: those of whom it is certain on that day, and those whose dates leave it open. */
export interface StatusCount {
  readonly status: Status;
  readonly certain: number;
  readonly uncertain: number;
}

/** The people of one country by status, at two clocks; only identified people, so a lower bound of any census. */
export async function prisonersByStatus(
  { runner }: Snapshot,
  country: string,
  { asOf, knownAt }: Clocks,
): Promise<StatusCount[]> {
  return (await runner.query(
    `select status, count(*) filter (where certain)::int as certain, count(*) filter (where not certain)::int as uncertain
     from prisoner where country = $1 and valid_from <= $2 and valid_to > $2 and known_from <= $3 and known_to > $3
     group by status order by status`,
    [country, asOf, String(knownAt)],
  )) as StatusCount[];
}

/** People of one status, with or without doubt: how many, and the first of them by name. */
export interface PeopleCounted {
  readonly status: Status;
  readonly certain: boolean;
  readonly count: number;
  readonly ids: readonly string[];
}

/** Whom `prisonersByStatus` counts. @param most of whom the ids are given */
export async function peopleByStatus(
  { runner }: Snapshot,
  country: string,
  { asOf, knownAt }: Clocks,
  most: number,
): Promise<PeopleCounted[]> {
  return (await runner.query(
    `select status, certain, count(*)::int as count, (array_agg(id::text order by name, id))[1:$4::int] as ids
     from prisoner where country = $1 and valid_from <= $2 and valid_to > $2 and known_from <= $3 and known_to > $3
     group by status, certain order by status, certain desc`,
    [country, asOf, String(knownAt), most],
  )) as PeopleCounted[];
}
