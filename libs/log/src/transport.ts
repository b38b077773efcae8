import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom, type Observable } from 'rxjs';
import type { Batch, IdlePartition, Log, PartitionProgress, PipedDraft, Running, Topic } from './contract.js';

/**
 * The patterns under which a Nest controller takes part. A follower declares three handlers: `batch` with
 * `@EventPattern`, `positions` with `@MessagePattern`, and, if it wants to know of idle partitions, `idle`. A pipe
 * declares one, with `@MessagePattern`, which answers with the drafts. One call a batch, never one a record.
 */
export const follows = (group: string, topic: Topic) =>
  ({
    batch: `follow:${group}:${topic}`,
    positions: `positions:${group}:${topic}`,
    idle: `idle:${group}:${topic}`,
  }) as const;
/**
 * As `follows`, for followers that come and go while the process runs: `LogTransport.follow` starts one by its name, and
 * each call says whose it is. Their payloads are `Each`.
 */
export const followsEach = (group: string, topic: Topic) =>
  ({
    batch: `follow-each:${group}:${topic}`,
    positions: `positions:${group}:${topic}`,
    idle: `idle:${group}:${topic}`,
  }) as const;
/** What the log says to one of several followers. */
export interface Each<Payload> {
  readonly of: string;
  readonly what: Payload;
}
export const pipes = (group: string, topic: Topic): string => `pipe:${group}:${topic}`;

type Payload = Batch | readonly IdlePartition[] | readonly number[];

/**
 * The log as a Nest microservice transport: starts a follower or a pipe for each pattern that a controller of this
 * process declares. Nest's own Kafka transport hands out single messages, commits what no handler takes and parses by
 * guess; an event-sourced consumer needs batches, its own positions and bytes.
 */
export class LogTransport extends Server implements CustomTransportStrategy {
  private readonly running: { readonly group: string; readonly consumer: Running }[] = [];
  private readonly starts: (() => Promise<void>)[] = [];
  private closing = false;

  /** @param onFatal called once, when a consumer has ended in trouble that outlasted its retries */
  constructor(
    private readonly log: Log,
    private readonly onFatal: (error: unknown) => void,
  ) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    this.startAll().then(
      () => {
        callback();
      },
      (error: unknown) => {
        callback(error);
      },
    );
  }

  /** Work that starts followers of its own, as soon as handlers are there to be called. */
  onListen(start: () => Promise<void>): void {
    this.starts.push(start);
  }

  /**
   * Starts a follower for handlers that a controller declares with `followsEach`, in a group of its own.
   * @param of its name, which each call carries
   */
  async follow(group: string, topic: Topic, of: string): Promise<Running> {
    const patterns = followsEach(group, topic);
    const consumer = await this.log.follow({
      group: `${group}-${of}`,
      topic,
      positions: (what) => this.call<readonly bigint[]>(patterns.positions, { of, what }),
      onBatch: (what) => this.call<void>(patterns.batch, { of, what }),
      onIdle: (what) => this.call<void>(patterns.idle, { of, what }),
    });
    const entry = { group: `${group}-${of}`, consumer };
    this.watch(entry);
    const stop = async (): Promise<void> => {
      // First, so that its end is no failure.
      this.running.splice(this.running.indexOf(entry), 1);
      await consumer.stop();
    };
    return { stop, finished: consumer.finished, progress: () => consumer.progress() };
  }

  async close(): Promise<void> {
    this.closing = true;
    await Promise.all(this.running.map(({ consumer }) => consumer.stop()));
  }

  /** What runs here, for readiness and metrics. */
  consumers(): readonly { progress(): readonly (PartitionProgress & { group: string })[] }[] {
    return this.running.map(({ group, consumer }) => ({
      progress: () => consumer.progress().map((partition) => ({ ...partition, group })),
    }));
  }

  override on(): never {
    throw new Error('This transport emits nothing; failures arrive through onFatal.');
  }

  override unwrap<T>(): T {
    return this.log as T;
  }

  private async startAll(): Promise<void> {
    for (const pattern of this.getHandlers().keys()) {
      const [kind, group = '', topic] = pattern.split(':') as [string, string, Topic];
      if (kind === 'follow') this.watch({ group, consumer: await this.startFollower(group, topic) });
      if (kind === 'pipe') this.watch({ group, consumer: await this.startPipe(group, topic) });
    }
    for (const start of this.starts) await start();
  }

  private startFollower(group: string, topic: Topic): Promise<Running> {
    const patterns = follows(group, topic);
    const idle = this.getHandlers().get(patterns.idle);
    return this.log.follow({
      group,
      topic,
      positions: (partitions) => this.call<readonly bigint[]>(patterns.positions, partitions),
      onBatch: (batch) => this.call<void>(patterns.batch, batch),
      ...(idle ? { onIdle: (partitions) => this.call<void>(patterns.idle, partitions) } : {}),
    });
  }

  private startPipe(group: string, topic: Topic): Promise<Running> {
    const pattern = pipes(group, topic);
    return this.log.pipe({
      group,
      from: topic,
      transform: (batch) => this.call<readonly PipedDraft[]>(pattern, batch),
    });
  }

  private watch(entry: { readonly group: string; readonly consumer: Running }): void {
    this.running.push(entry);
    entry.consumer.finished.catch((error: unknown) => {
      if (!this.closing && this.running.includes(entry)) this.onFatal(error);
    });
  }

  private async call<Answer>(pattern: string, input: Payload | Each<Payload>): Promise<Answer> {
    const handler = this.getHandlers().get(pattern) as MessageHandler<unknown, unknown, Answer> | undefined;
    if (!handler) throw new TypeError(`No controller handles ${pattern}.`);
    const answer: unknown = await handler(input);
    if (!isObservable(answer)) return answer as Answer;
    return lastValueFrom(answer as Observable<Answer>, { defaultValue: undefined as Answer });
  }
}
