import { glimpse, sha256Hex, stampOf, type Instant } from '#domain';
import { decodeWaiting, newlyParked, parkedOf, withoutRepeats, type Undecodable } from '../engine/decode.js';
import { unitsOf, type Incoming } from '../engine/fold-batch.js';
import type { Done, Job } from '../engine/job.js';
import { knownAfter } from '../engine/known.js';
import { Workbench } from '../engine/workbench.js';
import type { RecordBatch } from '../events-projection.js';
import type { ParkedEvent, Parking } from '../store/work.js';

/** The log as a build reads it. */
export interface LogReader {
  readonly partitions: number;
  read(topic: 'events' | 'reports', partition: number, from: bigint, to: bigint): AsyncIterable<RecordBatch>;
}

/**
 * Whole histories: the records of each subject, in the log's order and with their known times. Which submission caused
 * each is looked for when it has to wait.
 */
export interface Histories {
  readonly subjects: ReadonlyMap<string, readonly ParkedEvent[]>;
  /** Where the partition goes on, and the known time of its last record before that. */
  readonly next: bigint;
  readonly known: Instant;
}

export interface Share {
  readonly partition: number;
  readonly end: bigint;
  /** Which of so many parts, by subject. */
  readonly part: number;
  readonly parts: number;
  readonly upTo: Instant | undefined;
}

const partOf = (subject: string, parts: number): number => parseInt(sha256Hex(subject).slice(0, 8), 16) % parts;

/** Reads a partition from its beginning and keeps the records of one part of its subjects. */
export async function historiesOf(log: LogReader, share: Share, signal?: AbortSignal): Promise<Histories> {
  const { partition, end, part, parts, upTo } = share;
  const subjects = new Map<string, ParkedEvent[]>();
  let [next, known] = [0n, 0n as Instant];
  for await (const batch of log.read('events', partition, 0n, end)) {
    signal?.throwIfAborted();
    for (const { offset, key: subject, value } of batch.records) {
      const its = knownAfter(known, stampOf(value));
      if (upTo !== undefined && its > upTo) return { subjects, next: offset, known };
      known = its;
      if (parts > 1 && partOf(subject, parts) !== part) continue;
      const one = { subject, submission: null, known, offset, value };
      const earlier = subjects.get(subject);
      if (earlier) earlier.push(one);
      else subjects.set(subject, [one]);
    }
    next = batch.next;
  }
  return { subjects, next, known };
}

/** Histories in lots of some thousand events, none of them cut. */
export function* lotsOf({ subjects }: Histories, events: number): Generator<(readonly ParkedEvent[])[]> {
  let lot: (readonly ParkedEvent[])[] = [];
  let size = 0;
  for (const history of subjects.values()) {
    lot.push(history);
    size += history.length;
    if (size < events) continue;
    yield lot;
    [lot, size] = [[], 0];
  }
  if (lot.length > 0) yield lot;
}

/** Makes whole histories ready to be folded, as one batch that nothing came before. */
export function jobOf(lot: readonly (readonly ParkedEvent[])[]): { job: Job; parkingOf: (done: Done) => Parking } {
  const all: Incoming[] = [];
  const undecodable: Undecodable[] = [];
  const waiting: ParkedEvent[] = [];
  for (const history of lot) {
    const { incoming, stop } = decodeWaiting(history);
    all.push(...incoming);
    if (!stop) continue;
    // What can't be read waits, and so does all that comes behind it.
    const rest = history
      .filter(({ offset }) => offset >= stop.at)
      .map((one) => ({ ...one, submission: glimpse(one.value).submission ?? null }));
    undecodable.push({ parked: rest[0]!, reason: stop.reason });
    waiting.push(...rest);
  }
  const { incoming } = withoutRepeats(all, new Map());
  const units = unitsOf(
    incoming.map(({ event }) => event),
    new Map(),
  );
  const bench = new Workbench(new Map(), new Map());
  const parkingOf = ({ parked }: Done): Parking => ({
    parkedSubjects: newlyParked(undecodable, parked),
    parkedEvents: [...parked.map((one) => parkedOf(one.incoming)), ...waiting],
  });
  return { job: { incoming, units, earlier: new Map(), orphans: [], bench, waitsFrom: () => undefined }, parkingOf };
}
