import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { Piscina } from 'piscina';
import type { Origin } from '#domain';
import { EXTRACTOR } from '#extractor';
import { CONFIG, LOGGER, Metrics, type Config, type Logger } from '#service';
import { Reader, ReaderClosed, READING_GRACE_MS } from './reader.js';
import type { Understanding } from './reading.js';
import type { Task } from './reading-thread.js';

/** A thread needs a hundred MiB for its model; what a report of 1 MiB takes beside it was never more than as much again. */
const THREAD_HEAP_MIB_MAX = 512;

/**
 * The program of a thread, as it was built: threads load plain JavaScript. Whoever runs the sources themselves, as the
 * tests do, has built them first.
 */
const PROGRAM =
  basename(import.meta.filename) === 'thread-reader.ts'
    ? join(import.meta.dirname, '../../../dist/apps/recorder/src/reading-thread.js')
    : join(import.meta.dirname, 'reading-thread.js');

export type ReadingLimits = Pick<Config, 'EXTRACTION_TIMEOUT_MS' | 'EXTRACTION_THREADS'>;

/**
 * Reads in threads: whatever a text makes of its reader, the process answers, sends its heartbeats and reads other
 * reports. A reading that takes longer than the limit is ended together with its thread, and the next one gets a new
 * thread. What waits for a thread is at most what the batches in hand hold.
 */
@Injectable()
export class ThreadReader extends Reader implements OnModuleDestroy, OnApplicationShutdown {
  private readonly pool: Piscina<Task, Understanding>;
  private readonly closing = new AbortController();
  private readonly limitMs: number;

  constructor(
    @Inject(CONFIG) limits: ReadingLimits,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
    this.limitMs = limits.EXTRACTION_TIMEOUT_MS;
    this.pool = new Piscina<Task, Understanding>({
      filename: this.program(),
      minThreads: 1,
      // One processor is left to the process itself.
      maxThreads: limits.EXTRACTION_THREADS ?? Math.max(1, Math.min(4, availableParallelism() - 1)),
      idleTimeout: 60_000,
      resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MIB_MAX },
      execArgv: [],
    });
    // A thread that died takes its reading along, whose promise tells; without a listener it would end the process.
    this.pool.on('error', () => undefined);
  }

  /** The file that a thread runs; the tests have threads that no text could make of ours. */
  protected program(): string {
    return PROGRAM;
  }

  async read(origin: Origin): Promise<Understanding> {
    const cut = new AbortController();
    const clock = { begunAt: 0, timer: undefined as NodeJS.Timeout | undefined };
    const { port1: told, port2: begun } = new MessageChannel();
    told.once('message', () => {
      clock.begunAt = performance.now();
      clock.timer = setTimeout(() => {
        cut.abort();
      }, this.limitMs);
    });
    const signal = AbortSignal.any([cut.signal, this.closing.signal]);
    try {
      const understood = await this.pool.run({ origin, begun }, { transferList: [begun], signal });
      this.metrics.reportsRead.inc({ outcome: 'read' });
      return understood;
    } catch (error) {
      if (this.closing.signal.aborted) throw new ReaderClosed('The reader is closed.', { cause: error });
      return this.givenUp(origin, error, cut.signal.aborted);
    } finally {
      clearTimeout(clock.timer);
      told.close();
      if (clock.begunAt > 0) this.metrics.readingSeconds.observe((performance.now() - clock.begunAt) / 1000);
    }
  }

  onModuleDestroy(): void {
    setTimeout(() => {
      this.closing.abort();
    }, READING_GRACE_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing.abort();
    await this.pool.destroy();
  }

  private givenUp({ reportId }: Origin, error: unknown, late: boolean): Understanding {
    const reason = late
      ? `It could not be read within ${this.limitMs / 1000} s and was given up.`
      : `Reading it failed and was given up: ${(error as Error).message}`;
    this.metrics.reportsRead.inc({ outcome: late ? 'given_up' : 'failed' });
    this.logger.warn({ reportId, ...(late ? {} : { err: error }) }, 'report not read');
    return { events: [], extractor: EXTRACTOR, reason, unread: true };
  }
}
