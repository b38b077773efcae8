import type { QueryRunner } from 'typeorm';
import type { Slice, Versioned } from '../engine/model.js';
import { insertMentions } from '../store/mention-rows.js';
import { columnsOf } from '../store/rows.js';
import type { EventsPart } from '../store/work.js';
import { copyRows, type Cell } from './copy.js';

const EVENT = [
  ...['event_id', 'type', 'subject', 'submission', 'unit', 'of_event', 'closes'],
  ...['recorded', 'known', 'partition', 'offset', 'value'],
];
const BASIS = ['id', 'event_id', 'confirmed', 'known_from', 'known_to', 'priority', 'claim_type', 'claim_country'];

/**
 * Writes what whole histories of subjects come to. Nothing of it was there before, so no row is ended: each is written
 * once, as the last event leaves it.
 * @returns how many rows that were
 */
export async function copyPart(runner: QueryRunner, part: EventsPart, partition: number): Promise<number> {
  const changes = [...part.changes.values()];
  if (part.adopted.length + changes.reduce((sum, { close, parted }) => sum + close.length + parted.length, 0) > 0) {
    throw new Error('A whole history ends no rows of a time before it.');
  }
  const events = part.events.map(({ event, ...row }): Cell[] => [
    ...[event.id, event.type, event.subject, event.correlationid, row.unit, row.ofEvent, row.closes],
    ...[row.recorded, row.known, partition, row.offset, row.value],
  ]);
  await copyRows(runner, { table: 'event', columns: EVENT }, events);
  await insertMentions(runner, part.events);
  let rows = events.length;
  for (const [model, { open }] of part.changes) {
    if (open.length === 0) continue;
    const columns = columnsOf(model);
    const cellsOf = (row: Versioned<Slice>): Cell[] =>
      columns.map(({ property }) => (row as unknown as Record<string, Cell>)[property]);
    await copyRows(runner, { table: model.name, columns: columns.map(({ name }) => name) }, open.map(cellsOf));
    rows += open.length;
  }
  const bases = changes.flatMap(({ joined }) =>
    joined.map(({ id, event, confirmed, knownFrom, knownTo, priority, type, country }): Cell[] => [
      ...[id, event, confirmed, knownFrom, knownTo],
      ...[priority, type, country],
    ]),
  );
  if (bases.length > 0) await copyRows(runner, { table: 'basis', columns: BASIS }, bases);
  return rows + bases.length;
}
