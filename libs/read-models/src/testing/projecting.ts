import type { DataSource } from 'typeorm';
import { EventsProjection } from '../events-projection.js';
import { batchesOf, type LogEntry } from '../engine/testing/histories.js';
import { createGeneration, GENERATION } from '../store/database.js';
import { ProjectionStore } from '../store/projection-store.js';

/** Projects a log of one partition into a generation, each batch by a projector that remembers nothing. */
export async function projectAnew(
  source: DataSource,
  log: readonly LogEntry[],
  cuts: readonly number[] = [],
  generation = GENERATION,
): Promise<void> {
  for (const batch of batchesOf(log, cuts)) {
    const projection = new EventsProjection(new ProjectionStore(source, generation));
    await projection.positionsOf([0]);
    expect(await projection.project(batch)).toMatchObject({ written: true });
  }
}

let generations = 0;

/** An empty generation beside the one that answers. */
export async function anotherGeneration(source: DataSource, partitions: number): Promise<string> {
  const name = `read_t${(generations += 1)}`;
  const runner = source.createQueryRunner();
  try {
    await createGeneration(runner, name, partitions);
    return name;
  } finally {
    await runner.release();
  }
}
