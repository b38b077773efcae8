import type pg from 'pg';
import type { Clock } from '#domain';
import type { Batch, Draft, Follower, Pipe, Running, Topic } from '../contract.js';
import { Log, TOPICS } from '../contract.js';
import { type LogSink, toStderr } from '../sink.js';
import { Appender } from './appender.js';
import { endsOf, missing, readBatch, readFound } from './batches.js';
import { openPool, placeOf } from './connection.js';
import { Consumer } from './consumer.js';
import type { Duty } from './duties.js';
import { committedOf, pipeDuty } from './duties.js';
import { migrate } from './migrate.js';
import { partitionerOf } from './partitioner.js';
import { persist } from './trouble.js';
import { Wakes } from './wakes.js';

export interface PostgresLogOptions {
  /** The database, as a user who may make a schema and a role, or finds both made. */
  readonly url: string;
  readonly partitions: number;
  readonly clock: Clock;
  /** The schema of the ledger's log; `log` unless given. */
  readonly prefix?: string;
  /** The most connections; one more listens. 10 unless given. */
  readonly poolMax?: number;
  /** How long a consumer tries again before it gives up, in milliseconds; a minute unless given. */
  readonly outageMsMax?: number;
  /** Takes what there is to say of trouble; JSON lines on standard error unless given. */
  readonly sink?: LogSink;
}

/**
 * Opens the log in Postgres tables, and makes them where there are none.
 * @throws LogRefused when the ledger was born with another number of partitions, or can't be made or used by this user
 */
export async function openPostgresLog(options: PostgresLogOptions): Promise<Log> {
  const place = placeOf(options.url, options.prefix);
  await migrate(place, options.partitions);
  return new PostgresLog(openPool(place, options.poolMax ?? 10), new Wakes(place), {
    partitions: options.partitions,
    clock: options.clock,
    outageMsMax: options.outageMsMax ?? 60_000,
    sink: options.sink ?? toStderr,
  });
}

/** Makes the tables, or brings them up to date, without opening the log. Refuses as `openPostgresLog` does. */
export async function migratePostgresLog(
  options: Pick<PostgresLogOptions, 'url' | 'partitions' | 'prefix'>,
): Promise<void> {
  await migrate(placeOf(options.url, options.prefix), options.partitions);
}

type Settings = Pick<PostgresLogOptions, 'partitions' | 'clock'> & {
  readonly outageMsMax: number;
  readonly sink: LogSink;
};

/** Who asks for a page of the log over HTTP waits for it, so it is given up sooner than what works in the background. */
const REPLAY_OUTAGE_MS_MAX = 15_000;

class PostgresLog extends Log {
  override readonly partitions: number;
  private readonly partitioner: (key: string) => number;
  private readonly appenders: ReadonlyMap<Topic, Appender>;
  private readonly running = new Set<Running>();
  private readonly closing = new AbortController();

  constructor(
    private readonly pool: pg.Pool,
    private readonly wakes: Wakes,
    private readonly settings: Settings,
  ) {
    super();
    this.partitions = settings.partitions;
    this.partitioner = partitionerOf(settings.partitions);
    const appender = (topic: Topic) => new Appender(pool, topic, settings.clock, this.partitioner);
    this.appenders = new Map(TOPICS.map((topic) => [topic, appender(topic)]));
  }

  override async append(topic: Topic, drafts: readonly Draft[]): Promise<number> {
    const count = await this.appenderOf(topic).append(drafts);
    if (count > 0) this.wakes.tell(topic);
    return count;
  }

  override async pipe(pipe: Pipe): Promise<Running> {
    const { pool, settings, partitioner } = this;
    const written = (topics: readonly Topic[]) => this.wakes.tell(...topics);
    return this.run(pipeDuty(pipe, { pool, clock: settings.clock, partitionOf: partitioner, written }));
  }

  override async follow(follower: Follower): Promise<Running> {
    return this.run(follower);
  }

  /** @throws RangeError when `to` lies behind the partition's end */
  override async *read(topic: Topic, partition: number, from: bigint, to: bigint): AsyncGenerator<Batch> {
    if (from >= to) return;
    const end = (await this.ends(topic))[partition];
    if (end === undefined || to > end) {
      const found = end === undefined ? 'there is no such partition' : `it ends at ${end}`;
      throw new RangeError(`${topic}, partition ${partition}, can't be read to ${to}: ${found}.`);
    }
    for (let at = from; at < to;) {
      const batch = await this.replay(topic, () => readBatch(this.pool, { topic, partition }, at, to));
      if (batch.records.length === 0) throw missing({ topic, partition }, at, end);
      yield batch;
      at = batch.next;
    }
  }

  override async *readFound(topic: Topic, partition: number, from: bigint, to: bigint): AsyncGenerator<Batch> {
    for (let at = from; at < to;) {
      const batch = await this.replay(topic, () => readFound(this.pool, { topic, partition }, at, to));
      const next = batch.records.length === 0 ? to : batch.next;
      yield { ...batch, next };
      at = next;
    }
  }

  /** A replay takes minutes: that a connection is not to be had for a moment must not cost all of it. */
  private replay(topic: Topic, work: () => Promise<Batch>): Promise<Batch> {
    const { outageMsMax, sink } = this.settings;
    const bound = Math.min(outageMsMax, REPLAY_OUTAGE_MS_MAX);
    return persist({ what: `Reading ${topic}`, outageMsMax: bound, signal: this.closing.signal, sink }, work);
  }

  override ends(topic: Topic): Promise<readonly bigint[]> {
    return endsOf(this.pool, topic);
  }

  override committed(group: string, from: Topic): Promise<readonly bigint[]> {
    const all = Array.from({ length: this.partitions }, (_, partition) => partition);
    return committedOf(this.pool, { group, from }, all);
  }

  override partitionOf(key: string): number {
    return this.partitioner(key);
  }

  override async close(): Promise<void> {
    this.closing.abort();
    await Promise.all([...this.running].map((running) => running.stop()));
    await Promise.all([...this.appenders.values()].map((appender) => appender.settled()));
    await this.wakes.close();
    await this.pool.end();
  }

  private appenderOf(topic: Topic): Appender {
    const appender = this.appenders.get(topic);
    if (!appender) throw new TypeError(`The log has no topic ${topic}; it has ${TOPICS.join(', ')}.`);
    return appender;
  }

  private run(duty: Duty): Running {
    const { pool, wakes, settings, partitions } = this;
    const { clock, outageMsMax, sink } = settings;
    const running = new Consumer({ pool, wakes, duty, clock, outageMsMax, sink, partitions });
    this.running.add(running);
    // Forgotten when it has ended, well or not: how it ended is for whoever started it.
    const forget = () => void this.running.delete(running);
    running.finished.then(forget, forget);
    return running;
  }
}
