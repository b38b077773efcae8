import type pg from 'pg';
import type { Clock } from '#domain';
import type { Batch, Follower, Pipe, Topic } from '../contract.js';
import { PositionLost } from '../contract.js';
import { inTransaction } from './connection.js';
import { printDraft, writeRecords } from './records.js';

/** What a consumer does for whoever started it. A `Follower` is one as it stands. */
export type Duty = Pick<Follower, 'group' | 'topic' | 'positions' | 'onBatch' | 'onIdle'>;

export interface PipeMeans {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly partitionOf: (key: string) => number;
  /** Told after the commit which topics have new records. */
  readonly written: (topics: readonly Topic[]) => void;
}

/**
 * A pipe is a follower that keeps its positions in the log's own tables. What a batch yields and the position behind the
 * batch commit in one transaction, which first locks the position and compares it: an owner that was only slow finds it
 * moved, whatever it believes of its membership, and writes nothing.
 */
export function pipeDuty(pipe: Pipe, means: PipeMeans): Duty {
  return {
    group: pipe.group,
    topic: pipe.from,
    positions: (partitions) => beginPositions(means.pool, pipe, partitions),
    onBatch: async (batch) => {
      const drafts = await pipe.transform(batch);
      const placed = drafts.map((draft) => ({
        draft,
        slot: { topic: draft.topic, partition: means.partitionOf(draft.key) },
      }));
      await inTransaction(means.pool, async (client) => {
        await movePosition(client, pipe.group, batch);
        if (placed.length === 0) return;
        await writeRecords(
          client,
          placed.map(({ slot }) => slot),
          means.clock,
          (stamp) => placed.map(({ draft, slot }) => printDraft(draft, slot, stamp)),
        );
      });
      means.written([...new Set(drafts.map(({ topic }) => topic))]);
    },
  };
}

/** The positions of a group, by partition; 0n where it never committed. */
export async function committedOf(
  pool: pg.Pool,
  { group, from }: Pick<Pipe, 'group' | 'from'>,
  partitions: readonly number[],
): Promise<bigint[]> {
  const { rows } = await pool.query<{ partition: number; next_offset: string }>(
    'SELECT partition, next_offset FROM position WHERE group_name = $1 AND topic = $2',
    [group, from],
  );
  const known = new Map(rows.map((row) => [row.partition, BigInt(row.next_offset)]));
  return partitions.map((partition) => known.get(partition) ?? 0n);
}

/** Makes the rows that are still absent: nothing can be locked that is not there. */
async function beginPositions(pool: pg.Pool, pipe: Pipe, partitions: readonly number[]): Promise<bigint[]> {
  await pool.query(
    `INSERT INTO position (group_name, topic, partition)
     SELECT $1, $2, unnest($3::integer[]) ON CONFLICT DO NOTHING`,
    [pipe.group, pipe.from, partitions],
  );
  return committedOf(pool, pipe, partitions);
}

/** Compare and set. Who comes second waits for the first one's commit here, and then finds the position moved. */
async function movePosition(client: pg.ClientBase, group: string, batch: Batch): Promise<void> {
  const { rowCount } = await client.query({
    name: 'move position',
    text: `UPDATE position SET next_offset = $5
           WHERE group_name = $1 AND topic = $2 AND partition = $3 AND next_offset = $4`,
    values: [group, batch.topic, batch.partition, batch.from, batch.next],
  });
  if (rowCount === 1) return;
  throw new PositionLost(
    `The group ${group} is no longer at ${batch.from} in ${batch.topic}/${batch.partition}: another owner has moved it.`,
  );
}
