import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type { Clock } from '#domain';
import type { Batch, Draft, IdlePartition, Log, Running, Topic } from '../../contract.js';
import type { LogSink } from '../../sink.js';
import { clientsOf } from '../client.js';
import { type KafkaLogOptions, openKafkaLog } from '../kafka-log.js';

/** For the tests against a broker: its address, or undefined where none was started. */
export const trialBrokers = process.env['TEST_KAFKA_BROKERS']?.split(',');

/** `describe`, or its skipping twin with the reason in the name where no broker is at hand. */
export function describeWithKafka(name: string, tests: () => void): void {
  if (trialBrokers) describe(name, tests);
  else describe.skip(`${name} (skipped: TEST_KAFKA_BROKERS names no broker)`, tests);
}

export const freshPrefix = (): string => `trial-${randomUUID().slice(0, 8)}.`;

const silent: LogSink = () => {};
const wallClock: Clock = () => BigInt(Date.now()) * 1000n;

export const openTrial = (options: Partial<KafkaLogOptions> = {}): Promise<Log> =>
  openKafkaLog({
    brokers: trialBrokers ?? [],
    partitions: 2,
    clock: wallClock,
    prefix: freshPrefix(),
    sink: silent,
    ...options,
  });

/** A client beside the log, to plant what a log would never do. */
export const rawClient = (): Kafka => clientsOf({ brokers: trialBrokers ?? [] }, 'trial', silent)();

export const draft = (key: string, value = key): Draft => ({ key, print: () => Buffer.from(value) });

/** A follower that keeps what it was given. */
export class Witness {
  readonly values: string[] = [];
  readonly batches: Batch[] = [];
  readonly idle: IdlePartition[] = [];
  readonly positions = new Map<number, bigint>();

  follow(log: Log, topic: Topic, group = 'witness'): Promise<Running> {
    return log.follow({
      group,
      topic,
      positions: (partitions) => Promise.resolve(partitions.map((partition) => this.positions.get(partition) ?? 0n)),
      onBatch: (batch) => {
        this.batches.push(batch);
        this.values.push(...batch.records.map(({ value }) => value.toString()));
        this.positions.set(batch.partition, batch.next);
        return Promise.resolve();
      },
      onIdle: (idle) => {
        this.idle.push(...idle);
        return Promise.resolve();
      },
    });
  }

  /** Has it come to these ends? */
  reached(ends: readonly bigint[]): boolean {
    return ends.every((end, partition) => (this.positions.get(partition) ?? 0n) === end);
  }
}

/** Waits until it is so; fails after the limit (milliseconds). */
export async function until(isSo: () => boolean | Promise<boolean>, msMax = 15_000): Promise<void> {
  const deadline = performance.now() + msMax;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`It was not so within ${msMax} ms: ${String(isSo)}`);
    await sleep(25);
  }
}
