import type { Clocks } from './list.js';
import type { Snapshot } from './reader.js';

/** The most people of one answer. */
const PEOPLE_MAX = 500;

/** People of whom it is told that they were led back or expelled, freed and arrested, or arrested again: their ids and names. */
export async function peopleReturned(
  { runner }: Snapshot,
  country: string,
  { asOf, knownAt }: Clocks,
): Promise<{ id: string; name: string; status: string }[]> {
  return (await runner.query(
    `select prisoner.id, prisoner.name, prisoner.status from (
       select basis.id from event join basis using (event_id)
       where type in ('ReleaseReversed', 'PersonExpelled', 'PrisonerReleased', 'PersonDetained')
         and starts_with(subject, 'person/' || lower($1) || '/') and basis.known_from <= $3 and basis.known_to > $3
       group by basis.id
       having bool_or(type in ('ReleaseReversed', 'PersonExpelled'))
         or bool_or(type = 'PrisonerReleased') and bool_or(type = 'PersonDetained')
         or bool_or(type = 'PersonDetained'
           and convert_from(event.value, 'UTF8')::jsonb #>> '{data,basis}' = 're_arrest')
     ) as returned join prisoner using (id)
     where prisoner.country = $1 and prisoner.valid_from <= $2 and prisoner.valid_to > $2
       and prisoner.known_from <= $3 and prisoner.known_to > $3
     order by prisoner.name, prisoner.id limit ${PEOPLE_MAX}`,
    [country, asOf, String(knownAt)],
  )) as { id: string; name: string; status: string }[];
}
