import type { Instant } from '#domain';
import type { KnownEvent } from '../engine/standing.js';
import type { Change } from '../engine/versions.js';
import type { AnyModel } from '../models.js';

/** Where a partition is folded to, and what its last record's known time was. */
export interface Position {
  readonly next: bigint;
  readonly known: Instant;
  readonly caughtUp: Instant;
  /** How often events that waited were tried again. Who doesn't know of the last time doesn't know the rows either. */
  readonly redrives: number;
}

export const UNREAD: Position = { next: 0n, known: 0n, caughtUp: 0n, redrives: 0 };

/** What whoever writes takes for granted (`from`, `redrives`), and where the partition is afterwards. */
export interface Turn {
  readonly partition: number;
  readonly from: bigint;
  readonly next: bigint;
  readonly known: Instant;
  readonly redrives: number;
}

/** An event as the `event` table keeps it. */
export interface EventRow extends KnownEvent {
  readonly offset: bigint;
  readonly recorded: Instant;
  readonly unit: string | null;
  readonly ofEvent: string | null;
  readonly closes: number | null;
  readonly value: Uint8Array;
}

export interface ParkedEvent {
  readonly subject: string;
  readonly submission: string | null;
  readonly known: Instant;
  readonly offset: bigint;
  readonly value: Uint8Array;
}

export interface ParkedSubject {
  readonly subject: string;
  readonly since: Instant;
  readonly reason: string;
}

/** What goes into the tables, whole or not at all. */
export interface EventsPart {
  readonly events: readonly EventRow[];
  /** Reviews that came before what they are about and have found it now. */
  readonly adopted: readonly { readonly id: string; readonly unit: string }[];
  readonly changes: ReadonlyMap<AnyModel, Change>;
  /** Units that judgements tie to others, so that their rows are made of the events of all of these. */
  readonly tied: readonly string[];
}

export interface Parking {
  readonly parkedSubjects: readonly ParkedSubject[];
  readonly parkedEvents: readonly ParkedEvent[];
}

/** Everything that one batch of `events` does, to be written in one transaction. */
export interface EventsWork extends Turn, EventsPart, Parking {}

/** A transaction in which parts are tried, each in a savepoint, after the position was compared and moved. */
export interface PartsOfEvents {
  /** @returns why Postgres refuses it; undefined: it is written */
  write(part: EventsPart): Promise<string | undefined>;
  /** As `write`, but takes it back in either case. */
  probe(part: EventsPart): Promise<string | undefined>;
  park(parking: Parking): Promise<void>;
  /**
   * Strikes a subject's waiting events before this offset off the list, and the subject when none is left.
   * @param reason why the others wait; undefined: as before
   * @returns how many wait still
   */
  strike(subject: string, before: bigint, reason: string | undefined): Promise<number>;
}

export interface ReportRow {
  readonly id: string;
  readonly sourceId: string;
  readonly uri: string | null;
  readonly revises: string | null;
  /** Of its publication, else of its coming in; UTC. */
  readonly day: string;
  /** What of it is searched. */
  readonly text: string;
  readonly known: Instant;
  readonly offset: bigint;
  readonly value: Uint8Array;
}

/** A submission that can't be read or written. */
export interface ParkedReport {
  readonly submission: string | null;
  readonly key: string;
  readonly known: Instant;
  readonly reason: string;
  readonly offset: bigint;
  readonly value: Uint8Array;
}

/** What one submission, or several, put beside the events. */
export interface ReportsPart {
  readonly reports: readonly ReportRow[];
  readonly batches: readonly { readonly id: string; readonly ids: readonly string[] }[];
}

/** As `PartsOfEvents`, for a batch of `reports`. */
export interface PartsOfReports {
  write(part: ReportsPart): Promise<string | undefined>;
  park(parked: readonly ParkedReport[]): Promise<void>;
}
