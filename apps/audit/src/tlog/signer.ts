import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';
import { LogRefused, type Log, type Running } from '#log';
import type { Logger, Metrics } from '#service';
import { NotProven } from '#transparency';
import { History } from './history.js';
import { keyOf, KeyRing, keysLost } from './keys.js';
import { cutOff, openPartition, type PartitionPlace } from './open-partition.js';
import type { PartitionTree } from './partition-tree.js';
import { publishedNotes, sizeOfPublished } from './published.js';
import { TlogRefused } from './refused.js';
import { tellRotation } from './rotation.js';
import type { TlogFolder } from './tlog-folder.js';

export interface SignerMeans {
  readonly log: Log;
  /** The ledger's, as its records have it. */
  readonly source: string;
  readonly database: DataSource;
  readonly folder: TlogFolder;
  /** Of each partition's log. */
  readonly origins: readonly string[];
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** How often what came in is signed: a checkpoint covers an event after two of these at most. */
const ROUND_MS = 1000;
/** How often a process that does not sign looks whether it may. */
const STANDBY_MS = 2000;
/** How long it waits after a refusal before it looks again whether somebody has mended what it is about. */
const REFUSED_MS = 30_000;
/** More than a few rounds: signing stands still. */
const UNSIGNED_MS_MAX = 30_000;
/** Any numbers that no other advisory lock of the database uses: "clem", "tlog". */
const LOCK = [0x636c656d, 0x746c6f67] as const;
const PUBLISHED = 'published';

/**
 * The one who signs. Of all audit processes of a ledger the one that holds a lock of its database follows `events`, lets
 * the trees grow, and signs. The lock ends with its connection; that it is still held is asked before each round.
 */
export class Signer {
  private readonly ending = new AbortController();
  private readonly keys: KeyRing;
  private living: Promise<void> | undefined;
  private trees: readonly PartitionTree[] = [];
  private refusal: string | undefined;
  private following: Running | undefined;
  /** Partitions all of whose checkpoints are in the topic: nothing is to be published before the next is signed. */
  private readonly published = new Set<number>();

  constructor(private readonly means: SignerMeans) {
    this.keys = new KeyRing(means.folder.path);
  }

  start(): void {
    this.living = this.live();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.living;
  }

  /** For readiness: what keeps it from signing; undefined when all is well, or another process signs. */
  check(): string | undefined {
    if (this.refusal) return this.refusal;
    const late = this.trees.findIndex(
      ({ waitingSince }) => waitingSince !== undefined && performance.now() - waitingSince > UNSIGNED_MS_MAX,
    );
    return late < 0 ? undefined : `events/${late} has had unsigned records for more than ${UNSIGNED_MS_MAX / 1000} s`;
  }

  private async live(): Promise<void> {
    const { logger, metrics } = this.means;
    while (!this.ending.signal.aborted) {
      try {
        await this.signWhileHolding();
      } catch (error) {
        this.refusal = isRefusal(error) ? (error as Error).message : undefined;
        if (this.refusal !== undefined) logger.error({ reason: this.refusal }, 'no checkpoint is signed');
        else logger.warn({ err: error }, 'signing was broken off and is tried again');
      }
      metrics.tlogRefused.set(this.refusal === undefined ? 0 : 1);
      await this.pause(this.refusal === undefined ? STANDBY_MS : REFUSED_MS);
    }
  }

  private pause(ms: number): Promise<void> {
    // Ends early when the process does.
    return sleep(ms, undefined, { signal: this.ending.signal }).catch(() => undefined);
  }

  /** Resolves when another process holds the lock, or this one is stopped. */
  private async signWhileHolding(): Promise<void> {
    const session = this.means.database.createQueryRunner();
    try {
      await session.connect();
      const [row] = (await session.query('select pg_try_advisory_lock($1, $2) as mine', [...LOCK])) as {
        mine: boolean;
      }[];
      if (!row?.mine) return;
      try {
        await this.signUntilStopped(session);
      } finally {
        await this.following?.stop();
        this.following = undefined;
        this.trees = [];
        // Where the connection is gone, so is the lock.
        await session.query('select pg_advisory_unlock($1, $2)', [...LOCK]).catch(() => undefined);
      }
    } finally {
      await session.release();
    }
  }

  private async signUntilStopped(session: QueryRunner): Promise<void> {
    // Another process may have signed since this one did.
    this.published.clear();
    const trees = await this.open();
    this.trees = trees;
    this.refusal = undefined;
    this.means.metrics.tlogRefused.set(0);
    await this.signRound(trees);
    const ended = await this.follow(trees);
    while (!this.ending.signal.aborted) {
      await Promise.race([this.pause(ROUND_MS), ...ended]);
      await session.query('select 1');
      await this.refuseShorter(trees);
      await this.signRound(trees);
    }
  }

  /** @returns rejects when nothing more can be taken in; a refusal at once, and not when the log's patience is over */
  private async follow(trees: readonly PartitionTree[]): Promise<Promise<void>[]> {
    let refuse: (error: unknown) => void = () => undefined;
    const refused = new Promise<void>((_, reject) => (refuse = reject));
    const following = await this.means.log.follow({
      group: 'tlog',
      topic: 'events',
      positions: (partitions) => Promise.resolve(partitions.map((partition) => trees[partition]!.next)),
      onBatch: async (batch) => {
        try {
          await trees[batch.partition]!.take(batch);
        } catch (error) {
          if (isRefusal(error)) refuse(error);
          throw error;
        }
      },
    });
    this.following = following;
    const ended = following.finished.then(() => {
      if (!this.ending.signal.aborted) throw new Error('The follower of events has ended.');
    });
    // They may be rejected while a round is under way, and are looked at after it.
    for (const one of [refused, ended]) one.catch(() => undefined);
    return [refused, ended];
  }

  /** A topic that ends before what was read of it has lost records. */
  private async refuseShorter(trees: readonly PartitionTree[]): Promise<void> {
    const before = trees.map(({ next }) => next);
    const ends = await this.means.log.ends('events');
    const shorter = before.findIndex((next, partition) => next > (ends[partition] ?? 0n));
    if (shorter < 0) return;
    throw cutOff({ partition: shorter }, { size: trees[shorter]!.signed }, ends[shorter] ?? 0n);
  }

  /** Signs what is new, publishes it, and gives up the secrets that were replaced. */
  private async signRound(trees: readonly PartitionTree[]): Promise<void> {
    const { metrics } = this.means;
    const generations = await this.keys.signers();
    const isChanging = generations.length > 1;
    // In the log before the first signature by them: a key of which the log does not tell has signed for somebody else.
    if (isChanging) await tellRotation(this.means, generations);
    for (const [partition, tree] of trees.entries()) {
      // The signers of a round sign together: whoever knows only the former key learns of the new one by its checkpoint.
      const signers = generations.map(({ signers: all }) => keyOf(all, tree.origin));
      const isSigned = await tree.sign(signers, { again: isChanging });
      if (isSigned) metrics.checkpointsSigned.inc();
      metrics.tlogSigned.set({ partition }, tree.signed);
      metrics.tlogWaiting.set({ partition }, tree.waiting);
      if (isSigned) this.published.delete(partition);
      if (!this.published.has(partition)) await this.publish(partition);
    }
    for (const { generation } of generations.slice(1)) await this.keys.retire(generation);
  }

  /** Appends to `checkpoints` what was signed and is not there yet, in order; after a crash perhaps once more. */
  private async publish(partition: number): Promise<void> {
    const folder = this.means.folder.under('events', String(partition));
    const history = new History(folder.path);
    const [from, to] = [Number((await folder.read(PUBLISHED))?.toString() ?? '0'), await history.bytes()];
    if (from < to) {
      const notes = await history.between(from, to);
      const drafts = notes.map((note) => ({ key: String(partition), print: () => Buffer.from(note) }));
      await this.means.log.append('checkpoints', drafts);
      await markPublished(folder, to);
    }
    this.published.add(partition);
  }

  private async open(): Promise<PartitionTree[]> {
    const { log, folder, origins } = this.means;
    const fresh: boolean[] = [];
    for (const partition of origins.keys()) {
      fresh.push((await new History(folder.under('events', String(partition)).path).bytes()) === 0);
    }
    const published = fresh.includes(true) ? await publishedNotes(log, origins) : origins.map(() => []);
    if ((await this.keys.signers()).length === 0) {
      if (published.some((notes) => notes.length > 0) || fresh.includes(false)) throw keysLost(folder.path);
      await this.keys.make(origins);
    }
    const keys = await this.keys.verifiers();
    return Promise.all(
      origins.map((origin, partition) => {
        const place = { partition, origin, keys: keys.filter(({ name }) => name === origin) };
        return this.openOne(place, fresh[partition] ? published[partition]! : []);
      }),
    );
  }

  private async openOne(place: Omit<PartitionPlace, 'folder' | 'published'>, notes: readonly string[]) {
    const folder = this.means.folder.under('events', String(place.partition));
    const sized = notes.map((note) => ({ note, size: sizeOfPublished(note, place, this.means.folder.path) }));
    const published = sized.sort((a, b) => a.size - b.size).map(({ note }) => note);
    const tree = await openPartition(this.means.log, { ...place, folder, published });
    if (published.length > 0) await markPublished(folder, await new History(folder.path).bytes());
    return tree;
  }
}

const markPublished = (folder: TlogFolder, bytes: number): Promise<void> =>
  folder.writeAll([{ path: PUBLISHED, bytes: Buffer.from(String(bytes)) }], 'changing');

const isRefusal = (error: unknown): boolean =>
  error instanceof TlogRefused || error instanceof LogRefused || error instanceof NotProven;
