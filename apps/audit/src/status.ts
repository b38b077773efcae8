import type { DataSource } from 'typeorm';
import { printInstant } from '#domain';
import { TOPICS, type Log, type Topic } from '#log';
import { censusOf, inSnapshot, placeOf, type Census, type Place } from '#read-models';
import { folderBytes } from './folder-size.js';
import type { Home } from './home.js';

/** How far a group of consumers has read a topic. `lag` is in offsets; on Kafka markers of transactions are among them. */
export interface GroupStatus {
  readonly group: string;
  readonly topic: Topic;
  readonly next: readonly string[];
  readonly lag: number;
}

/** What an operator asks first: where everything is, how much of it, and how far behind. Sizes are bytes. */
export interface Status {
  readonly home: Home['home'];
  readonly ledger: { readonly name: string; readonly id: string; readonly source: string; readonly partitions: number };
  readonly dataFolder: { readonly path: string; readonly bytes: number } | null;
  readonly kafka: Home['kafka'];
  readonly postgres: Place;
  readonly generation: string;
  readonly knownUpTo: string;
  readonly behindMs: number;
  readonly counts: Pick<Census, 'reports' | 'events' | 'models' | 'parked'> & {
    /** Exact in the embedded home; on Kafka at most so many, since markers take offsets. */
    readonly rejected: { readonly records: number; readonly exact: boolean };
  };
  /** The end of each partition. */
  readonly topics: Readonly<Record<string, readonly string[]>>;
  readonly groups: readonly GroupStatus[];
}

/** Who reads what. A pipe's position is in the log, a follower's beside its rows. */
const PIPES = [
  { group: 'ingest', topic: 'inbox' },
  { group: 'recorder', topic: 'reports' },
] as const;
const FOLLOWED = ['reports', 'events'] as const;

/** @throws Error where no generation answers yet */
export async function statusOf(log: Log, database: DataSource, { ledger, home, folder, kafka }: Home): Promise<Status> {
  const [census, ends, committed, bytes] = await Promise.all([
    inSnapshot(database, async (snapshot) => ({
      ...(await censusOf(snapshot)),
      place: await placeOf(snapshot),
      generation: snapshot.generation,
    })),
    Promise.all(TOPICS.map((topic) => log.ends(topic))),
    Promise.all(PIPES.map(({ group, topic }) => log.committed(group, topic))),
    folder === null ? 0 : folderBytes(folder),
  ]);
  const topics = Object.fromEntries(TOPICS.map((topic, at) => [topic, ends[at]!])) as Record<Topic, readonly bigint[]>;
  const groups = [
    ...PIPES.map((pipe, at) => ({ ...pipe, next: committed[at]! })),
    ...FOLLOWED.map((topic) => ({ group: 'projector', topic, next: census.positions[topic] })),
  ];
  const [, , name = '', id = ''] = ledger.split(':');
  return {
    home,
    ledger: { name, id, source: ledger, partitions: log.partitions },
    dataFolder: folder === null ? null : { path: folder, bytes },
    kafka,
    postgres: census.place,
    generation: census.generation,
    knownUpTo: printInstant(census.knownUpTo),
    behindMs: Math.max(0, Date.now() - Number(census.knownUpTo / 1000n)),
    counts: {
      reports: census.reports,
      events: census.events,
      models: census.models,
      parked: census.parked,
      rejected: { records: Number(sum(topics.rejected)), exact: kafka === null },
    },
    topics: Object.fromEntries(TOPICS.map((topic, at) => [topic, ends[at]!.map(String)])),
    groups: groups.map(({ group, topic, next }) => ({
      group,
      topic,
      next: topics[topic].map((_, partition) => String(next[partition] ?? 0n)),
      lag: Number(sum(topics[topic].map((end, partition) => max(0n, end - (next[partition] ?? 0n))))),
    })),
  };
}

const sum = (offsets: readonly bigint[]): bigint => offsets.reduce((all, one) => all + one, 0n);
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
