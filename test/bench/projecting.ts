import type { DataSource } from 'typeorm';
import { parseInstant, type Instant } from '#domain';
import type { Draft } from '#log';
import { EventsProjection, GENERATION, migrate, openDatabase, ProjectionStore, type RecordBatch } from '#read-models';

const PARTITIONS = 8;
const BEGAN = parseInstant('2020-01-01T00:00:00Z')!;
/** Between one record and the next, in microseconds: a hundred thousand take a year. */
const APART = 315_000_000n;

/** The projector's own code in this process, on events that are stamped by a driven clock and lie in no log. */
export class Projecting {
  private readonly offsets = Array.from({ length: PARTITIONS }, () => 0n);
  private count = 0n;

  private constructor(
    readonly source: DataSource,
    private projection: EventsProjection,
  ) {}

  static async open(url: string): Promise<Projecting> {
    const source = await openDatabase({ url });
    await migrate(source, PARTITIONS);
    const projecting = new Projecting(source, new EventsProjection(new ProjectionStore(source, GENERATION)));
    await projecting.forget();
    return projecting;
  }

  /** The stamp of the last record. */
  get now(): Instant {
    return BEGAN + this.count * APART;
  }

  /** Begins anew, as a projector does that was started again: it remembers nothing of before. */
  async forget(): Promise<void> {
    this.projection = new EventsProjection(new ProjectionStore(this.source, GENERATION));
    await this.projection.positionsOf(this.offsets.map((_, partition) => partition));
  }

  /** One batch, which is cut by partitions as a log's are. */
  async batch(drafts: readonly Draft[]): Promise<void> {
    const parts = this.offsets.map((): RecordBatch['records'][number][] => []);
    for (const { key, print } of drafts) {
      this.count += 1n;
      const partition = partitionOf(key);
      const offset = this.offsets[partition]! + BigInt(parts[partition]!.length);
      parts[partition]!.push({ offset, key, value: Buffer.from(print(this.now)) });
    }
    for (const [partition, records] of parts.entries()) {
      if (records.length === 0) continue;
      const from = this.offsets[partition]!;
      const next = from + BigInt(records.length);
      const { written, parked } = await this.projection.project({ partition, from, next, records });
      if (!written || parked.length > 0) throw new Error(`A batch was not projected: ${JSON.stringify(parked)}`);
      this.offsets[partition] = next;
    }
  }

  /** After so many rows the planner has to know what there is, as autovacuum tells it in a house that runs. */
  analyze(): Promise<unknown> {
    return this.source.query('vacuum analyze');
  }

  close(): Promise<void> {
    return this.source.destroy();
  }
}

/** Any function of the key does here, as long as one key stays in one partition. */
const partitionOf = (key: string): number =>
  [...key].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % PARTITIONS;
