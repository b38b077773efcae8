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
export const pipes = (group: string, topic: Topic): string => `pipe:${group}:${topic}`;

/**
 * The log as a Nest microservice transport: starts a follower or a pipe for each pattern that a controller of this
 * process declares. Nest's own Kafka transport hands out single messages, commits what no handler takes and parses by
 * guess; an event-sourced consumer needs batches, its own positions and bytes.
 */
export class LogTransport extends Server implements CustomTransportStrategy {
  private readonly running: { readonly group: string; readonly consumer: Running }[] = [];
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
      if (kind === 'follow') this.watch(group, await this.startFollower(group, topic));
      if (kind === 'pipe') this.watch(group, await this.startPipe(group, topic));
    }
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

  private watch(group: string, consumer: Running): void {
    this.running.push({ group, consumer });
    consumer.finished.catch((error: unknown) => {
      if (!this.closing) this.onFatal(error);
    });
  }

  private async call<Answer>(
    pattern: string,
    input: Batch | readonly IdlePartition[] | readonly number[],
  ): Promise<Answer> {
    const handler = this.getHandlers().get(pattern) as MessageHandler<unknown, unknown, Answer> | undefined;
    if (!handler) throw new TypeError(`No controller handles ${pattern}.`);
    const answer: unknown = await handler(input);
    if (!isObservable(answer)) return answer as Answer;
    return lastValueFrom(answer as Observable<Answer>, { defaultValue: undefined as Answer });
  }
}
