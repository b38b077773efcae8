import type { DataSource } from 'typeorm';
import { EventsProjection } from '../events-projection.js';
import { ReportsProjection } from '../reports-projection.js';
import { ProjectionStore } from '../store/projection-store.js';
import type { Vectors } from '../store/generations.js';
import type { Means } from './builder.js';
import type { LogReader } from './histories.js';

/**
 * Brings a generation forward from where it is, as a projector does. Where a projector does so at the same time, one of
 * the two writes and the other looks again.
 */
export async function catchUp(
  { source, log, name }: { source: DataSource; log: LogReader; name: string },
  ends: Vectors,
  { signal }: Means = {},
): Promise<void> {
  const store = new ProjectionStore(source, name);
  const projections = { reports: new ReportsProjection(store), events: new EventsProjection(store) };
  for (const topic of ['reports', 'events'] as const) {
    const projection = projections[topic];
    for (const [partition, end] of ends[topic].entries()) {
      for (let [next] = await projection.positionsOf([partition]); next! < end;) {
        for await (const batch of log.read(topic, partition, next!, end)) {
          signal?.throwIfAborted();
          const done = await projection.project(batch);
          if (!done || ('written' in done && !done.written)) break;
        }
        [next] = await projection.positionsOf([partition]);
      }
    }
  }
}
