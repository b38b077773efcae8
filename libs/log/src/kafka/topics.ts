import type { Admin } from 'kafkajs';
import { LogRefused, type Topic, TOPICS } from '../contract.js';

/** How many brokers must hold a record: `single` for trying out, `replicated` for three brokers, two of them in sync. */
export type Replication = 'single' | 'replicated';

/** The largest batch that a topic must take: a report of 1 MiB grows up to six times when JSON escapes it. */
export const MESSAGE_BYTES = 8 * 1024 * 1024;
export const REPLICAS = { single: { factor: 1, inSync: 1 }, replicated: { factor: 3, inSync: 2 } } as const;

/** Where the ledger's topics lie in the cluster. */
export interface Place {
  readonly prefix: string;
  readonly partitions: number;
  readonly replication: Replication;
}

export const topicName = (place: { prefix: string }, topic: Topic): string => `${place.prefix}${topic}`;

/**
 * Creates the topics that are missing, so that none of them can lose history. Other processes may do the same now.
 * @throws LogRefused when there are fewer brokers than replicas wanted
 */
export async function createTopics(admin: Admin, place: Place): Promise<void> {
  const present = new Set(await admin.listTopics());
  const missing = TOPICS.map((topic) => topicName(place, topic)).filter((name) => !present.has(name));
  if (missing.length === 0) return;
  const { factor, inSync } = REPLICAS[place.replication];
  const { brokers } = await admin.describeCluster();
  if (brokers.length < factor) {
    throw new LogRefused(
      `Replicated mode keeps each record on ${factor} brokers, but the cluster has ${brokers.length}. ` +
        'Start more brokers, or choose single mode for trying out.',
    );
  }
  const configEntries = Object.entries({
    // Strangers may compress as they like: the broker unpacks it, for kafkajs reads gzip alone and stops at the rest.
    'compression.type': 'uncompressed',
    'cleanup.policy': 'delete',
    'retention.ms': '-1',
    'retention.bytes': '-1',
    'max.message.bytes': String(MESSAGE_BYTES),
    'min.insync.replicas': String(inSync),
    'message.timestamp.type': 'CreateTime',
  }).map(([name, value]) => ({ name, value }));
  // Answers false, and throws nothing, when another process was first.
  await admin.createTopics({
    // kafkajs gives up at once on a topic that is not known everywhere yet; the log waits for its leaders when it opens.
    waitForLeaders: false,
    topics: missing.map((topic) => ({
      topic,
      numPartitions: place.partitions,
      replicationFactor: factor,
      configEntries,
    })),
  });
}
