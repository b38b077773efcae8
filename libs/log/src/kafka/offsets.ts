import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { LogRefused } from '../contract.js';

/** Where a partition begins and ends for a read-committed reader. */
export interface Bounds {
  readonly low: bigint;
  readonly end: bigint;
}

/** The bounds of each partition of a topic. The admin client of kafkajs asks read-committed: ends are last stable offsets. */
export async function boundsOf(admin: Admin, topicName: string): Promise<readonly Bounds[]> {
  const offsets = await persistently(() => admin.fetchTopicOffsets(topicName));
  return offsets
    .sort((a, b) => a.partition - b.partition)
    .map(({ low, high }) => ({ low: BigInt(low), end: BigInt(high) }));
}

/** What a group has committed for each partition of a topic; 0n where it never did. */
export async function committedOf(admin: Admin, groupId: string, topicName: string): Promise<readonly bigint[]> {
  const topics = await persistently(() => admin.fetchOffsets({ groupId, topics: [topicName] }));
  return (topics[0]?.partitions ?? [])
    .sort((a, b) => a.partition - b.partition)
    .map(({ offset }) => (offset === '-1' ? 0n : BigInt(offset)));
}

/**
 * A position that the topic does not have means that the topic is not the one which the position was taken from, or
 * that it has lost records. kafkajs would go on at the other end of the topic and say nothing.
 * @throws LogRefused
 */
export function refusePosition(topicName: string, partition: number, position: bigint, { low, end }: Bounds): void {
  if (position < low) {
    throw new LogRefused(
      `Topic ${topicName}, partition ${partition}: records from offset ${position} on are asked for, but it begins at ` +
        `${low}. It has lost records; restore it from a replica or a backup.`,
    );
  }
  if (position > end) {
    throw new LogRefused(
      `Topic ${topicName}, partition ${partition}: offset ${position} was reached before, but it now ends at ${end}. ` +
        `The topic was made anew or has lost records; restore it, or rebuild what was read from it.`,
    );
  }
}

const TRIES_MAX = 8;

/** Asks again for about twelve seconds: a new topic, an elected leader or a loading coordinator is soon there. */
export async function persistently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries === TRIES_MAX) throw error;
      await sleep(50 * 2 ** tries);
    }
  }
}
