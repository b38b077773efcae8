import type { PartitionProgress, Running } from '../contract.js';
import { endsOf } from './batches.js';
import { askPositions, Hold } from './hold.js';
import { BEAT_MS, Membership } from './membership.js';
import type { SettlerMeans } from './settler.js';
import { Settler } from './settler.js';
import { Abandoned, pause, persist } from './trouble.js';
import type { Wakes } from './wakes.js';
import { Bell } from './wakes.js';

export interface ConsumerMeans extends SettlerMeans {
  readonly wakes: Wakes;
  readonly partitions: number;
}

/** How many partitions have a batch in hand at the same time: with the size of a batch, the bound of memory. */
const SIDE_BY_SIDE_MAX = 4;
/** How often a consumer looks when nobody wakes it, and how long a wake waits for others to come with it. */
const LOOK_MS = 500;
const GATHER_MS = 5;

/** A member of a group at work: it takes its share of the partitions and brings their batches. */
export class Consumer implements Running {
  readonly finished: Promise<void>;
  private readonly holds = new Map<number, Hold>();
  /** Given back with a batch still in hand: not to be taken again before that is done. */
  private readonly leaving = new Set<Hold>();
  private readonly membership: Membership;
  private readonly bell = new Bell();
  private readonly ending = new AbortController();
  private readonly atWork = new Set<Promise<void>>();
  private trouble: { readonly error: unknown } | undefined;
  private hasJoined = false;
  private beatDueAt = 0;

  constructor(private readonly means: ConsumerMeans) {
    const { pool, duty, partitions } = means;
    this.membership = new Membership(pool, duty.group, duty.topic, partitions);
    this.finished = this.run();
  }

  async stop(): Promise<void> {
    this.end();
    // Whoever stops it waits for the end; why it ended is told by `finished` itself.
    await this.finished.catch(() => undefined);
  }

  progress(): readonly PartitionProgress[] {
    return [...this.holds.values()].map((hold) => hold.progress(this.means.duty.topic));
  }

  private get isOver(): boolean {
    return this.ending.signal.aborted;
  }

  private end(): void {
    this.ending.abort();
    for (const hold of this.holds.values()) hold.release();
    this.bell.ring();
  }

  private fail(error: unknown): void {
    if (!(error instanceof Abandoned)) this.trouble ??= { error };
    this.end();
  }

  private async run(): Promise<void> {
    const { duty, wakes } = this.means;
    const ears = [
      wakes.listen(duty.topic, this.bell.ring),
      wakes.listen(groupWake(duty.group), () => {
        this.beatDueAt = 0;
        this.bell.ring();
      }),
    ];
    const rounds = [this.goRound(), this.tellIdle()];
    await Promise.all(rounds.map((round) => round.catch((error: unknown) => this.fail(error))));
    for (const close of ears) close();
    await Promise.all(this.atWork);
    this.holds.clear();
    await this.leave();
    if (this.trouble) throw this.trouble.error;
  }

  private async goRound(): Promise<void> {
    while (!this.isOver) {
      await this.persist(async () => {
        if (performance.now() >= this.beatDueAt) await this.divide();
        await this.look();
      });
      await this.bell.sleep(LOOK_MS);
      if (!this.isOver) await pause(GATHER_MS, this.ending.signal);
    }
  }

  private persist(work: () => Promise<void>): Promise<void> {
    const { duty, outageMsMax, sink } = this.means;
    const what = `The group ${duty.group}, looking at ${duty.topic},`;
    return persist({ what, outageMsMax, signal: this.ending.signal, sink }, work);
  }

  private async leave(): Promise<void> {
    const { duty, wakes } = this.means;
    // Where the database is out of reach, the others take over when this member has been silent for long enough.
    const hasLeft = await this.membership.leave().then(
      () => true,
      () => false,
    );
    if (hasLeft) wakes.tell(groupWake(duty.group));
  }

  /** Says that it lives, gives back what is no longer its own, and takes what is. */
  private async divide(): Promise<void> {
    // Before the call, because a wake that comes during it asks for another.
    this.beatDueAt = performance.now() + BEAT_MS;
    try {
      const mine = await this.membership.beat();
      if (!this.hasJoined) this.means.wakes.tell(groupWake(this.means.duty.group));
      this.hasJoined = true;
      await this.takeOver(mine);
    } catch (error) {
      this.beatDueAt = 0;
      throw error;
    }
  }

  private async takeOver(partitions: readonly number[]): Promise<void> {
    const mine = new Set(partitions);
    for (const [partition, hold] of this.holds) {
      if (mine.has(partition)) continue;
      hold.release();
      this.holds.delete(partition);
      if (hold.busy) this.leaving.add(hold);
    }
    const inHand = new Set([...this.leaving].map((hold) => hold.partition));
    const fresh = [...mine].filter((partition) => !this.holds.has(partition) && !inHand.has(partition));
    if (fresh.length === 0) return;
    const positions = await askPositions(this.means, fresh);
    for (const [index, partition] of fresh.entries()) {
      if (this.isOver) return;
      this.holds.set(partition, new Hold(this.means, partition, positions[index] ?? 0n));
    }
  }

  /** Learns the ends and sets out for what is behind. */
  private async look(): Promise<void> {
    const { pool, duty } = this.means;
    const ends = await endsOf(pool, duty.topic);
    for (const hold of this.holds.values()) hold.learnEnd(ends[hold.partition]);
    this.setOut();
  }

  /** Beside the round, because it may have to wait for somebody's commit. */
  private async tellIdle(): Promise<void> {
    const settler = new Settler(this.means);
    while (!this.isOver) {
      await this.persist(async () => {
        const idle = await settler.settle([...this.holds.values()]);
        this.setOut();
        if (idle.length > 0 && !this.isOver) await this.means.duty.onIdle?.(idle);
      });
      await pause(LOOK_MS, this.ending.signal);
    }
  }

  /** The partition that has waited longest comes first. */
  private setOut(): void {
    const behind = [...this.holds.values()].filter((hold) => !hold.busy && hold.isBehind);
    behind.sort((a, b) => a.aliveAt - b.aliveAt);
    for (const hold of behind) {
      if (this.isOver || this.atWork.size >= SIDE_BY_SIDE_MAX) return;
      hold.busy = true;
      const work = this.bring(hold).finally(() => {
        this.atWork.delete(work);
        this.setOut();
      });
      this.atWork.add(work);
    }
  }

  private async bring(hold: Hold): Promise<void> {
    try {
      await hold.bringBatch();
    } catch (error) {
      this.fail(error);
    }
    hold.busy = false;
    if (this.leaving.delete(hold)) this.beatDueAt = 0;
    // Nothing more is known of: there may be more to know.
    if (!hold.isBehind || hold.isReleased) this.bell.ring();
  }
}

const groupWake = (group: string): string => `group ${group}`;
