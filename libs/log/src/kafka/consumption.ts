import { setTimeout as sleep } from 'node:timers/promises';
import type { PartitionProgress, Running } from '../contract.js';
import { Assignment, type InHand } from './assignment.js';
import type { Clients } from './client.js';
import { Session } from './session.js';
import { Patience, Unbearable } from './trouble.js';
import type { Surroundings, Work } from './work.js';

const TICK_MS = 500;
/** A consumer that fetches nothing for so long is dead, whatever kafkajs says. Joining a group can take thirty seconds. */
const SILENCE_MS_MAX = 60_000;

/** A consumer's life: session after session until it is stopped or trouble outlasts the patience. */
export class Consumption implements Running {
  readonly finished: Promise<void>;
  /** With sessions that fail: relieved only when each partition moves, or one that can't be read would go on for ever. */
  readonly #sessions: Patience;
  readonly #ticks: Patience;
  #assignment: Assignment | undefined;
  #isStopping = false;
  #wake: () => void = () => {};

  constructor(
    private readonly clients: Clients,
    private readonly work: Work,
    private readonly around: Surroundings & { readonly groupId: string; readonly concurrency: number },
  ) {
    const what = `Consumer ${around.groupId} of ${around.topicName}`;
    this.#sessions = new Patience(what, around.outageMsMax);
    this.#ticks = new Patience(what, around.outageMsMax);
    this.finished = this.#live();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#assignment?.end();
    this.#wake();
    // Whoever holds `finished` learns of trouble; stopping only has to wait for the end.
    await this.finished.catch(() => undefined);
  }

  progress(): readonly PartitionProgress[] {
    return this.#assignment?.progress() ?? [];
  }

  async #live(): Promise<void> {
    while (!this.#isStopping) {
      try {
        await this.#oneSession();
      } catch (error) {
        if (error instanceof Unbearable) throw error.cause;
        await sleep(this.#bear(error));
      }
    }
  }

  #bear(error: unknown): number {
    try {
      return this.#sessions.endure(error);
    } catch (end) {
      throw end instanceof Unbearable ? end.cause : end;
    }
  }

  /** Resolves when the consumer is stopped, rejects when the session has failed. */
  async #oneSession(): Promise<void> {
    let fail: (error: unknown) => void = () => {};
    const failed = new Promise<never>((_, reject) => (fail = reject));
    // Trouble may come when nobody listens any more, because the session is being closed.
    failed.catch(() => undefined);
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    const inHand: InHand = new Map();
    let preparing = Promise.resolve();
    const session: Session = new Session(
      {
        clients: this.clients,
        groupId: this.around.groupId,
        topicName: this.around.topicName,
        concurrency: this.around.concurrency,
        isReader: this.work.only !== undefined,
      },
      {
        joined: (partitions) => {
          this.#assignment?.end();
          const assignment = new Assignment(this.work, this.around, { steering: session, inHand, fail });
          this.#assignment = assignment;
          if (this.#isStopping) assignment.end();
          // One after the other: a pipe must not open a producer twice at once.
          preparing = preparing.then(() => assignment.prepare(partitions)).catch(fail);
        },
        batch: (payload) => this.#assignment?.batch(payload) ?? Promise.resolve(),
        filtered: (partition, first, next) => this.#assignment?.filtered(partition, first, next),
        rebalancing: () => this.#assignment?.end(),
        crashed: (error) => fail(error),
      },
    );
    session.started.catch(fail);
    try {
      if (!this.#isStopping) await Promise.race([failed, this.#tickUntil(woken, session)]);
    } finally {
      this.#wake();
      this.#assignment?.end();
      await preparing;
      await Promise.all(inHand.values());
      this.#assignment = undefined;
      await session.close();
      await this.work.release?.();
    }
  }

  async #tickUntil(woken: Promise<void>, session: Session): Promise<void> {
    let isWoken = false;
    void woken.then(() => (isWoken = true));
    while (!isWoken) {
      await Promise.race([woken, sleep(TICK_MS)]);
      if (isWoken) return;
      if (session.silentMs > SILENCE_MS_MAX) throw new Error(`Nothing was fetched for ${SILENCE_MS_MAX / 1000} s.`);
      try {
        if (await this.#assignment?.tick()) this.#sessions.relieved();
        this.#ticks.relieved();
      } catch (error) {
        // The session may be well all the same: it is given up when it says so itself, or when this goes on.
        this.#ticks.endure(error);
      }
    }
  }
}
