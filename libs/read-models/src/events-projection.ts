import { LRUCache } from 'lru-cache';
import type { Instant, LedgerEvent } from '#domain';
import { decode, decodeWaiting, newlyParked, parkedOf, withoutRepeats, type LogRecord } from './engine/decode.js';
import { unitsOf, type Incoming } from './engine/fold-batch.js';
import { foldJob, writeAccepted, type Done, type Job } from './engine/job.js';
import { isReview, type KnownEvent } from './engine/standing.js';
import { type UnitFold } from './engine/unit-fold.js';
import { Workbench, type UnitBefore } from './engine/workbench.js';
import type { EventsStore } from './store/projection-store.js';
import { RowsRefused } from './store/transaction.js';
import { UNREAD, type Parking, type Position, type Turn } from './store/work.js';

/** Events in recently folded units, kept so that a busy unit is not read and folded anew for every batch. */
const REMEMBERED_EVENTS = 150_000;
/** How many waiting events are tried in one transaction; others have their turn in between. */
const REDRIVEN_AT_ONCE = 1000;

/** Records of one partition as the log hands them over. */
export interface RecordBatch {
  readonly partition: number;
  readonly from: bigint;
  readonly next: bigint;
  readonly records: readonly LogRecord[];
}

/** What became of a batch, for logs and metrics. */
export interface Projected {
  /** False: the position is not where the batch begins, somebody else has the partition, and nothing was written. */
  readonly written: boolean;
  readonly folded: number;
  readonly parked: readonly { readonly subject: string; readonly reason: string }[];
  /** Events that came below a published knownUpTo. */
  readonly late: readonly LedgerEvent[];
  /** Events that the log holds more than once; the first one counts. */
  readonly repeated: readonly LedgerEvent[];
}

/** What became of the first waiting events of a parked subject, which were tried again. */
export interface Redriven {
  /** How many are in the read models now that were not. */
  readonly folded: number;
  /** How many wait still; 0 when the subject is parked no longer. */
  readonly left: number;
  /** Why the first of them was refused again; null when none was, and the next ones may be tried. */
  readonly reason: string | null;
}

const NOTHING: Projected = { written: false, folded: 0, parked: [], late: [], repeated: [] };

/**
 * Keeps one generation true to the `events` topic. A batch is folded in memory and written in one transaction with the
 * partition's position. The projector runs it on the log as it grows, the auditor on the log as it lies.
 */
export class EventsProjection {
  private readonly positions = new Map<number, Position>();
  private readonly parked = new Map<string, number>();
  /** What is in hand for each partition: a batch or a redrive, one after the other. */
  private readonly turns = new Map<number, Promise<void>>();
  private readonly remembered = new LRUCache<string, UnitFold>({
    maxSize: REMEMBERED_EVENTS,
    sizeCalculation: (fold) => fold.size + 1,
  });

  constructor(private readonly store: EventsStore) {}

  /** Asked at every assignment: what was remembered of before may be somebody else's past. */
  async positionsOf(partitions: readonly number[]): Promise<bigint[]> {
    this.remembered.clear();
    const stored = await this.store.positions('events');
    const parked = await this.store.parkedSubjects();
    const mine = new Set(partitions);
    // Only of these partitions: of another one, a batch may have parked a subject since the table was read.
    for (const [subject, partition] of this.parked) if (mine.has(partition)) this.parked.delete(subject);
    for (const [subject, partition] of parked) if (mine.has(partition)) this.parked.set(subject, partition);
    for (const partition of partitions) this.positions.set(partition, stored.get(partition) ?? UNREAD);
    return partitions.map((partition) => this.positions.get(partition)!.next);
  }

  /** Subjects that wait in the partitions that were asked for, and in which of them. */
  get parkedSubjects(): ReadonlyMap<string, number> {
    return this.parked;
  }

  project(batch: RecordBatch): Promise<Projected> {
    return this.inTurn(batch.partition, () => this.projectNow(batch));
  }

  /**
   * Tries the events of a parked subject again, in order and at most a thousand, each with the known time that it has had
   * all along: what goes in makes the rows that it would have made in its time.
   * @returns undefined when the partition is somebody else's, who has to do it
   */
  redrive(subject: string, partition: number): Promise<Redriven | undefined> {
    return this.inTurn(partition, () => this.redriveNow(subject, partition));
  }

  /** A partition is at its end, and everything recorded up to `caughtUpTo` is before it. */
  async idle(partitions: readonly { partition: number; next: bigint; caughtUpTo: Instant }[]): Promise<void> {
    await this.store.caughtUp('events', partitions);
    for (const { partition, next, caughtUpTo } of partitions) {
      const position = this.positions.get(partition);
      if (position?.next === next && caughtUpTo > position.caughtUp) {
        this.positions.set(partition, { ...position, caughtUp: caughtUpTo });
      }
    }
  }

  private async inTurn<Result>(partition: number, work: () => Promise<Result>): Promise<Result> {
    const mine = (this.turns.get(partition) ?? Promise.resolve()).then(work);
    // The next in turn begins whatever became of this one, which is told to its own caller.
    const over = mine.then(
      () => undefined,
      () => undefined,
    );
    this.turns.set(partition, over);
    return mine;
  }

  private async projectNow(batch: RecordBatch): Promise<Projected> {
    const { partition, from, next } = batch;
    const position = this.positions.get(partition);
    if (position?.next !== from) return NOTHING;
    const { incoming, undecodable, known, late } = decode(batch.records, position);
    const unreadable = new Map(
      undecodable.map(({ parked: { subject, offset } }) => [subject, offset] as const).reverse(),
    );
    const { job, repeated } = await this.prepare(incoming, (subject) =>
      this.parked.has(subject) ? from : unreadable.get(subject),
    );
    const turn = { partition, from, next, known, redrives: position.redrives };
    const parkingOf = ({ parked }: Done) => ({
      parkedSubjects: newlyParked(undecodable, parked).filter(({ subject }) => !this.parked.has(subject)),
      parkedEvents: [...undecodable.map((one) => one.parked), ...parked.map((one) => parkedOf(one.incoming))],
    });
    const done = await this.write(turn, job, parkingOf);
    if (!done) {
      this.positions.delete(partition);
      return NOTHING;
    }
    this.positions.set(partition, { ...position, next, known });
    for (const { subject } of done.parkedSubjects) this.parked.set(subject, partition);
    return { written: true, folded: done.folded.length, parked: done.parkedSubjects, late, repeated };
  }

  /** @returns undefined when the partition is no longer where the turn begins */
  private async write(
    turn: Turn,
    job: Job,
    parkingOf: (done: Done) => Parking,
  ): Promise<(Done & Pick<Parking, 'parkedSubjects'>) | undefined> {
    try {
      const { part, ...done } = foldJob(job);
      const parking = parkingOf(done);
      if (!(await this.store.writeEvents({ ...turn, ...part, ...parking }))) return undefined;
      this.remember(job, done);
      return { ...done, ...parking };
    } catch (error) {
      if (!(error instanceof RowsRefused)) throw error;
    }
    // Postgres refuses something of it, so what it does not refuse has to be found out. Nothing of that is remembered.
    let outcome: (Done & Parking) | undefined;
    const written = await this.store.writeEventsInParts(turn, async (parts) => {
      const done = await writeAccepted(parts, job);
      outcome = { ...done, ...parkingOf(done) };
      await parts.park(outcome);
    });
    return written ? outcome : undefined;
  }

  private async redriveNow(subject: string, partition: number): Promise<Redriven | undefined> {
    const position = this.positions.get(partition);
    if (!position) return undefined;
    const waiting = await this.store.waitingOf(subject, REDRIVEN_AT_ONCE);
    const { incoming, stop } = decodeWaiting(waiting);
    const { job } = await this.prepare(incoming, () => undefined);
    const { next, known, redrives } = position;
    const turn = { partition, from: next, next, known, redrives, redrivesNext: redrives + 1 };
    let [folded, left, reason] = [0, 0, undefined as string | undefined];
    const written = await this.store.writeEventsInParts(turn, async (parts) => {
      const done = await writeAccepted(parts, job);
      const culprit = done.parked.find((one) => one.reason !== null);
      reason = culprit?.reason ?? stop?.reason;
      const before = culprit?.incoming.offset ?? stop?.at ?? (waiting.at(-1)?.offset ?? -1n) + 1n;
      left = await parts.strike(subject, before, reason);
      folded = done.folded.length;
    });
    if (!written) {
      this.positions.delete(partition);
      return undefined;
    }
    this.positions.set(partition, { ...this.positions.get(partition)!, redrives: redrives + 1 });
    if (left === 0) this.parked.delete(subject);
    return { folded, left, reason: reason ?? null };
  }

  /** Finds the units of these events and what there was of them before. */
  private async prepare(
    events: readonly Incoming[],
    waitsFrom: Job['waitsFrom'],
  ): Promise<{ job: Job; repeated: LedgerEvent[] }> {
    const ids = events.flatMap(({ event }) => (isReview(event) ? [event.id, event.data.of] : [event.id]));
    const around = await this.store.surroundings(ids);
    const { incoming, repeated } = withoutRepeats(events, around.units);
    const units = unitsOf(
      [...around.orphans, ...incoming].map(({ event }) => event),
      around.units,
    );
    const late = new Map<string, KnownEvent[]>();
    for (const orphan of around.orphans) {
      const unit = units.get(orphan.event.id);
      if (!unit) continue;
      late.set(unit, [...(late.get(unit) ?? []), orphan]);
    }
    const before = await this.unitsBefore(new Set([...units.values()].filter((unit) => unit !== null)));
    const bench = new Workbench(before, late);
    return { job: { incoming, units, earlier: around.units, orphans: around.orphans, bench, waitsFrom }, repeated };
  }

  /** The units as their earlier events leave them. They are taken out of memory until the batch is written. */
  private async unitsBefore(units: ReadonlySet<string>): Promise<Map<string, UnitBefore>> {
    const before = new Map<string, UnitBefore>();
    for (const unit of units) {
      const fold = this.remembered.get(unit);
      if (fold) before.set(unit, fold);
      this.remembered.delete(unit);
    }
    const missing = [...units].filter((unit) => !before.has(unit));
    if (missing.length === 0) return before;
    for (const [unit, events] of await this.store.eventsOf(missing)) before.set(unit, events);
    return before;
  }

  /**
   * Only what is written: what a write that failed had folded in would be folded in twice. And only units that something
   * went into: one whose events are all parked may have taken some in while it was tried, and one that took in a review
   * of what is parked will be given it once more.
   */
  private remember({ units, bench }: Job, { folded, parked }: Done): void {
    for (const unit of new Set(folded.map(({ event }) => units.get(event.id)))) {
      const fold = unit && bench.foldOf(unit);
      if (fold && !(parked.length > 0 && bench.hasLate(unit))) this.remembered.set(unit, fold);
    }
  }
}
