import type { DataSource, QueryRunner } from 'typeorm';
import { readEvent, type Instant } from '#domain';
import type { KnownEvent } from '../engine/standing.js';
import type { Change } from '../engine/versions.js';
import type { AnyModel } from '../models.js';
import { closeVersions, insertVersions } from './rows.js';

/** Where a partition is folded to, and what its last record's known time was. */
export interface Position {
  readonly next: bigint;
  readonly known: Instant;
  readonly caughtUp: Instant;
}

export const UNREAD: Position = { next: 0n, known: 0n, caughtUp: 0n };

/** An event as the `event` table keeps it. */
export interface EventRow extends KnownEvent {
  readonly offset: bigint;
  readonly recorded: Instant;
  readonly unit: string | null;
  readonly ofEvent: string | null;
  readonly closes: number | null;
  readonly value: Uint8Array;
}

export interface ReportRow {
  readonly id: string;
  readonly sourceId: string;
  readonly uri: string | null;
  readonly revises: string | null;
  readonly known: Instant;
  readonly offset: bigint;
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

/** Everything that one batch of `events` does, to be written in one transaction. */
export interface EventsWork {
  readonly partition: number;
  readonly from: bigint;
  readonly next: bigint;
  readonly known: Instant;
  readonly events: readonly EventRow[];
  /** Reviews that came before what they are about and have found it now. */
  readonly adopted: readonly { readonly id: string; readonly unit: string }[];
  readonly changes: ReadonlyMap<AnyModel, Change>;
  readonly parkedSubjects: readonly ParkedSubject[];
  readonly parkedEvents: readonly ParkedEvent[];
}

/** What the fold of a batch needs to know of what is there already. */
export interface Surroundings {
  /** Which of the ids asked for are events already, with their units. */
  readonly units: ReadonlyMap<string, string | null>;
  /** Reviews without a unit that are about one of the ids asked for, or about another of these reviews. */
  readonly orphans: readonly KnownEvent[];
}

/** What keeping the events of one generation asks of its tables. */
export type EventsStore = Pick<
  ProjectionStore,
  'positions' | 'parkedSubjects' | 'surroundings' | 'eventsOf' | 'writeEvents' | 'caughtUp'
>;

/**
 * Writes one generation's tables. Only the projector has one of these; whoever lost its partition can't write, since
 * the position is compared in the transaction.
 */
export class ProjectionStore {
  constructor(
    private readonly source: DataSource,
    private readonly generation: string,
  ) {}

  async positions(topic: string): Promise<Map<number, Position>> {
    const rows = await this.read<{ partition: number; next_offset: string; known: string; caught_up: string }>(
      `select partition, next_offset, known, caught_up from ${this.generation}.position where topic = $1`,
      [topic],
    );
    return new Map(
      rows.map((row) => [
        row.partition,
        { next: BigInt(row.next_offset), known: BigInt(row.known), caughtUp: BigInt(row.caught_up) },
      ]),
    );
  }

  async parkedSubjects(): Promise<Map<string, number>> {
    const rows = await this.read<{ subject: string; partition: number }>(
      `select subject, partition from ${this.generation}.parked_subject`,
    );
    return new Map(rows.map(({ subject, partition }) => [subject, partition]));
  }

  async surroundings(ids: readonly string[]): Promise<Surroundings> {
    const rows = await this.read<{ event_id: string; unit: string | null; known: string; value: Buffer | null }>(
      `with recursive orphan as (
         select event_id, known, value from ${this.generation}.event
         where of_event = any($1::uuid[]) and unit is null
         union
         select review.event_id, review.known, review.value from ${this.generation}.event review
         join orphan on review.of_event = orphan.event_id where review.unit is null
       )
       select event_id, unit, known, null::bytea as value
       from ${this.generation}.event where event_id = any($1::uuid[])
       union all
       select event_id, null, known, value from orphan`,
      [ids],
    );
    const orphans = rows.flatMap(({ known, value }) =>
      value ? [{ event: readEvent(value), known: BigInt(known) }] : [],
    );
    return { units: new Map(rows.filter(({ value }) => !value).map(({ event_id: id, unit }) => [id, unit])), orphans };
  }

  /** The events of these units so far, each list in the log's order. */
  async eventsOf(units: readonly string[]): Promise<Map<string, KnownEvent[]>> {
    const rows = await this.read<{ unit: string; known: string; value: Buffer }>(
      `select unit, known, value from ${this.generation}.event where unit = any($1::text[]) order by known`,
      [units],
    );
    const lists = new Map<string, KnownEvent[]>(units.map((unit) => [unit, []]));
    for (const { unit, known, value } of rows) lists.get(unit)!.push({ event: readEvent(value), known: BigInt(known) });
    return lists;
  }

  /** @returns false when the position was no longer at `from`: somebody else has the partition, nothing was written */
  async writeEvents(work: EventsWork): Promise<boolean> {
    return this.transaction(async (runner) => {
      if (!(await this.move(runner, 'events', work))) return false;
      await this.insertEvents(runner, work);
      for (const [model, { close, open }] of work.changes) {
        await closeVersions(runner, model, close);
        await insertVersions(runner, model, open);
      }
      await this.park(runner, work);
      return true;
    });
  }

  /** @returns as `writeEvents` */
  async writeReports(
    at: { partition: number; from: bigint; next: bigint; known: Instant },
    reports: readonly ReportRow[],
    batches: readonly { id: string; ids: readonly string[] }[],
  ): Promise<boolean> {
    return this.transaction(async (runner) => {
      if (!(await this.move(runner, 'reports', at))) return false;
      await runner.query(
        `insert into report (report_id, source_id, uri, revises, known, partition, "offset", value)
         select id, source_id, uri, revises, known, $8, "offset", value
         from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::bigint[], $6::bigint[], $7::bytea[])
           as r (id, source_id, uri, revises, known, "offset", value)
         on conflict do nothing`,
        [
          reports.map(({ id }) => id),
          reports.map(({ sourceId }) => sourceId),
          reports.map(({ uri }) => uri),
          reports.map(({ revises }) => revises),
          reports.map(({ known }) => String(known)),
          reports.map(({ offset }) => String(offset)),
          reports.map(({ value }) => value),
          at.partition,
        ],
      );
      for (const { id, ids } of batches) {
        await runner.query('insert into batch values ($1, $2) on conflict do nothing', [id, ids]);
      }
      return true;
    });
  }

  /** Partitions at their end: what was recorded up to then is folded. Only where the position still is the one told. */
  async caughtUp(
    topic: string,
    idle: readonly { partition: number; next: bigint; caughtUpTo: Instant }[],
  ): Promise<void> {
    await this.read(
      `update ${this.generation}.position as position set caught_up = greatest(position.caught_up, idle.caught_up)
       from unnest($2::int[], $3::bigint[], $4::bigint[]) as idle (partition, next_offset, caught_up)
       where topic = $1 and position.partition = idle.partition and position.next_offset = idle.next_offset`,
      [
        topic,
        idle.map(({ partition }) => partition),
        idle.map(({ next }) => String(next)),
        idle.map(({ caughtUpTo }) => String(caughtUpTo)),
      ],
    );
  }

  private async move(
    runner: QueryRunner,
    topic: string,
    at: { partition: number; from: bigint; next: bigint; known: Instant },
  ): Promise<boolean> {
    const [, moved] = (await runner.query(
      'update position set next_offset = $4, known = $5 where topic = $1 and partition = $2 and next_offset = $3',
      [topic, at.partition, String(at.from), String(at.next), String(at.known)],
    )) as [unknown, number];
    return moved === 1;
  }

  private async insertEvents(runner: QueryRunner, { events, adopted, partition }: EventsWork): Promise<void> {
    if (events.length > 0) {
      await runner.query(
        `insert into event (event_id, type, subject, submission, unit, of_event, closes, recorded, known, "offset", value, partition)
         select *, $12 from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::uuid[], $7::int[],
           $8::bigint[], $9::bigint[], $10::bigint[], $11::bytea[])`,
        [
          events.map(({ event }) => event.id),
          events.map(({ event }) => event.type),
          events.map(({ event }) => event.subject),
          events.map(({ event }) => event.correlationid),
          events.map(({ unit }) => unit),
          events.map(({ ofEvent }) => ofEvent),
          events.map(({ closes }) => closes),
          events.map(({ recorded }) => String(recorded)),
          events.map(({ known }) => String(known)),
          events.map(({ offset }) => String(offset)),
          events.map(({ value }) => value),
          partition,
        ],
      );
    }
    if (adopted.length > 0) {
      await runner.query(
        `update event set unit = adopted.unit from unnest($1::uuid[], $2::text[]) as adopted (id, unit)
         where event_id = adopted.id`,
        [adopted.map(({ id }) => id), adopted.map(({ unit }) => unit)],
      );
    }
  }

  private async park(runner: QueryRunner, { parkedSubjects, parkedEvents, partition }: EventsWork): Promise<void> {
    if (parkedEvents.length === 0) return;
    await runner.query(
      `insert into parked_subject (subject, since, reason, partition)
       select *, $4 from unnest($1::text[], $2::bigint[], $3::text[]) on conflict do nothing`,
      [
        parkedSubjects.map(({ subject }) => subject),
        parkedSubjects.map(({ since }) => String(since)),
        parkedSubjects.map(({ reason }) => reason),
        partition,
      ],
    );
    await runner.query(
      `insert into parked_event (subject, submission, known, "offset", value, partition)
       select *, $6 from unnest($1::text[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bytea[])`,
      [
        parkedEvents.map(({ subject }) => subject),
        parkedEvents.map(({ submission }) => submission),
        parkedEvents.map(({ known }) => String(known)),
        parkedEvents.map(({ offset }) => String(offset)),
        parkedEvents.map(({ value }) => value),
        partition,
      ],
    );
  }

  private async read<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.source.query(text, values);
  }

  private async transaction(work: (runner: QueryRunner) => Promise<boolean>): Promise<boolean> {
    const runner = this.source.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.query(`set local search_path to ${this.generation}`);
      const written = await work(runner);
      if (written) await runner.commitTransaction();
      else await runner.rollbackTransaction();
      return written;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      throw error;
    } finally {
      await runner.release();
    }
  }
}
