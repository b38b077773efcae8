import { randomUUID } from 'node:crypto';
import type { Admin } from 'kafkajs';
import type { Clock } from '#domain';
import {
  type Batch,
  type Draft,
  type Follower,
  Log,
  type Pipe,
  type Running,
  type Topic,
  TOPICS,
} from '../contract.js';
import { type Cluster, refusedAccess } from './access.js';
import { Appender } from './appender.js';
import { type LogSink, toStderr } from '../sink.js';
import { type Clients, clientsOf, DefaultPartitioner } from './client.js';
import { Consumption } from './consumption.js';
import { guardTopics } from './guard.js';
import { boundsOf, committedOf } from './offsets.js';
import { PipeWork } from './pipe.js';
import { readStretch } from './reading.js';
import { createTopics, type Place, type Replication, topicName } from './topics.js';
import { messageOf } from './trouble.js';
import type { Work } from './work.js';

export interface KafkaLogOptions extends Cluster {
  readonly partitions: number;
  readonly clock: Clock;
  /** Stands before the name of each topic, group and transactional id; `clemency.` unless given. */
  readonly prefix?: string;
  /** `single` unless given. */
  readonly replication?: Replication;
  /** How long a transaction may stay open, and a stamp be under way, in milliseconds; 10,000 unless given. */
  readonly transactionTimeoutMs?: number;
  /** How long one trouble is borne before a consumer or an append gives up, in milliseconds; 60,000 unless given. */
  readonly outageMsMax?: number;
  /** Where warnings go; JSON lines on standard error unless given. */
  readonly sink?: LogSink;
}

/** How far the clocks of two of our machines may differ. Part of what `caughtUpTo` lies back. */
const CLOCK_SKEW_MS_MAX = 2000;

/**
 * Opens the log in Apache Kafka 4: creates the topics that are missing, and looks whether none of them can lose history.
 * @throws LogRefused when a topic or the broker is set up so that records could be lost, or when the broker does not let
 *   us in or is not the one that its certificate should name; Error when no broker answers
 */
export async function openKafkaLog(options: KafkaLogOptions): Promise<Log> {
  const { partitions, prefix = 'clemency.', replication = 'single', sink = toStderr } = options;
  const place: Place = { prefix, partitions, replication };
  const clients = clientsOf(options, `${prefix}log`, sink);
  const admin = clients().admin();
  try {
    await admin.connect();
    await createTopics(admin, place);
    await guardTopics(admin, place, sink);
    // A topic is described before its leaders serve it; they answer this one when they do.
    await Promise.all(TOPICS.map((topic) => boundsOf(admin, topicName(place, topic))));
  } catch (error) {
    await admin.disconnect();
    throw refusedAccess(error) ?? error;
  }
  return new KafkaLog(admin, clients, place, {
    clock: options.clock,
    transactionTimeoutMs: options.transactionTimeoutMs ?? 10_000,
    outageMsMax: options.outageMsMax ?? 60_000,
    sink,
  });
}

interface Settings {
  readonly clock: Clock;
  readonly transactionTimeoutMs: number;
  readonly outageMsMax: number;
  readonly sink: LogSink;
}

class KafkaLog extends Log {
  override readonly partitions: number;
  readonly #partitioner = DefaultPartitioner();
  readonly #metadata;
  readonly #appenders: Map<Topic, Appender>;
  readonly #running = new Set<Running>();

  constructor(
    private readonly admin: Admin,
    private readonly clients: Clients,
    private readonly place: Place,
    private readonly settings: Settings,
  ) {
    super();
    this.partitions = place.partitions;
    this.#metadata = Array.from({ length: place.partitions }, (_, partitionId) => ({ partitionId, leader: 0 }));
    this.#appenders = new Map(TOPICS.map((topic) => [topic, this.#appender(topic)]));
  }

  override append(topic: Topic, drafts: readonly Draft[]): Promise<number> {
    return this.#appenders.get(topic)!.append(drafts);
  }

  override pipe(pipe: Pipe): Promise<Running> {
    const groupId = this.#groupId(pipe.group, pipe.from);
    const work = new PipeWork(pipe, {
      clients: this.clients,
      clock: this.settings.clock,
      timeoutMs: this.settings.transactionTimeoutMs,
      nameOf: (topic) => this.#nameOf(topic),
      groupId,
      topicName: this.#nameOf(pipe.from),
      committed: () => this.committed(pipe.group, pipe.from),
    });
    return Promise.resolve(this.#run(work, groupId));
  }

  override follow(follower: Follower): Promise<Running> {
    const work: Work = {
      topic: follower.topic,
      group: follower.group,
      begin: (partitions) => follower.positions(partitions),
      handle: (batch) => follower.onBatch(batch),
      idle: (idle) => follower.onIdle?.(idle) ?? Promise.resolve(),
    };
    return Promise.resolve(this.#run(work, this.#groupId(follower.group, follower.topic)));
  }

  override async *read(topic: Topic, partition: number, from: bigint, to: bigint): AsyncGenerator<Batch> {
    if (from >= to) return;
    const end = (await this.ends(topic))[partition];
    if (end === undefined || to > end) {
      throw new RangeError(
        `${topic}, partition ${partition}, cannot be read to ${to}: it ends at ${end ?? 'nothing'}.`,
      );
    }
    const groupId = this.#groupId(`read.${randomUUID()}`, topic);
    try {
      yield* readStretch({ topic, partition, from, to }, (work) => this.#run(work, groupId));
    } finally {
      await this.#deleteGroup(groupId);
    }
  }

  override async *readFound(topic: Topic, partition: number, from: bigint, to: bigint): AsyncGenerator<Batch> {
    const low = (await boundsOf(this.admin, this.#nameOf(topic)))[partition]?.low ?? 0n;
    yield* this.read(topic, partition, low > from ? low : from, to);
  }

  override async ends(topic: Topic): Promise<readonly bigint[]> {
    return (await boundsOf(this.admin, this.#nameOf(topic))).map(({ end }) => end);
  }

  override committed(group: string, from: Topic): Promise<readonly bigint[]> {
    return committedOf(this.admin, this.#groupId(group, from), this.#nameOf(from));
  }

  override partitionOf(key: string): number {
    return this.#partitioner({ topic: '', partitionMetadata: this.#metadata as never, message: { key, value: null } });
  }

  override async close(): Promise<void> {
    await Promise.all([...this.#running].map((running) => running.stop()));
    await Promise.all([...this.#appenders.values()].map((appender) => appender.close()));
    await this.admin.disconnect();
  }

  #nameOf(topic: Topic): string {
    return topicName(this.place, topic);
  }

  /** One group a topic: members of one Kafka group must all read the same topics. */
  #groupId(group: string, topic: Topic): string {
    return `${this.place.prefix}${group}.${topic}`;
  }

  #appender(topic: Topic): Appender {
    const { clock, outageMsMax, transactionTimeoutMs } = this.settings;
    const clients = this.clients;
    return new Appender({ clients, topic: this.#nameOf(topic), clock, outageMsMax, stampMsMax: transactionTimeoutMs });
  }

  #run(work: Work, groupId: string): Running {
    const topicName = this.#nameOf(work.topic);
    const { clock, outageMsMax, transactionTimeoutMs } = this.settings;
    const running = new Consumption(this.clients, work, {
      clock,
      topicName,
      outageMsMax,
      groupId,
      concurrency: this.partitions,
      allowanceUs: BigInt(transactionTimeoutMs + CLOCK_SKEW_MS_MAX) * 1000n,
      bounds: () => boundsOf(this.admin, topicName),
    });
    this.#running.add(running);
    const forget = () => this.#running.delete(running);
    running.finished.then(forget, (error: unknown) => {
      forget();
      this.settings.sink({ level: 'error', message: `Consumer ${groupId} has ended.`, error: messageOf(error) });
    });
    return running;
  }

  /** A reader's group holds nothing; one that stays, because the broker was away just now, is removed by the broker. */
  async #deleteGroup(groupId: string): Promise<void> {
    try {
      await this.admin.deleteGroups([groupId]);
    } catch (error) {
      this.settings.sink({ level: 'warn', message: `Group ${groupId} was not deleted.`, error: messageOf(error) });
    }
  }
}
