import type { DataSource } from 'typeorm';
import type { Log } from '#log';
import {
  createGeneration,
  digestsOf,
  dropGeneration,
  EventsProjection,
  liveGeneration,
  ProjectionStore,
} from '#read-models';

/** What a replay of the log says of the read models that answer. */
export interface Comparison {
  readonly generation: string;
  readonly events: number;
  readonly rows: number;
  readonly identical: boolean;
  /** Tables whose rows differ. */
  readonly differing: readonly string[];
  readonly digests: Readonly<Record<string, string>>;
  /**
   * Subjects of which events wait. Those that wait on one side only make the tables differ: this release can read what
   * an earlier one could not, or the other way round; a redrive brings the read models to what the replay has.
   */
  readonly parked: {
    readonly both: readonly string[];
    readonly here: readonly string[];
    readonly replay: readonly string[];
  };
}

/**
 * Replays `events` into scratch tables, to where the live ones are, and compares all rows. Live and scratch are each
 * read in one snapshot; the live ones may go on meanwhile.
 */
export async function rebuildAndCompare(log: Log, database: DataSource): Promise<Comparison> {
  const generation = await liveGeneration(database);
  const live = await digestsOf(database, generation);
  const scratch = `read_scratch_${process.pid}_${Date.now().toString(36)}`;
  const runner = database.createQueryRunner();
  try {
    await createGeneration(runner, scratch, log.partitions);
    const projection = new EventsProjection(new ProjectionStore(database, scratch));
    await projection.positionsOf([...live.positions.keys()]);
    let events = 0;
    for (const [partition, end] of live.positions) {
      for await (const batch of log.read('events', partition, 0n, end)) {
        const { written, folded } = await projection.project(batch);
        if (!written) throw new Error(`The scratch tables moved under the replay of events/${partition}.`);
        events += folded;
      }
    }
    const replayed = await digestsOf(database, scratch);
    const differing = Object.keys(live.digests).filter((table) => live.digests[table] !== replayed.digests[table]);
    return {
      generation,
      events,
      rows: replayed.rows,
      identical: differing.length === 0,
      differing,
      digests: replayed.digests,
      parked: compareParked(live.parked, replayed.parked),
    };
  } finally {
    await dropGeneration(runner, scratch);
    await runner.release();
  }
}

function compareParked(live: readonly string[], replayed: readonly string[]): Comparison['parked'] {
  const [here, there] = [new Set(live), new Set(replayed)];
  return {
    both: live.filter((subject) => there.has(subject)),
    here: live.filter((subject) => !there.has(subject)),
    replay: replayed.filter((subject) => !here.has(subject)),
  };
}
