import { setTimeout as sleep } from 'node:timers/promises';
import type { EachBatchPayload } from 'kafkajs';
import { type Batch, type IdlePartition, LogRefused, type PartitionProgress, PositionLost } from '../contract.js';
import { refusePosition } from './offsets.js';
import { HEARTBEAT_MS } from './session.js';
import { slices } from './slices.js';
import { isFenced, Patience, Unbearable } from './trouble.js';
import type { Surroundings, Work } from './work.js';

/** What is being done for a partition, across assignments: the promise resolves when it is done. */
export type InHand = Map<number, Promise<void>>;

/** The part of a session that an assignment steers. */
export interface Steering {
  seek(partition: number, offset: bigint): void;
  pause(partitions: readonly number[]): void;
  resume(partitions: readonly number[]): void;
}

interface Held {
  readonly partition: number;
  readonly patience: Patience;
  /** Up to here all is done. */
  position: bigint;
  /** Where the next fetch begins: ahead of the position while markers are passed on. */
  fetchFrom: bigint;
  end: bigint;
  aliveAt: number;
  /** What is in hand for the partition; one thing after the other. */
  turn: Promise<void>;
  turns: number;
}

/** kafkajs hands out its own batch, which knows more than its types tell. */
type FetchedBatch = EachBatchPayload['batch'] & { readonly fetchedOffset: string };

/** For how long kafkajs waits for a batch; the other partitions wait with it. Pausing costs a fetch, so not at once. */
const LINGER_MS = 500;

/** The partitions that a consumer holds from one dealing out of its group to the next. */
export class Assignment {
  readonly #held = new Map<number, Held>();
  #isOver = false;
  #tickedAt = performance.now();
  #ended: () => void = () => {};
  readonly #end = new Promise<void>((resolve) => (this.#ended = resolve));

  constructor(
    private readonly work: Work,
    private readonly around: Surroundings,
    private readonly session: { steering: Steering; inHand: InHand; fail: (error: unknown) => void },
  ) {}

  /** Nothing new is begun or fetched, and tries in hand are not repeated. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.session.steering.pause([...this.#held.keys()]);
    this.#ended();
  }

  progress(): PartitionProgress[] {
    const topic = this.work.topic;
    return [...this.#held.values()]
      .map(({ partition, position, end, aliveAt }) => ({
        topic,
        partition,
        next: position,
        end: end > position ? end : position,
        aliveAt,
      }))
      .sort((a, b) => a.partition - b.partition);
  }

  /**
   * Asks for the positions, then lets the fetches begin there. A partition that is still in hand from an assignment
   * before has to wait for that; the others need not.
   */
  async prepare(partitions: readonly number[]): Promise<void> {
    const wanted = partitions.filter((partition) => this.work.only === undefined || this.work.only === partition);
    const later = wanted.filter((partition) => this.session.inHand.has(partition));
    await this.#takeOver(wanted.filter((partition) => !later.includes(partition)));
    await Promise.all(
      later.map(async (partition) => {
        await Promise.race([this.session.inHand.get(partition), this.#end]);
        await this.#takeOver([partition]);
      }),
    );
  }

  /** A delivery of kafkajs. Never throws, and soon returns: what takes longer goes on with the partition paused. */
  async batch({ batch, resolveOffset }: EachBatchPayload): Promise<void> {
    const held = this.#held.get(batch.partition);
    if (!held || this.#isOver) return;
    let isDone = false;
    const turn = this.#inTurn(held, async () => {
      isDone = await this.#take(held, batch as FetchedBatch);
    });
    if (await isWithin(turn, LINGER_MS)) {
      const last = batch.messages.at(-1);
      // kafkajs takes the markers after the last record along with it. Without this it fetches the same again.
      if (isDone && last) resolveOffset(last.offset);
      return;
    }
    if (this.#isOver) return;
    this.session.steering.pause([held.partition]);
    void turn.then(() => {
      if (this.#isOver) return;
      this.session.steering.seek(held.partition, held.fetchFrom);
      this.session.steering.resume([held.partition]);
    });
  }

  /** Only markers and aborted records lay there: kafkajs goes on behind them by itself, the follower is told. */
  filtered(partition: number, first: bigint, next: bigint): void {
    const held = this.#held.get(partition);
    if (!held || first < held.fetchFrom) return;
    held.fetchFrom = next;
    void this.#inTurn(held, async () => {
      if (held.position >= held.fetchFrom) return;
      const { topic } = this.work;
      await this.#persevere(held, { topic, partition, from: held.position, next: held.fetchFrom, records: [] });
    });
  }

  /**
   * Looks which partitions have been read to their end, and says so.
   * @returns whether each partition has moved since the last time, or is at its end
   */
  async tick(): Promise<boolean> {
    const before = this.#tickedAt;
    this.#tickedAt = performance.now();
    const at = this.around.clock();
    const bounds = await this.around.bounds();
    if (this.#isOver) return false;
    const caughtUpTo = at - this.around.allowanceUs;
    const idle: IdlePartition[] = [];
    for (const held of this.#held.values()) {
      held.end = bounds[held.partition]?.end ?? held.end;
      if (held.turns > 0 || held.position < held.end) continue;
      held.aliveAt = performance.now();
      idle.push({ partition: held.partition, next: held.position, caughtUpTo });
    }
    if (idle.length > 0) await this.work.idle?.(idle.sort((a, b) => a.partition - b.partition));
    return this.#held.size > 0 && [...this.#held.values()].every(({ aliveAt }) => aliveAt > before);
  }

  async #takeOver(partitions: readonly number[]): Promise<void> {
    if (partitions.length === 0 || this.#isOver) return;
    const patience = new Patience(`Taking over ${this.around.topicName}`, this.around.outageMsMax);
    const positions = await this.#begin(partitions, patience);
    if (this.#isOver || !positions) return;
    partitions.forEach((partition, index) => {
      const position = positions[index] ?? 0n;
      const patience = new Patience(`${this.around.topicName}, partition ${partition}:`, this.around.outageMsMax);
      const times = { aliveAt: performance.now(), turn: Promise.resolve(), turns: 0 };
      this.#held.set(partition, { partition, patience, position, fetchFrom: position, end: position, ...times });
      this.session.steering.seek(partition, position);
    });
    this.session.steering.resume(partitions);
  }

  /** @returns whether all of it was done */
  async #take(held: Held, batch: FetchedBatch): Promise<boolean> {
    if (BigInt(batch.fetchedOffset) !== held.fetchFrom) {
      this.session.steering.seek(held.partition, held.fetchFrom);
      return false;
    }
    const { topic } = this.work;
    const next = BigInt(batch.lastOffset()) + 1n;
    const { partition, position: from } = held;
    for (const slice of slices({ topic, partition, from, next, messages: batch.messages })) {
      if (!(await this.#persevere(held, slice))) return false;
    }
    return true;
  }

  #inTurn(held: Held, action: () => Promise<void>): Promise<void> {
    held.turns++;
    const turn = held.turn.then(async () => {
      try {
        if (!this.#isOver) await action();
      } catch (error) {
        this.end();
        this.session.fail(error);
      } finally {
        held.turns--;
        if (this.session.inHand.get(held.partition) === turn) this.session.inHand.delete(held.partition);
      }
    });
    held.turn = turn;
    this.session.inHand.set(held.partition, turn);
    return held.turn;
  }

  /**
   * Tries one batch until it is done.
   * @returns whether it is; otherwise it will be fetched again, by us or by the partition's next owner
   * @throws Unbearable
   */
  async #persevere(held: Held, batch: Batch): Promise<boolean> {
    while (!this.#isOver) {
      try {
        await this.work.handle(batch);
        held.position = batch.next;
        if (held.fetchFrom < batch.next) held.fetchFrom = batch.next;
        held.aliveAt = performance.now();
        held.patience.relieved();
        return true;
      } catch (error) {
        await this.#wait(held.patience.endure(error), error);
        if (error instanceof PositionLost) return this.#beginAgain(held);
      }
    }
    return false;
  }

  /**
   * A fenced owner waits until a heartbeat has gone to the broker, and with it the news if the partition is another's
   * now: two owners must not fence each other for ever. A position that was lost once is not worth waiting for.
   */
  async #wait(ms: number, error: unknown): Promise<void> {
    if (error instanceof PositionLost && ms <= 50) return;
    await sleep(isFenced(error) ? 2 * HEARTBEAT_MS : ms);
  }

  async #beginAgain(held: Held): Promise<false> {
    const [position] = (await this.#begin([held.partition], held.patience)) ?? [];
    if (position === undefined) return false;
    held.position = position;
    held.fetchFrom = position;
    this.session.steering.seek(held.partition, position);
    return false;
  }

  async #begin(partitions: readonly number[], patience: Patience): Promise<readonly bigint[] | undefined> {
    while (!this.#isOver) {
      try {
        const positions = await this.work.begin(partitions);
        const bounds = await this.around.bounds();
        partitions.forEach((partition, index) => {
          const found = bounds[partition];
          if (found) refusePosition(this.around.topicName, partition, positions[index] ?? 0n, found);
        });
        return positions;
      } catch (error) {
        if (error instanceof LogRefused) throw new Unbearable(error.message, { cause: error });
        await sleep(patience.endure(error));
      }
    }
    return undefined;
  }
}

/** Does it settle within the time? It never rejects. */
function isWithin(turn: Promise<void>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    void turn.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
