import { LRUCache } from 'lru-cache';
import { parseInstant, readEvent, type Instant, type LedgerEvent } from '#domain';
import { foldBatch, unitsOf, type Folded, type Incoming } from './engine/fold-batch.js';
import { isReview, type KnownEvent } from './engine/standing.js';
import { UnitFold } from './engine/unit-fold.js';
import { modelOf, type AnyModel } from './models.js';
import {
  UNREAD,
  type EventRow,
  type EventsStore,
  type ParkedEvent,
  type ParkedSubject,
  type Position,
} from './store/projection-store.js';

/** Events in recently folded units, kept so that a busy unit is not read and folded anew for every batch. */
const REMEMBERED_EVENTS = 100_000;

/** Records of one partition as the log hands them over. */
export interface RecordBatch {
  readonly partition: number;
  readonly from: bigint;
  readonly next: bigint;
  readonly records: readonly { readonly offset: bigint; readonly key: string; readonly value: Buffer }[];
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

interface Decoded {
  readonly incoming: Incoming[];
  readonly undecodable: { readonly parked: ParkedEvent; readonly reason: string }[];
  readonly known: Instant;
  readonly late: LedgerEvent[];
}

const NOTHING: Projected = { written: false, folded: 0, parked: [], late: [], repeated: [] };

/**
 * Keeps one generation true to the `events` topic. A batch is folded in memory and written in one transaction with the
 * partition's position. The projector runs it on the log as it grows, the auditor on the log as it lies.
 */
export class EventsProjection {
  private readonly positions = new Map<number, Position>();
  private parked = new Map<string, number>();
  private readonly remembered = new LRUCache<string, UnitFold>({
    maxSize: REMEMBERED_EVENTS,
    sizeCalculation: (fold) => fold.size + 1,
  });

  constructor(private readonly store: EventsStore) {}

  /** Asked at every assignment: what was remembered of before may be somebody else's past. */
  async positionsOf(partitions: readonly number[]): Promise<bigint[]> {
    this.remembered.clear();
    const stored = await this.store.positions('events');
    for (const partition of partitions) this.positions.set(partition, stored.get(partition) ?? UNREAD);
    this.parked = await this.store.parkedSubjects();
    return partitions.map((partition) => this.positions.get(partition)!.next);
  }

  get parkedSubjects(): number {
    return this.parked.size;
  }

  async project(batch: RecordBatch): Promise<Projected> {
    const { partition, from, next } = batch;
    const position = this.positions.get(partition);
    if (position?.next !== from) return NOTHING;
    const { incoming: decoded, undecodable, known, late } = decode(batch, position);
    const ids = decoded.flatMap(({ event }) => (isReview(event) ? [event.id, event.data.of] : [event.id]));
    const around = await this.store.surroundings(ids);
    const { incoming, repeated } = withoutRepeats(decoded, around.units);
    const units = unitsOf(
      [...around.orphans, ...incoming].map(({ event }) => event),
      around.units,
    );
    const folds = await this.foldsOf(new Set([...units.values()].filter((unit) => unit !== null)));
    const adopted = adopt(around.orphans, units, folds);
    const work = new Workbench(folds);
    const { changes, folded, parked } = foldBatch(
      incoming,
      units,
      (unit) => work.take(unit),
      (subject) =>
        this.parked.has(subject) ? from : undecodable.find((one) => one.parked.subject === subject)?.parked.offset,
    );
    const subjects = newlyParked(undecodable, parked).filter(({ subject }) => !this.parked.has(subject));
    const written = await this.store.writeEvents({
      partition,
      from,
      next,
      known,
      events: folded.map((one) => rowOf(one, units)),
      adopted,
      changes,
      parkedSubjects: subjects,
      parkedEvents: [...undecodable.map((one) => one.parked), ...parked.map(({ incoming: one }) => parkedOf(one))],
    });
    if (!written) {
      this.positions.delete(partition);
      return NOTHING;
    }
    this.positions.set(partition, { ...position, next, known });
    for (const { subject } of subjects) this.parked.set(subject, partition);
    // Only now: what a write that failed had folded in would be folded in twice. And only these: a unit whose events are
    // all parked may have taken some in while it was tried.
    const whole = new Set(folded.map(({ event }) => units.get(event.id)));
    for (const [unit, fold] of work.folds) if (whole.has(unit)) this.remembered.set(unit, fold);
    return { written, folded: folded.length, parked: subjects, late, repeated };
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

  /** The units as their earlier events leave them. They are taken out of memory until the batch is written. */
  private async foldsOf(units: ReadonlySet<string>): Promise<Map<string, UnitFold>> {
    const folds = new Map<string, UnitFold>();
    for (const unit of units) {
      const fold = this.remembered.get(unit);
      if (fold) folds.set(unit, fold);
      this.remembered.delete(unit);
    }
    const missing = [...units].filter((unit) => !folds.has(unit));
    const read = missing.length > 0 ? await this.store.eventsOf(missing) : new Map<string, KnownEvent[]>();
    for (const unit of missing) folds.set(unit, new UnitFold(modelOf(unit), read.get(unit)));
    return folds;
  }
}

/** The units of a batch at work. Taken a second time (a try failed half-way), a unit is what it was at first. */
class Workbench {
  private readonly sizes: Map<string, number>;
  private readonly taken = new Set<string>();

  constructor(readonly folds: Map<string, UnitFold>) {
    this.sizes = new Map([...folds].map(([unit, fold]) => [unit, fold.size]));
  }

  take(unit: string): { model: AnyModel; fold: UnitFold } {
    const now = this.folds.get(unit)!;
    const fold = this.taken.has(unit) ? now.asOfSize(this.sizes.get(unit)!) : now;
    this.taken.add(unit);
    this.folds.set(unit, fold);
    return { model: modelOf(unit), fold };
  }
}

/** The known time: the stamp, but always after the one before it, so a pure function of the log's order. */
function decode({ records }: RecordBatch, position: Position): Decoded {
  let { known } = position;
  const incoming: Incoming[] = [];
  const undecodable: Decoded['undecodable'] = [];
  const late: LedgerEvent[] = [];
  for (const { offset, key, value } of records) {
    try {
      const event = readEvent(value);
      const recorded = parseInstant(event.recordedtime)!;
      known = recorded > known ? recorded : known + 1n;
      incoming.push({ event, known, recorded, offset, value });
      if (known <= position.caughtUp) late.push(event);
    } catch (error) {
      known += 1n;
      undecodable.push({
        parked: { subject: key, submission: null, known, offset, value },
        reason: (error as Error).message,
      });
    }
  }
  return { incoming, undecodable, known, late };
}

function withoutRepeats(
  incoming: readonly Incoming[],
  earlier: ReadonlyMap<string, string | null>,
): { incoming: Incoming[]; repeated: LedgerEvent[] } {
  const seen = new Set<string>();
  const once: Incoming[] = [];
  const repeated: LedgerEvent[] = [];
  for (const one of incoming) {
    if (earlier.has(one.event.id) || seen.has(one.event.id)) repeated.push(one.event);
    else once.push(one);
    seen.add(one.event.id);
  }
  return { incoming: once, repeated };
}

/** Reviews that came before what they are about: they take its unit, and their place among its earlier events. */
function adopt(
  orphans: readonly KnownEvent[],
  units: ReadonlyMap<string, string | null>,
  folds: ReadonlyMap<string, UnitFold>,
): { id: string; unit: string }[] {
  return orphans.flatMap((orphan) => {
    const { id } = orphan.event;
    const unit = units.get(id);
    if (!unit) return [];
    folds.get(unit)?.adopt(orphan);
    return [{ id, unit }];
  });
}

/** Subjects that wait from now on, each with the first reason. */
function newlyParked(undecodable: Decoded['undecodable'], parked: Folded['parked']): ParkedSubject[] {
  const reasons = [
    ...undecodable.map(({ parked: { subject, known: since }, reason }) => ({ subject, since, reason })),
    ...parked.flatMap(({ incoming: { event, known: since }, reason }) =>
      reason === null ? [] : [{ subject: event.subject, since, reason }],
    ),
  ].sort((a, b) => (a.since < b.since ? -1 : 1));
  return reasons.filter(({ subject }, at) => reasons.findIndex((one) => one.subject === subject) === at);
}

function rowOf(incoming: Incoming, units: ReadonlyMap<string, string | null>): EventRow {
  const { event } = incoming;
  return {
    ...incoming,
    unit: units.get(event.id) ?? null,
    ofEvent: isReview(event) ? event.data.of : null,
    closes: closesOf(event),
  };
}

/** How many events the submission caused before this, its last; null on an event that ends nothing. */
function closesOf(event: LedgerEvent): number | null {
  if (event.type === 'ReportRecorded') return event.data.events;
  if (event.type === 'ReportWithdrawn') return event.data.retracted;
  return isReview(event) && event.id === event.correlationid ? 0 : null;
}

const parkedOf = ({ event, known, offset, value }: Incoming): ParkedEvent => ({
  subject: event.subject,
  submission: event.correlationid,
  known,
  offset,
  value,
});
