import { PositionLost } from '../contract.js';
import type { Batch, Follower, IdlePartition, Log, LogRecord, Topic } from '../contract.js';

/** Where a group of followers is, and what it took in: the part that a database plays for a projector. */
export interface Book {
  readonly positions: bigint[];
  readonly taken: LogRecord[][];
}

/** A book that begins at the present end of a topic, so that a test sees its own records alone. */
export async function bookAtEnd(log: Log, topic: Topic): Promise<Book> {
  const positions = [...(await log.ends(topic))];
  return { positions, taken: positions.map(() => []) };
}

export const takenValues = (book: Book): string[] => book.taken.flat().map((record) => record.value.toString());

/**
 * A follower as a projector is one: it takes a batch only where its book stands, and moves the book with it. It notes
 * how its batches came, for the tests to look at; `meanwhile` runs before a batch is taken.
 */
export class Bookkeeper implements Follower {
  readonly batches: Batch[] = [];
  readonly idle: IdlePartition[] = [];
  asked = 0;
  private readonly inHand = new Set<number>();
  readonly overlaps: number[] = [];

  constructor(
    readonly group: string,
    readonly topic: Topic,
    readonly book: Book,
    private readonly meanwhile: (batch: Batch) => Promise<void> = async () => undefined,
  ) {}

  async positions(partitions: readonly number[]): Promise<readonly bigint[]> {
    this.asked += 1;
    return partitions.map((partition) => this.book.positions[partition] ?? 0n);
  }

  async onBatch(batch: Batch): Promise<void> {
    if (this.inHand.has(batch.partition)) this.overlaps.push(batch.partition);
    this.inHand.add(batch.partition);
    try {
      this.batches.push(batch);
      await this.meanwhile(batch);
      this.take(batch);
    } finally {
      this.inHand.delete(batch.partition);
    }
  }

  async onIdle(idle: readonly IdlePartition[]): Promise<void> {
    this.idle.push(...idle);
  }

  private take(batch: Batch): void {
    const position = this.book.positions[batch.partition];
    if (position !== batch.from) {
      throw new PositionLost(`Partition ${batch.partition} is at ${position}, the batch begins at ${batch.from}.`);
    }
    this.book.taken[batch.partition]?.push(...batch.records);
    this.book.positions[batch.partition] = batch.next;
  }
}
