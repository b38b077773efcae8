import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { POSITION_IDS_MAX, writePosition } from '#domain';
import { Log } from '#log';
import { Register } from '#register';
import { LOGGER, Metrics, Problem, type Logger } from '#service';
import { batchOf, type Admitted } from './admission.js';

/** What became of one thing that was sent: `duplicate` only when the log is known to have had it already. */
export interface Outcome {
  readonly id: string;
  readonly duplicate: boolean;
}

interface Waiting {
  readonly admitted: readonly Admitted[];
  readonly resolve: (outcomes: Outcome[]) => void;
  readonly reject: (error: unknown) => void;
}

/** How much may wait before we say so: beyond this a sender is faster than the disk, and memory is not a queue. */
const WAITING_BYTES_MAX = 64 * 1024 * 1024;
const GROUP_BYTES_MAX = 8 * 1024 * 1024;
const REMEMBERED = 50_000;

/**
 * The one door to the `reports` topic. Requests that arrive while an append is under way wait together and go in with
 * the next one: one look at the register and one append for all of them.
 */
@Injectable()
export class Door {
  private readonly waiting: Waiting[] = [];
  private waitingBytes = 0;
  private working = false;
  private readonly recent = new LRUCache<string, true>({ max: REMEMBERED });

  constructor(
    @Inject(Log) private readonly log: Log,
    @Inject(Register) private readonly register: Register,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Resolves when all of it is durable.
   * @throws Problem 503 with Retry-After when too much waits already, or when the log can't be reached
   */
  async take(admitted: readonly Admitted[]): Promise<Outcome[]> {
    const bytes = bytesOf(admitted);
    if (this.waitingBytes > 0) this.refuseWhenFull(bytes);
    this.waitingBytes += bytes;
    return new Promise((resolve, reject) => {
      this.waiting.push({ admitted, resolve, reject });
      if (!this.working) void this.work();
    });
  }

  /**
   * Asked before a body is read as well, so that what must be refused costs nothing.
   * @throws Problem 503 with Retry-After
   */
  refuseWhenFull(bytes = 0): void {
    if (this.waitingBytes + bytes <= WAITING_BYTES_MAX) return;
    throw new Problem(503, 'Reports arrive faster than they can be made durable.', { retryAfterS: 2 });
  }

  /** The token for what was taken; many ids are named in the log first, so that the token stays short. */
  async positionOf(ids: readonly string[], ledger: string): Promise<string> {
    if (ids.length <= POSITION_IDS_MAX) return writePosition(ids);
    const batch = batchOf(ids, ledger);
    await this.take([batch]);
    return writePosition([batch.id]);
  }

  /**
   * Which of these submissions are not in the log? What another door took a moment ago is in the register only when
   * the recorder has met it, so a "no" waits a little before it is given, once for all of them.
   */
  async unknown(ids: readonly string[], patienceMs = 2000): Promise<Set<string>> {
    const until = Date.now() + patienceMs;
    let missing = new Set(ids);
    for (;;) {
      missing = new Set([...missing].filter((id) => !this.recent.has(id)));
      if (missing.size === 0) return missing;
      const known = await this.register.knownSubmissions([...missing]);
      missing = new Set([...missing].filter((id) => !known.has(id)));
      if (missing.size === 0 || Date.now() >= until) return missing;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  private async work(): Promise<void> {
    this.working = true;
    while (this.waiting.length > 0) {
      const group = this.nextGroup();
      try {
        const outcomes = await this.appendGroup(group.flatMap((one) => one.admitted));
        let at = 0;
        for (const { admitted, resolve } of group) resolve(outcomes.slice(at, (at += admitted.length)));
      } catch (error) {
        this.logger.error({ err: error, requests: group.length }, 'append failed');
        const problem = new Problem(503, 'The log could not be written; nothing of this request is promised.', {
          retryAfterS: 5,
          cause: error,
        });
        for (const { reject } of group) reject(problem);
      }
      this.waitingBytes -= bytesOf(group.flatMap((one) => one.admitted));
    }
    this.working = false;
  }

  private nextGroup(): Waiting[] {
    let bytes = 0;
    let size = 0;
    while (size < this.waiting.length && (size === 0 || bytes < GROUP_BYTES_MAX)) {
      bytes += bytesOf(this.waiting[size]!.admitted);
      size += 1;
    }
    return this.waiting.splice(0, size);
  }

  private async appendGroup(admitted: readonly Admitted[]): Promise<Outcome[]> {
    const stop = this.metrics.batchSeconds.startTimer({ stage: 'ingest' });
    const unsure = admitted.map(({ id }) => id).filter((id) => !this.recent.has(id));
    const known = unsure.length > 0 ? await this.register.knownSubmissions(unsure) : new Set<string>();
    const fresh = new Map<string, Admitted>();
    const outcomes = admitted.map((one) => {
      const duplicate = this.recent.has(one.id) || known.has(one.id) || fresh.has(one.id);
      if (!duplicate) fresh.set(one.id, one);
      return { id: one.id, duplicate };
    });
    if (fresh.size > 0) {
      await this.log.append(
        'reports',
        [...fresh.values()].map(({ draft }) => draft),
      );
    }
    for (const { id } of admitted) this.recent.set(id, true);
    this.metrics.reportsIngested.inc({ door: 'http', outcome: 'new' }, fresh.size);
    this.metrics.reportsIngested.inc({ door: 'http', outcome: 'duplicate' }, admitted.length - fresh.size);
    stop();
    return outcomes;
  }
}

const bytesOf = (admitted: readonly Admitted[]): number => admitted.reduce((sum, { bytes }) => sum + bytes, 0);
