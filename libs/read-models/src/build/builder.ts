import type { DataSource, QueryRunner } from 'typeorm';
import type { Instant } from '#domain';
import { writeAccepted, foldJob, type Done } from '../engine/job.js';
import { ReportsProjection } from '../reports-projection.js';
import { createGeneration, dropGeneration } from '../store/database.js';
import type { Vectors } from '../store/generations.js';
import { insertParked } from '../store/parked-rows.js';
import { ProjectionStore } from '../store/projection-store.js';
import { writeTied } from '../store/tied-rows.js';
import { attempt, inGeneration } from '../store/transaction.js';
import type { ParkedEvent, Parking } from '../store/work.js';
import { copyPart } from './copy-part.js';
import { stripTables } from './finishing.js';
import { historiesOf, jobOf, lotsOf, type LogReader, type Share } from './histories.js';
import { inLanes } from './lanes.js';

export interface BuildOrder {
  readonly name: string;
  /** What the code is that folds: what other code has begun is begun anew. */
  readonly code: string;
  /** Where both topics end for it. */
  readonly ends: Vectors;
  /** Only what was known up to this instant. */
  readonly upTo?: Instant | undefined;
  /** Made for an audit, which drops it: nobody follows the log for it. */
  readonly scratch?: boolean;
}

/** How far a build is: of so many records of both topics so many are in, those of an earlier start among them. */
export type Told = (progress: { readonly done: number; readonly total: number; readonly phase: string }) => void;

export interface Means {
  readonly told?: Told | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Built {
  readonly events: number;
  readonly rows: number;
  /** It went on where an earlier start was interrupted. */
  readonly resumed: boolean;
}

/**
 * Does work as the one process that builds a generation; the server knows it by its connection, so one that was killed is
 * none.
 * @throws BuildTaken
 */
export async function asBuilder<Result>(
  source: DataSource,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const keeper = source.createQueryRunner();
  const key = [`clemency build ${name}`];
  try {
    const [lock] = (await keeper.query('select pg_try_advisory_lock(hashtext($1)) as taken', key)) as {
      taken: boolean;
    }[];
    if (!lock!.taken) throw new BuildTaken(`Another process is building ${name}: wait for it, or stop it.`);
    try {
      return await work();
    } finally {
      await keeper.query('select pg_advisory_unlock(hashtext($1))', key);
    }
  } finally {
    await keeper.release();
  }
}

/** Another process builds the same generation. */
export class BuildTaken extends Error {
  override readonly name = 'BuildTaken';
}

interface Plan {
  readonly ends: Vectors;
  readonly parts: number;
  readonly resumed: boolean;
  readonly isReady: boolean;
}

/** About so many bytes of one partition are held in memory at once; so much is done again after an interruption, too. */
const PART_BYTES = 48 * 1024 * 1024;
const LOT_EVENTS = 2000;
/** So many parts are under way at once: one is folded while PostgreSQL takes in the other. */
const LANES = 2;

/**
 * Builds a generation from the log's beginning: whole histories, subject by subject, each row written once and by COPY,
 * then keys and indexes. Interrupted however, it goes on with the next part when it is called again.
 */
export class Builder {
  private readonly store: ProjectionStore;

  constructor(
    private readonly source: DataSource,
    private readonly log: LogReader,
    private readonly order: BuildOrder,
    private readonly means: Means = {},
  ) {
    this.store = new ProjectionStore(source, order.name);
  }

  /** Only within `asBuilder`. @throws whatever the signal was aborted with */
  async build(): Promise<Built> {
    const runner = this.source.createQueryRunner();
    try {
      const plan = await this.begin(runner);
      if (!plan.isReady) {
        await this.reports(plan);
        await this.events(plan);
        await this.finish(runner);
      }
      const [sum] = (await runner.query(
        'select coalesce(sum(events), 0) as events, coalesce(sum(rows), 0) as rows from read.build_part where generation = $1',
        [this.order.name],
      )) as { events: string; rows: string }[];
      return { events: Number(sum!.events), rows: Number(sum!.rows), resumed: plan.resumed };
    } finally {
      await runner.release();
    }
  }

  private async begin(runner: QueryRunner): Promise<Plan> {
    const { name, code, upTo, ends, scratch = false } = this.order;
    const [before] = (await runner.query(
      `select code, up_to, ends, parts, state from read.build join read.generation on name = generation where name = $1`,
      [name],
    )) as { code: string; up_to: string | null; ends: Record<keyof Vectors, string[]>; parts: number; state: string }[];
    if (before?.code === code && before.up_to === (upTo === undefined ? null : String(upTo))) {
      const stored = { reports: before.ends.reports.map(BigInt), events: before.ends.events.map(BigInt) };
      return { ends: stored, parts: before.parts, resumed: true, isReady: before.state === 'ready' };
    }
    await dropGeneration(runner, name);
    const parts = await this.partsOf(ends.events);
    await createGeneration(runner, name, this.log.partitions, async () => {
      await runner.query(`update read.generation set state = 'building', scratch = $2 where name = $1`, [
        name,
        scratch,
      ]);
      const finishing = await stripTables(runner, name);
      await runner.query(
        `insert into read.build (generation, code, up_to, ends, parts, finishing) values ($1, $2, $3, $4, $5, $6)`,
        [name, code, upTo === undefined ? null : String(upTo), JSON.stringify(textOf(ends)), parts, finishing],
      );
    });
    return { ends, parts, resumed: false, isReady: false };
  }

  /** Judged by the first records of the longest partition. */
  private async partsOf(ends: readonly bigint[]): Promise<number> {
    const longest = ends.reduce((most, end, at) => (end > ends[most]! ? at : most), 0);
    if (!ends[longest]) return 1;
    for await (const { records } of this.log.read('events', longest, 0n, ends[longest])) {
      if (records.length === 0) continue;
      const bytes = records.reduce((sum, { value }) => sum + value.length, 0);
      return Math.max(1, Math.ceil((bytes / records.length) * (Number(ends[longest]) / PART_BYTES)));
    }
    return 1;
  }

  private async reports({ ends }: Plan): Promise<void> {
    const projection = new ReportsProjection(this.store);
    const positions = await projection.positionsOf(ends.reports.map((_, partition) => partition));
    const total = totalOf(ends);
    let done = positions.reduce((sum, next) => sum + Number(next), 0);
    for (const [partition, end] of ends.reports.entries()) {
      if (positions[partition]! >= end) continue;
      for await (const batch of this.log.read('reports', partition, positions[partition]!, end)) {
        this.means.signal?.throwIfAborted();
        if (!(await projection.project(batch, this.order.upTo)))
          throw new Error(`The tables of ${this.order.name} moved under their build.`);
        done += Number(batch.next - batch.from);
        this.means.told?.({ done, total, phase: 'reports' });
      }
    }
  }

  private async events({ ends, parts }: Plan): Promise<void> {
    const made = await this.source.query<{ partition: number; part: number; events: string }[]>(
      'select partition, part, events from read.build_part where generation = $1',
      [this.order.name],
    );
    const total = totalOf(ends);
    let done = ends.reports.reduce((sum, end) => sum + Number(end), 0);
    for (const { events } of made) done += Number(events);
    const { upTo } = this.order;
    const left = ends.events
      .flatMap((end, partition) => Array.from({ length: parts }, (_, part) => ({ partition, end, part, parts, upTo })))
      .filter(({ partition, part }) => !made.some((one) => one.partition === partition && one.part === part));
    await inLanes(left, LANES, (share) =>
      this.part(share, (events) => {
        done += events;
        this.means.told?.({ done: Math.min(done, total), total, phase: 'events' });
      }),
    );
  }

  /** One transaction, so that it is in whole or not at all. */
  private async part(share: Share, told: (events: number) => void): Promise<void> {
    const { partition, part } = share;
    const { signal } = this.means;
    const histories = await historiesOf(this.log, share, signal);
    await inGeneration(this.source, this.order.name, async (runner) => {
      let [events, rows] = [0, 0];
      const tied: string[] = [];
      for (const lot of lotsOf(histories, LOT_EVENTS)) {
        signal?.throwIfAborted();
        const made = await this.lot(runner, lot, partition);
        rows += made.rows;
        tied.push(...made.tied);
        const size = lot.reduce((sum, history) => sum + history.length, 0);
        events += size;
        told(size);
      }
      await runner.query(
        `insert into read.build_part (generation, partition, part, next_offset, known, events, rows, tied)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [this.order.name, partition, part, String(histories.next), String(histories.known), events, rows, tied],
      );
      return true;
    });
  }

  /** @returns how many rows it came to, and which units have theirs made later, from the events of several */
  private async lot(
    runner: QueryRunner,
    lot: readonly (readonly ParkedEvent[])[],
    partition: number,
  ): Promise<{ rows: number; tied: readonly string[] }> {
    const { job, parkingOf } = jobOf(lot);
    const park = (done: Done): Promise<void> => insertParked(runner, parkingOf(done) satisfies Parking, partition);
    const { part, ...done } = foldJob(job);
    let rows = 0;
    const refusal = await attempt(runner, async () => {
      rows = await copyPart(runner, part, partition);
    });
    if (refusal === undefined) {
      await park(done);
      return { rows, tied: part.tied };
    }
    // Postgres refuses something of it, so what it does not refuse has to be found out.
    const insert = (some: typeof part) => () => this.store.insertPart(runner, some, partition);
    const accepted = await writeAccepted(
      {
        write: (some) => attempt(runner, insert(some)),
        probe: (some) => attempt(runner, insert(some), false),
        park: () => Promise.reject(new Error('Parking comes last.')),
        strike: () => Promise.reject(new Error('Nothing waits in a generation that is built.')),
      },
      jobOf(lot).job,
    );
    await park(accepted);
    return { rows: accepted.folded.length, tied: part.tied };
  }

  private async finish(runner: QueryRunner): Promise<void> {
    const { name } = this.order;
    this.means.told?.({ done: 0, total: 0, phase: 'indexes' });
    const [build] = (await runner.query('select finishing from read.build where generation = $1', [name])) as {
      finishing: string[];
    }[];
    for (const [at, statement] of build!.finishing.entries()) {
      this.means.signal?.throwIfAborted();
      // Each with its place in the list, so that an interruption costs one index.
      await inGeneration(this.source, name, async (within) => {
        await within.query(`set local maintenance_work_mem = '128MB'`);
        const [made] = (await within.query(
          `update read.build set finishing[$2] = '' where generation = $1 and finishing[$2] <> '' returning 1`,
          [name, at + 1],
        )) as [unknown[], number];
        if (made.length > 0) await within.query(statement);
        return true;
      });
    }
    await inGeneration(this.source, name, async (within) => {
      const [sum] = (await within.query(
        'select array_agg(distinct unit) as tied from read.build_part, unnest(tied) as unit where generation = $1',
        [name],
      )) as { tied: string[] | null }[];
      if (sum!.tied) await writeTied(within, { tied: sum!.tied, events: [] });
      await within.query(
        `update position set next_offset = built.next_offset, known = built.known
         from (select partition, max(next_offset) as next_offset, max(known) as known from read.build_part
               where generation = $1 group by partition) built
         where topic = 'events' and position.partition = built.partition`,
        [name],
      );
      await within.query(`update read.generation set state = 'ready', built = now() where name = $1`, [name]);
      return true;
    });
    await runner.query(`analyze ${name}.event, ${name}.basis, ${name}.prisoner, ${name}.sanction`);
  }
}

const totalOf = (ends: Vectors): number => [...ends.reports, ...ends.events].reduce((sum, end) => sum + Number(end), 0);

const textOf = (ends: Vectors) => ({ reports: ends.reports.map(String), events: ends.events.map(String) });
