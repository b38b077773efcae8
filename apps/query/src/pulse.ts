import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { progressOf } from '#read-models';
import { isEnding } from './clocks.js';

/** How often the database is asked whether anything moved, on behalf of all who wait together. */
const BEAT_MS = 100;

/** Tells those who wait for changes that the read models have moved. It asks only while somebody waits. */
export class Pulse {
  private beating: Promise<string> | undefined;

  constructor(private readonly source: DataSource) {}

  /**
   * Resolves when the read models are no longer where they were, when the time is over, when the one who waits has gone,
   * or when the process is asked to end.
   * @param seen what `progressOf` said of the snapshot that was read
   */
  async moved(seen: string, { until, gone }: { until: number; gone: AbortSignal }): Promise<void> {
    while (!gone.aborted && Date.now() < until && !isEnding(this.source)) {
      if ((await this.beat()) !== seen) return;
    }
  }

  /** One question for all who ask within the same beat. */
  private beat(): Promise<string> {
    this.beating ??= pause(BEAT_MS)
      .then(() => progressOf(this.source))
      .finally(() => (this.beating = undefined));
    return this.beating;
  }
}
