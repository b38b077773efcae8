import { glimpse, isAcrossBlocks, parseStamp, readEvent, type Instant, type LedgerEvent } from '#domain';
import type { EventRow, ParkedEvent, ParkedSubject, Position } from '../store/work.js';
import type { Folded, Incoming } from './fold-batch.js';
import { knownAfter } from './known.js';
import { isReview } from './standing.js';

/** A record as the log hands it over. */
export interface LogRecord {
  readonly offset: bigint;
  readonly key: string;
  readonly value: Buffer;
}

export interface Undecodable {
  readonly parked: ParkedEvent;
  readonly reason: string;
}

/** A batch, read as far as it can be. */
export interface Decoded {
  readonly incoming: Incoming[];
  readonly undecodable: readonly Undecodable[];
  /** The known time of the last record. */
  readonly known: Instant;
  /** Events that came below a published knownUpTo. */
  readonly late: LedgerEvent[];
}

/** A record that can't be read has nevertheless its known time, so that those behind it have theirs in every release. */
export function decode(records: readonly LogRecord[], position: Position): Decoded {
  let { known } = position;
  const incoming: Incoming[] = [];
  const undecodable: Undecodable[] = [];
  const late: LedgerEvent[] = [];
  for (const { offset, key, value } of records) {
    try {
      const event = readEvent(value);
      const recorded = parseStamp(event.recordedtime)!;
      known = knownAfter(known, recorded);
      incoming.push({ event, known, recorded, offset, value });
      if (known <= position.caughtUp) late.push(event);
    } catch (error) {
      const seen = glimpse(value);
      known = knownAfter(known, seen.recorded);
      const parked = { subject: key, submission: seen.submission ?? null, known, offset, value };
      undecodable.push({ parked, reason: (error as Error).message });
    }
  }
  return { incoming, undecodable, known, late };
}

/** Reads waiting events, which have their known times already, up to the first that this release can't read either. */
export function decodeWaiting(waiting: readonly ParkedEvent[]): {
  incoming: Incoming[];
  stop: { at: bigint; reason: string } | undefined;
} {
  const incoming: Incoming[] = [];
  for (const { offset, known, value } of waiting) {
    try {
      const event = readEvent(value);
      incoming.push({ event, known, recorded: parseStamp(event.recordedtime)!, offset, value });
    } catch (error) {
      return { incoming, stop: { at: offset, reason: (error as Error).message } };
    }
  }
  return { incoming, stop: undefined };
}

/** The log may hold an event more than once; the first one counts. */
export function withoutRepeats(
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

/** Subjects that wait from now on, each since the first of its events that can't go in, and why. */
export function newlyParked(undecodable: readonly Undecodable[], parked: Folded['parked']): ParkedSubject[] {
  const first = new Map<string, ParkedSubject>();
  const consider = (one: ParkedSubject): void => {
    const before = first.get(one.subject);
    if (!before || one.since < before.since) first.set(one.subject, one);
  };
  for (const { parked: one, reason } of undecodable) consider({ subject: one.subject, since: one.known, reason });
  for (const { incoming, reason } of parked) {
    if (reason !== null) consider({ subject: incoming.event.subject, since: incoming.known, reason });
  }
  return [...first.values()].sort((a, b) => (a.since < b.since ? -1 : 1));
}

export function rowOf(incoming: Incoming, units: ReadonlyMap<string, string | null>): EventRow {
  const { event, known, recorded, offset, value } = incoming;
  return {
    event,
    known,
    recorded,
    offset,
    value,
    unit: units.get(event.id) ?? null,
    ofEvent: isReview(event) ? event.data.of : null,
    closes: closesOf(event),
  };
}

/** How many events the submission caused before this, its last; null on an event that ends nothing. */
function closesOf(event: LedgerEvent): number | null {
  if (event.type === 'ReportRecorded') return event.data.events;
  if (event.type === 'ReportWithdrawn') return event.data.retracted;
  if (event.type === 'IdentityJudged') return isAcrossBlocks(event.data) ? 1 : 0;
  // A review, or an act of the house: one submission, one event, one id.
  return event.id === event.correlationid ? 0 : null;
}

export const parkedOf = ({ event, known, offset, value }: Incoming): ParkedEvent => ({
  subject: event.subject,
  submission: event.correlationid,
  known,
  offset,
  value,
});
