import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Topic } from '../contract.js';

/** How often a member says that it lives, and after how long a silence it counts as dead. */
export const BEAT_MS = 2000;
const DEAD_AFTER = '10 seconds';
const FORGOTTEN_AFTER = '1 hour';

/**
 * One consumer's place in a group. Members divide the partitions by the sorted list of the living, each by itself, and
 * for moments they may disagree. Nothing that is written rests on this: positions are compared when they are moved.
 * A lock of the session would not do: a frozen process keeps its connection and with it the lock.
 */
export class Membership {
  private readonly member = randomUUID();

  constructor(
    private readonly pool: pg.Pool,
    private readonly group: string,
    private readonly topic: Topic,
    private readonly partitions: number,
  ) {}

  /** Says that this member lives, by the database's clock. @returns the partitions that are its own now */
  async beat(): Promise<number[]> {
    const { rows } = await this.pool.query<{ member: string }>({
      name: 'beat',
      text: `WITH beat AS (
               INSERT INTO member (group_name, topic, member, seen) VALUES ($1, $2, $3, clock_timestamp())
               ON CONFLICT (group_name, topic, member) DO UPDATE SET seen = excluded.seen
               RETURNING member
             ), forgotten AS (
               DELETE FROM member WHERE seen < clock_timestamp() - interval '${FORGOTTEN_AFTER}' AND member <> $3
             )
             SELECT member FROM beat
             UNION
             SELECT member FROM member
             WHERE group_name = $1 AND topic = $2 AND seen > clock_timestamp() - interval '${DEAD_AFTER}'
             ORDER BY member`,
      values: [this.group, this.topic, this.member],
    });
    const place = rows.findIndex(({ member }) => member === this.member);
    const all = Array.from({ length: this.partitions }, (_, partition) => partition);
    return all.filter((partition) => partition % rows.length === place);
  }

  /** Gives everything back at once, so that the others need not wait for the silence. */
  async leave(): Promise<void> {
    await this.pool.query('DELETE FROM member WHERE group_name = $1 AND topic = $2 AND member = $3', [
      this.group,
      this.topic,
      this.member,
    ]);
  }
}
