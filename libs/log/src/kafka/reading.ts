import type { Batch, Running, Topic } from '../contract.js';
import type { Work } from './work.js';

/** A stretch of one partition: from `from` (included) to `to` (excluded). */
export interface Stretch {
  readonly topic: Topic;
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
}

/** Hands batches from a consumer, which pushes, to a reader, who pulls: one at a time. */
class Handover {
  #batch: Batch | undefined;
  #taken: () => void = () => {};
  #given: () => void = () => {};
  #isClosed = false;

  /** Resolves when the reader asks for the next batch, or has gone. */
  give(batch: Batch): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    this.#batch = batch;
    this.#given();
    return new Promise((resolve) => (this.#taken = resolve));
  }

  async take(): Promise<Batch> {
    this.#taken();
    if (!this.#batch) await new Promise<void>((resolve) => (this.#given = resolve));
    const batch = this.#batch!;
    this.#batch = undefined;
    return batch;
  }

  close(): void {
    this.#isClosed = true;
    this.#taken();
  }
}

/** Reads the stretch with a consumer that is run for it alone. It ends when the position has come to `to`. */
export async function* readStretch(stretch: Stretch, run: (work: Work) => Running): AsyncGenerator<Batch> {
  const { topic, partition, to } = stretch;
  let position = stretch.from;
  let expected = position;
  const handover = new Handover();
  const running = run({
    topic,
    group: 'read',
    only: partition,
    begin: () => Promise.resolve([position]),
    handle: (batch) => {
      position = batch.next;
      return handover.give(batch);
    },
  });
  const failed = running.finished.then(() => {
    throw new Error(`Reading ${topic}, partition ${partition}, was ended at ${position}, before ${to}.`);
  });
  failed.catch(() => undefined);
  try {
    while (expected < to) {
      const batch = await Promise.race([handover.take(), failed]);
      expected = batch.next;
      yield cut(batch, to);
    }
  } finally {
    handover.close();
    await running.stop();
  }
}

function cut(batch: Batch, to: bigint): Batch {
  if (batch.next <= to) return batch;
  return { ...batch, next: to, records: batch.records.filter(({ offset }) => offset < to) };
}
