import type { Slice, Versioned } from '../engine/model.js';
import { MODELS, type AnyModel, type ModelName } from '../models.js';
import { conditionsOf, ORDER, type ListOptions } from './list.js';
import type { Snapshot } from './reader.js';
import { asRow, columnsOf, propertiesOf } from './rows.js';

/** A list as `list` gives it page by page, here all of it: what is asked, at two clocks. */
export type Whole = Omit<ListOptions, 'limit' | 'after'>;

/** How many rows lie in memory at a time. */
const ROWS_AT_ONCE = 200;

/** How many rows the list has in this snapshot. */
export async function countOfList({ runner }: Snapshot, name: ModelName, whole: Whole): Promise<number> {
  const { text, values } = conditionsOf(name, whole);
  const [row] = (await runner.query(`select count(*)::int as rows from "${name}" where ${text}`, values)) as {
    rows: number;
  }[];
  return row!.rows;
}

/**
 * All rows of a list in its order, a few hundred at a time, by a cursor that the server keeps: however long the list is,
 * and however slowly it is taken, only those lie here. One at a time in a snapshot.
 */
export async function* rowsOfList(
  { runner }: Snapshot,
  name: ModelName,
  whole: Whole,
): AsyncGenerator<Versioned<Slice>[]> {
  const model = MODELS[name] as unknown as AnyModel;
  const { text, values } = conditionsOf(name, whole);
  const { column, descending } = ORDER[name];
  const sort = columnsOf(model).find(({ property }) => property === column)!;
  await runner.query(
    `declare whole_list no scroll cursor for select ${propertiesOf(model)} from "${name}" where ${text}
     order by "${sort.name}" ${descending ? 'desc' : 'asc'}, id`,
    values,
  );
  for (;;) {
    const rows = (await runner.query(`fetch ${ROWS_AT_ONCE} from whole_list`)) as object[];
    if (rows.length > 0) yield rows.map(asRow);
    if (rows.length < ROWS_AT_ONCE) break;
  }
  await runner.query('close whole_list');
}
