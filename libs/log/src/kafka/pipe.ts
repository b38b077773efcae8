import { type Batch, type Pipe, PositionLost } from '../contract.js';
import { Transactor, type TransactorSettings } from './transactor.js';
import type { Work } from './work.js';

export interface PipeSettings extends TransactorSettings {
  readonly groupId: string;
  readonly topicName: string;
  /** What the group has committed, for each partition of the topic. */
  committed(): Promise<readonly bigint[]>;
}

/** Consume, transform, produce: one transactional producer for each input partition, opened anew at every assignment. */
export class PipeWork implements Work {
  readonly topic;
  readonly group;
  readonly #transactors = new Map<number, Transactor>();

  constructor(
    private readonly pipe: Pipe,
    private readonly settings: PipeSettings,
  ) {
    this.topic = pipe.from;
    this.group = pipe.group;
  }

  /**
   * First the producers, which fences older owners, then the offsets. The other way round an owner that was only slow
   * could commit between the two, and its batch would be done twice.
   */
  async begin(partitions: readonly number[]): Promise<readonly bigint[]> {
    await Promise.all(partitions.map((partition) => this.#drop(partition)));
    const opened = await Promise.allSettled(partitions.map((partition) => this.#open(partition)));
    const failed = opened.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    const committed = await this.settings.committed();
    return partitions.map((partition) => committed[partition] ?? 0n);
  }

  async handle(batch: Batch): Promise<void> {
    const { partition, from, next, records } = batch;
    const transactor = this.#transactors.get(partition) ?? (await this.#openAgain(partition, from));
    const drafts = records.length > 0 ? await this.pipe.transform(batch) : [];
    const { groupId, topicName } = this.settings;
    try {
      await transactor.run(drafts, { groupId, topicName, partition, next });
    } catch (error) {
      await this.#drop(partition);
      throw error;
    }
  }

  async release(): Promise<void> {
    await Promise.all([...this.#transactors.keys()].map((partition) => this.#drop(partition)));
  }

  /** After a failed transaction: it may have been committed all the same, or somebody else may have gone on. */
  async #openAgain(partition: number, from: bigint): Promise<Transactor> {
    const transactor = await this.#open(partition);
    const committed = (await this.settings.committed())[partition] ?? 0n;
    if (committed === from) return transactor;
    throw new PositionLost(`${this.settings.topicName}, partition ${partition}: committed ${committed}, not ${from}.`);
  }

  async #open(partition: number): Promise<Transactor> {
    const { groupId } = this.settings;
    const transactor = await Transactor.open(`${groupId}.${partition}`, this.settings);
    this.#transactors.set(partition, transactor);
    return transactor;
  }

  async #drop(partition: number): Promise<void> {
    const transactor = this.#transactors.get(partition);
    this.#transactors.delete(partition);
    await transactor?.close();
  }
}
