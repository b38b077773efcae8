import type { QueryRunner } from 'typeorm';
import { personId, soundKeys, type LedgerEvent, type Person } from '#domain';
import type { EventRow } from './work.js';

/** Whom an event names that is not filed under that name's own block. */
function namedElsewhere({ type, data }: LedgerEvent): readonly Person[] {
  switch (type) {
    case 'PrisonersPardoned':
    case 'PrisonersReleased':
    case 'PersonsDetained':
    case 'PersonsSentenced':
    case 'PrisonersTransferred':
    case 'PersonsExpelled':
      return data.named;
    case 'GroupMemberNamed':
    case 'GroupMemberWithdrawn':
      return [data.person];
    case 'IdentityJudged':
      return [data.left, data.right];
    default:
      return [];
  }
}

/** Keeps by which letters people are found whom groups and judgements name, one statement whatever their number. */
export async function insertMentions(runner: QueryRunner, events: readonly EventRow[]): Promise<void> {
  const mentions = events.flatMap(({ event, known }) => {
    const bySpelling = new Map(namedElsewhere(event).map((one) => [personId(one.country, one.name), one]));
    return [...bySpelling].map(([spelling, { name, country }]) => ({
      event: event.id,
      spelling,
      name,
      country,
      known,
    }));
  });
  if (mentions.length === 0) return;
  await runner.query(
    `insert into mention (event_id, spelling, name, country, keys, known)
     select event_id, spelling, name, country, string_to_array(keys, ' '), known
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[])
       as m (event_id, spelling, name, country, keys, known)`,
    [
      mentions.map(({ event }) => event),
      mentions.map(({ spelling }) => spelling),
      mentions.map(({ name }) => name),
      mentions.map(({ country }) => country),
      mentions.map(({ name }) => soundKeys(name).join(' ')),
      mentions.map(({ known }) => String(known)),
    ],
  );
}
