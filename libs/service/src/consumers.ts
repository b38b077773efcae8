import type { Health } from './health.js';
import type { Metrics } from './metrics.js';

/** A consumer of the log, as far as an operator cares: which partitions it has, and whether it gets on with them. */
interface Consumer {
  progress(): readonly {
    readonly group: string;
    readonly topic: string;
    readonly partition: number;
    readonly next: bigint;
    readonly end: bigint;
    /** On the monotonic clock, milliseconds. */
    readonly aliveAt: number;
  }[];
}

const STALLED_MS = 30_000;
const STANDBY_MS = 30_000;

/**
 * Readiness and lag from the work itself: a consumer is ready when each of its partitions was read to its end or moved
 * a moment ago. One that is given no partition is on standby, and ready, once it has waited for long enough to know.
 */
export function watchConsumers(
  parts: { readonly health: Health; readonly metrics: Metrics },
  consumers: () => readonly Consumer[],
): void {
  const startedAt = performance.now();
  parts.health.add('progress', () => {
    const now = performance.now();
    const partitions = consumers().flatMap((consumer) => consumer.progress());
    if (consumers().length === 0) return Promise.resolve('no consumer runs yet');
    if (partitions.length === 0 && now - startedAt < STANDBY_MS) return Promise.resolve('no partition is assigned yet');
    const stalled = partitions.filter(({ aliveAt }) => now - aliveAt > STALLED_MS);
    const first = stalled[0];
    return Promise.resolve(
      first && `${first.topic}/${first.partition} has not moved for ${STALLED_MS / 1000} s at ${first.next}`,
    );
  });
  parts.metrics.onScrape(() => {
    parts.metrics.lag.reset();
    for (const { group, topic, partition, next, end } of consumers().flatMap((consumer) => consumer.progress())) {
      parts.metrics.lag.set({ group, topic, partition }, Math.max(0, Number(end - next)));
    }
  });
}
