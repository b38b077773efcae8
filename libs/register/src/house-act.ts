import { v4 as uuidv4 } from 'uuid';
import { subjectOfAct, writePosition, writeRecord, type HouseAct } from '#domain';
import type { Log } from '#log';

/** What an act was appended as: the id that its event will have, and the token by which a read waits for it. */
export interface AppendedAct {
  readonly id: string;
  readonly position: string;
}

/**
 * Appends what the house did to its own records, as a submission: the recorder makes it the event, so that it stays the
 * one writer of `events`. Resolves when it is durable.
 * @param id of the act; with the same id it is the same act, however often it is appended
 * @throws RecordRefused where the act is not of its type's shape
 */
export async function appendHouseAct(
  { log, source }: { readonly log: Log; readonly source: string },
  act: HouseAct,
  id: string = uuidv4(),
): Promise<AppendedAct> {
  const key = subjectOfAct(act);
  const print = writeRecord({
    id,
    source,
    type: 'HouseActReceived',
    subject: key,
    correlationid: id,
    causationid: id,
    data: { act },
  });
  await log.append('reports', [{ key, print }]);
  return { id, position: writePosition([id]) };
}
