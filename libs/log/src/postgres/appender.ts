import type pg from 'pg';
import type { Clock, Instant } from '#domain';
import type { Draft, Topic } from '../contract.js';
import { inTransaction } from './connection.js';
import { printDraft, writeRecords } from './records.js';
import type { Printed, Slot } from './records.js';
import { reasonOf } from './trouble.js';

/** How much of what waits one transaction takes together: calls and their records. A larger call goes alone. */
const GROUP_CALLS_MAX = 100;
const GROUP_RECORDS_MAX = 8000;

interface Call {
  readonly drafts: readonly Draft[];
  readonly resolve: (count: number) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Appends to one topic. Calls that come while a transaction is under way share the next one: many small appends cost
 * few commits, and keep the order in which they came.
 */
export class Appender {
  private readonly waiting: Call[] = [];
  private atWork: Promise<void> | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly topic: Topic,
    private readonly clock: Clock,
    private readonly partitionOf: (key: string) => number,
  ) {}

  /** Fails at once, with the cause, when the database can't be reached; then the records may still be there. */
  append(drafts: readonly Draft[]): Promise<number> {
    if (drafts.length === 0) return Promise.resolve(0);
    return new Promise((resolve, reject) => {
      this.waiting.push({ drafts, resolve, reject });
      this.atWork ??= this.work();
    });
  }

  async settled(): Promise<void> {
    await this.atWork;
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) await this.write(this.takeGroup());
    this.atWork = undefined;
  }

  private takeGroup(): Call[] {
    let records = 0;
    const fitting = this.waiting.findIndex((call) => (records += call.drafts.length) > GROUP_RECORDS_MAX);
    return this.waiting.splice(0, fitting === -1 ? GROUP_CALLS_MAX : Math.min(Math.max(fitting, 1), GROUP_CALLS_MAX));
  }

  private async write(calls: readonly Call[]): Promise<void> {
    const unprintable = new Map<Call, unknown>();
    const print = (stamp: Instant): Printed[] =>
      calls.flatMap((call) => {
        try {
          return call.drafts.map((draft) => printDraft(draft, this.slotOf(draft), stamp));
        } catch (error) {
          // The fault of this call alone; those beside it in the group go on.
          unprintable.set(call, error);
          return [];
        }
      });
    try {
      const slots = calls.flatMap((call) => call.drafts.map((draft) => this.slotOf(draft)));
      await inTransaction(this.pool, (client) => writeRecords(client, slots, this.clock, print));
    } catch (error) {
      const message = `The log could not append to ${this.topic}: ${reasonOf(error)}`;
      for (const call of calls) call.reject(new Error(message, { cause: error }));
      return;
    }
    for (const call of calls) {
      if (unprintable.has(call)) call.reject(unprintable.get(call));
      else call.resolve(call.drafts.length);
    }
  }

  private slotOf({ key }: Draft): Slot {
    return { topic: this.topic, partition: this.partitionOf(key) };
  }
}
