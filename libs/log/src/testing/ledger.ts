import type { LogSink } from '../sink.js';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '#domain';
import type { Clock } from '#domain';
import type { Draft, Follower, Log, LogRecord, Pipe, Running, Topic } from '../contract.js';

/** A home of the log under test. `slow` where groups and transactions settle in tens of seconds. */
export interface Home {
  readonly name: string;
  /** Opens a door to the ledger of this prefix, which is born with the first one. Several may be open at once. */
  open(options: { partitions: number; clock: Clock; prefix: string }): Promise<Log>;
  readonly slow?: boolean;
}

export const PARTITIONS = 4;

/** How long one test may take, in milliseconds. */
export const testMsMax = (home: Home): number => (home.slow ? 180_000 : 60_000);

/** A door that a test opens by hand, or the end of the test does. */
export class Gate {
  private release: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => {
    this.release = resolve;
  });
  open(): void {
    this.release();
  }
}

/** The ledger of one subject of the suite. What its tests open and start is stopped and closed after each of them. */
export interface Ledger {
  readonly log: Log;
  /** Another door to the same ledger, as another process would have it. */
  another(): Promise<Log>;
  follow(log: Log, follower: Follower): Promise<Running>;
  pipe(log: Log, pipe: Pipe): Promise<Running>;
  /** A closed gate, which is opened at the end of the test if not before: a failed one must not hang. */
  gate(): Gate;
  /** Waits for a condition, and fails with what was waited for. */
  until(what: string, condition: () => boolean | Promise<boolean>): Promise<void>;
}

export function ledgerOf(home: Home, clock: Clock = systemClock): Ledger {
  const prefix = `log_${randomUUID().slice(0, 8)}`;
  const open = (): Promise<Log> => home.open({ partitions: PARTITIONS, clock, prefix });
  let first: Log | undefined;
  let doors: Log[] = [];
  let gates: Gate[] = [];
  let atWork: Running[] = [];
  beforeAll(async () => {
    first = await open();
  }, 60_000);
  afterEach(async () => {
    for (const gate of gates) gate.open();
    await Promise.all(atWork.map((running) => running.stop()));
    await Promise.all(doors.map((log) => log.close()));
    atWork = [];
    doors = [];
    gates = [];
  }, 60_000);
  afterAll(async () => {
    await first?.close();
  }, 60_000);
  const keep = (running: Running): Running => {
    // A test that expects the end in trouble looks at `finished` itself; the others must not end as unhandled.
    running.finished.catch(() => undefined);
    atWork.push(running);
    return running;
  };
  return {
    get log(): Log {
      if (!first) throw new Error('The ledger is open only while its tests run.');
      return first;
    },
    another: async () => {
      const log = await open();
      doors.push(log);
      return log;
    },
    follow: async (log, follower) => keep(await log.follow(follower)),
    pipe: async (log, pipe) => keep(await log.pipe(pipe)),
    gate: () => {
      const gate = new Gate();
      gates.push(gate);
      return gate;
    },
    until: (what, condition) => until(what, condition, home.slow ? 90_000 : 20_000),
  };
}

async function until(what: string, condition: () => boolean | Promise<boolean>, msMax: number): Promise<void> {
  const deadline = performance.now() + msMax;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`In ${msMax} ms it did not come about that ${what}.`);
    await sleep(10);
  }
}

/** A name that no other test has: groups and keys of a test are its own. */
export const unique = (what: string): string => `${what}-${randomUUID().slice(0, 8)}`;

export const text = (key: string, value: string): Draft => ({ key, print: () => Buffer.from(value) });

/** A draft whose value begins with its stamp, in microseconds. */
export const stampedText = (key: string, value: string): Draft => ({
  key,
  print: (recordedAt) => Buffer.from(`${recordedAt} ${value}`),
});

export const stampOf = (record: LogRecord): bigint => BigInt(record.value.toString().split(' ')[0] ?? '');

export const texts = (records: readonly LogRecord[]): string[] => records.map((record) => record.value.toString());

/** A fresh key for each partition, by partition. */
export function keyForEach(log: Log): string[] {
  const keys = new Map<number, string>();
  for (let attempt = 0; keys.size < log.partitions; attempt++) {
    if (attempt === 10_000) throw new Error(`10,000 keys fell into ${keys.size} of ${log.partitions} partitions.`);
    const key = unique('key');
    keys.set(log.partitionOf(key), key);
  }
  return Array.from({ length: log.partitions }, (_, partition) => keys.get(partition) ?? '');
}

/** All records of a partition as a bounded replay gives them, from an offset to its end at this moment. */
export async function replay(log: Log, topic: Topic, partition: number, from = 0n): Promise<LogRecord[]> {
  const end = (await log.ends(topic))[partition] ?? 0n;
  const records: LogRecord[] = [];
  for await (const batch of log.read(topic, partition, from, end)) records.push(...batch.records);
  return records;
}

/** All records of a topic whose key the test knows as its own, partition after partition. */
export async function replayOwn(log: Log, topic: Topic, isOwn: (key: string) => boolean): Promise<LogRecord[]> {
  const partitions = await Promise.all(Array.from({ length: log.partitions }, (_, p) => replay(log, topic, p)));
  return partitions.flat().filter((record) => isOwn(record.key));
}

/** For tests that make trouble on purpose: what an adapter would tell the operator is not news there. */
export const silent: LogSink = () => undefined;
