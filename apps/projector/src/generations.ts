import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { LogTransport, type Log, type Running } from '#log';
import {
  EventsProjection,
  followedGenerations,
  ProjectionStore,
  RedriveOrders,
  ReportsProjection,
  takePendingActs,
} from '#read-models';
import { appendHouseAct } from '#register';
import { LOGGER, Metrics, type Logger } from '#service';
import { EventsProjector } from './events-projector.js';
import { Redriver } from './redriver.js';
import { ReportsProjector } from './reports-projector.js';

/** Token of what the projector works with. */
export const PROJECTION = Symbol('projection');
export interface ProjectionMeans {
  readonly database: DataSource;
  readonly ledger: { readonly log: Log; readonly source: string };
  readonly transport: LogTransport;
}

export const GROUP = 'projector';
/** How often it looks which generations there are, and how long it leaves a database alone that does not answer. */
const LOOK_MS = 500;
const OUTAGE_MS = 5000;

/** One generation at work. */
interface Kept {
  readonly events: EventsProjector;
  readonly reports: ReportsProjector;
  readonly redriver: Redriver;
  /** The process's own figures for the generation that answers; nobody's for one beside it. */
  readonly figures: { metrics: Metrics };
  readonly followers: readonly Running[];
}

/**
 * Keeps every generation of this release's shape true to the log, each by followers of its own: the one that answers, one
 * that was built beside it, one that answered before. Which there are is looked up in the database, where whoever builds,
 * switches or drops one says so.
 */
@Injectable()
export class Generations implements OnModuleInit, OnModuleDestroy {
  private readonly kept = new Map<string, Kept>();
  private readonly ending = new AbortController();
  private running = Promise.resolve();

  constructor(
    @Inject(PROJECTION) private readonly means: ProjectionMeans,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.means.transport.onListen(async () => {
      await this.look();
      this.running = this.goRound();
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.ending.abort();
    await this.running;
    await Promise.all([...this.kept.values()].map(({ redriver }) => redriver.stop()));
  }

  /** @throws Error for one that was let go: a last call may still be on its way */
  of(name: string): Kept {
    const kept = this.kept.get(name);
    if (!kept) throw new Error(`The generation ${name} is no longer kept.`);
    return kept;
  }

  private async goRound(): Promise<void> {
    const { signal } = this.ending;
    for (let pauseMs = LOOK_MS; !signal.aborted;) {
      // It is cut short by the end, and by nothing else.
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await this.look();
        pauseMs = LOOK_MS;
      } catch (error) {
        // An outage: the projections' own batches meet it too, and decide how long it may last.
        this.logger.warn({ error: (error as Error).message }, 'generations could not be looked up');
        pauseMs = OUTAGE_MS;
      }
    }
  }

  private async look(): Promise<void> {
    const wanted = await followedGenerations(this.means.database);
    for (const [name, kept] of this.kept) {
      if (!wanted.some((one) => one.name === name)) await this.letGo(name, kept);
    }
    for (const { name, isLive } of wanted) {
      const kept = this.kept.get(name) ?? (await this.keep(name));
      kept.figures.metrics = isLive ? this.metrics : BESIDE;
    }
    const { database, ledger } = this.means;
    await takePendingActs(database, (id, act) => appendHouseAct(ledger, act, id).then(() => undefined));
  }

  private async keep(name: string): Promise<Kept> {
    const { database, transport } = this.means;
    const store = new ProjectionStore(database, name);
    const figures = { metrics: BESIDE };
    const events = new EventsProjector(new EventsProjection(store), figures, this.logger);
    const reports = new ReportsProjector(new ReportsProjection(store), figures, this.logger);
    const redriver = new Redriver(events, reports, new RedriveOrders(database, name), this.logger);
    const followers: Running[] = [];
    const kept = { events, reports, redriver, figures, followers };
    // Handlers find it by its name from the first call on.
    this.kept.set(name, kept);
    try {
      for (const topic of ['events', 'reports'] as const) followers.push(await transport.follow(GROUP, topic, name));
    } catch (error) {
      this.kept.delete(name);
      await Promise.all(followers.map((follower) => follower.stop()));
      throw error;
    }
    redriver.start();
    this.logger.info({ generation: name }, 'generation followed');
    return kept;
  }

  private async letGo(name: string, { redriver, followers }: Kept): Promise<void> {
    await redriver.stop();
    await Promise.all(followers.map((follower) => follower.stop()));
    this.kept.delete(name);
    this.logger.info({ generation: name }, 'generation let go');
  }
}

/** Counts what nobody reads: figures are of the generation that answers. */
const BESIDE = new Metrics('beside');
