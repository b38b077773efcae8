import type { DataSource, QueryRunner } from 'typeorm';
import { rereadEvent, type Instant } from '#domain';
import type { KnownEvent } from '../engine/standing.js';
import type { KeptEvent } from '../engine/workbench.js';
import {
  insertParked,
  insertParkedReports,
  insertRedriven,
  parkedReports,
  strikeReport,
  strikeWaiting,
  waitingEvents,
} from './parked-rows.js';
import { insertMentions } from './mention-rows.js';
import { insertReports } from './report-rows.js';
import { closeBases, closeVersions, insertBases, insertVersions } from './rows.js';
import { writeTied, type Redriving } from './tied-rows.js';
import { attempt, inGeneration } from './transaction.js';
import type {
  EventsPart,
  EventsWork,
  ParkedEvent,
  ParkedReport,
  PartsOfEvents,
  PartsOfReports,
  Position,
  ReportsPart,
  Turn,
} from './work.js';

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
  | 'positions'
  | 'parkedSubjects'
  | 'surroundings'
  | 'eventsOf'
  | 'writeEvents'
  | 'writeEventsInParts'
  | 'waitingOf'
  | 'caughtUp'
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
    const rows = await this.read<{
      partition: number;
      next: string;
      known: string;
      caught_up: string;
      redrives: number;
    }>(
      `select partition, next_offset as next, known, caught_up, redrives from ${this.generation}.position where topic = $1`,
      [topic],
    );
    return new Map(
      rows.map(({ partition, next, known, caught_up: caughtUp, redrives }) => [
        partition,
        { next: BigInt(next), known: BigInt(known), caughtUp: BigInt(caughtUp), redrives },
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
      value ? [{ event: rereadEvent(value), known: BigInt(known) }] : [],
    );
    return { units: new Map(rows.filter(({ value }) => !value).map(({ event_id: id, unit }) => [id, unit])), orphans };
  }

  /** The events of these units so far, each list in the log's order. */
  async eventsOf(units: readonly string[]): Promise<Map<string, KeptEvent[]>> {
    const rows = await this.read<{ unit: string; known: string; value: Buffer }>(
      `select unit, known, value from ${this.generation}.event where unit = any($1::text[]) order by known`,
      [units],
    );
    const lists = new Map<string, KeptEvent[]>(units.map((unit) => [unit, []]));
    for (const { unit, known, value } of rows) lists.get(unit)!.push({ known: BigInt(known), value });
    return lists;
  }

  /** The first of the events that wait with a parked subject, in the log's order. */
  waitingOf(subject: string, limit: number): Promise<ParkedEvent[]> {
    const table = `${this.generation}.parked_event`;
    return waitingEvents((text, values) => this.read(text, values), { table, subject, limit });
  }

  /**
   * @returns false when the partition was no longer where `work` begins: somebody else has it, nothing was written
   * @throws RowsRefused when Postgres refuses a value; nothing was written
   */
  async writeEvents(work: EventsWork): Promise<boolean> {
    return inGeneration(this.source, this.generation, async (runner) => {
      if (!(await this.move(runner, 'events', work))) return false;
      await this.insertPart(runner, work, work.partition, work);
      await insertParked(runner, work, work.partition);
      return true;
    });
  }

  /**
   * The slow way, where something was refused or has waited: what is to be written is found out part by part.
   * @param turn with `redrivesNext` where the partition's count of redrives changes
   * @returns as `writeEvents`
   */
  async writeEventsInParts(turn: Redriving, work: (parts: PartsOfEvents) => Promise<void>): Promise<boolean> {
    return this.inParts('events', turn, async (runner) => {
      const insert = (part: EventsPart) => async () => {
        await this.insertPart(runner, part, turn.partition, turn);
        if (turn.redrivesNext !== undefined) await insertRedriven(runner, part.events, turn);
      };
      await work({
        write: (part) => attempt(runner, insert(part)),
        probe: (part) => attempt(runner, insert(part), false),
        park: (parking) => insertParked(runner, parking, turn.partition),
        strike: (subject, before, reason) => strikeWaiting(runner, subject, { before, reason }),
      });
    });
  }

  /** @returns and throws as `writeEvents` */
  async writeReports(turn: Turn, part: ReportsPart, parked: readonly ParkedReport[] = []): Promise<boolean> {
    return inGeneration(this.source, this.generation, async (runner) => {
      if (!(await this.move(runner, 'reports', turn))) return false;
      await insertReports(runner, part, turn.partition);
      await insertParkedReports(runner, parked, turn.partition);
      return true;
    });
  }

  /** As `writeEventsInParts`. */
  async writeReportsInParts(turn: Turn, work: (parts: PartsOfReports) => Promise<void>): Promise<boolean> {
    return this.inParts('reports', turn, (runner) =>
      work({
        write: (part) => attempt(runner, () => insertReports(runner, part, turn.partition)),
        park: (parked) => insertParkedReports(runner, parked, turn.partition),
      }),
    );
  }

  async parkedReportKeys(): Promise<string[]> {
    const rows = await this.read<{ key: string }>(`select distinct key from ${this.generation}.parked_report`);
    return rows.map(({ key }) => key);
  }

  /** Submissions of one key that wait, each alone. */
  parkedReports(key: string): Promise<(ParkedReport & { partition: number })[]> {
    return parkedReports((text, values) => this.read(text, values), { table: `${this.generation}.parked_report`, key });
  }

  /**
   * Puts a parked submission where it belongs. It needs no turn: the first record of an id is the report, whenever it comes.
   * @returns false when somebody else has done it
   * @throws RowsRefused, and then it waits on
   */
  async takeInReport(parked: ParkedReport & { partition: number }, part: ReportsPart): Promise<boolean> {
    return inGeneration(this.source, this.generation, async (runner) => {
      if (!(await strikeReport(runner, parked))) return false;
      await insertReports(runner, part, parked.partition);
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

  private async inParts(
    topic: string,
    turn: Redriving,
    work: (runner: QueryRunner) => Promise<void>,
  ): Promise<boolean> {
    return inGeneration(this.source, this.generation, async (runner) => {
      if (!(await this.move(runner, topic, turn, turn.redrivesNext))) return false;
      // What is refused has to be refused in its own part, not when all is committed.
      await runner.query('set constraints all immediate');
      await work(runner);
      return true;
    });
  }

  private async move(runner: QueryRunner, topic: string, turn: Turn, redrivesNext = turn.redrives): Promise<boolean> {
    const [, moved] = (await runner.query(
      `update position set next_offset = $4, known = $5, redrives = $7
       where topic = $1 and partition = $2 and next_offset = $3 and redrives = $6`,
      [topic, turn.partition, String(turn.from), String(turn.next), String(turn.known), turn.redrives, redrivesNext],
    )) as [unknown, number];
    return moved === 1;
  }

  /**
   * What goes into the tables of one part; within a transaction of `inGeneration`.
   * @param turn in whose order changes are read; undefined while nobody reads them yet
   */
  async insertPart(runner: QueryRunner, part: EventsPart, partition: number, turn?: Redriving): Promise<void> {
    await this.insertEvents(runner, part, partition);
    await insertMentions(runner, part.events);
    for (const [model, { close, open }] of part.changes) {
      await closeVersions(runner, model, close);
      await insertVersions(runner, model, open);
    }
    const changes = [...part.changes.values()];
    await closeBases(
      runner,
      changes.flatMap(({ parted }) => parted),
    );
    await insertBases(
      runner,
      changes.flatMap(({ joined }) => joined),
    );
    if (part.tied.length > 0) await writeTied(runner, part, turn);
  }

  private async insertEvents(runner: QueryRunner, { events, adopted }: EventsPart, partition: number): Promise<void> {
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

  private async read<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.source.query(text, values);
  }
}
