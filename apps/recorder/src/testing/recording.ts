import pg from 'pg';
import { createDatabase } from '../../../../test/setup/database.js';
import { readEvent, type LedgerEvent, type Unstamped } from '#domain';
import type { Batch, LogRecord, PipedDraft } from '#log';
import { openLedger, type Ledger } from '#register';
import { createLogger, Metrics } from '#service';
import type { Reader } from '../reader.js';
import { readProse } from '../prose.js';
import { Recorder } from '../recorder.js';
import { draftOf } from './submissions.js';

export interface Recording {
  readonly ledger: Ledger;
  /** A recorder as another process would have it: it shares the register and nothing else. */
  recorder(reader?: Reader): Recorder;
  /** Appends the submissions to `reports` and answers where they lie, in the order given. */
  send(...submissions: readonly Unstamped[]): Promise<Placed[]>;
  /** Empties the register, as if its database had been lost. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

export interface Placed {
  readonly partition: number;
  readonly record: LogRecord;
}

/** Reads in the thread that asks. */
const HERE: Reader = { read: (origin) => Promise.resolve(readProse(origin)) };

/** A ledger of two partitions in a fresh database. */
export async function openRecording(): Promise<Recording> {
  const database = await createDatabase();
  const ledger = await openLedger({ databaseUrl: database.url, name: 'test', partitions: 2 });
  const { log, register } = ledger;
  return {
    ledger,
    recorder: (reader = HERE) =>
      new Recorder(register, reader, new Metrics('recorder'), createLogger('recorder', 'silent')),
    send: async (...submissions) => {
      const placed: Placed[] = [];
      for (const submission of submissions) {
        const draft = draftOf(submission as Parameters<typeof draftOf>[0]);
        const partition = log.partitionOf(draft.key);
        const offset = (await log.ends('reports'))[partition]!;
        await log.append('reports', [draft]);
        for await (const { records } of log.read('reports', partition, offset, offset + 1n)) {
          placed.push({ partition, record: records[0]! });
        }
      }
      return placed;
    },
    forget: async () => {
      const client = new pg.Client(database.url);
      await client.connect();
      await client.query('truncate register.submission, register.event, register.progress');
      await client.end();
    },
    close: async () => {
      await ledger.close();
      await database.drop();
    },
  };
}

/** A batch of these records, as if nothing lay between them. They must be of one partition. */
export function batchOf(...placed: readonly Placed[]): Batch {
  const [first, last] = [placed[0]!, placed.at(-1)!];
  if (placed.some(({ partition }) => partition !== first.partition))
    throw new TypeError('A batch is of one partition.');
  return {
    topic: 'reports',
    partition: first.partition,
    from: first.record.offset,
    next: last.record.offset + 1n,
    records: placed.map(({ record }) => record),
  };
}

export const bytesOf = (drafts: readonly PipedDraft[]): string[] =>
  drafts.map(({ topic, key, print }) => `${topic} ${key} ${Buffer.from(print(0n)).toString()}`);

/** The events among the drafts. */
export const eventsOf = (drafts: readonly PipedDraft[]): LedgerEvent[] =>
  drafts.filter(({ topic }) => topic === 'events').map(({ print }) => readEvent(print(0n)));

/** What each is, in short: the type, and for a receipt or a withdrawal how many events it counts. */
export const told = (drafts: readonly PipedDraft[]): string[] =>
  eventsOf(drafts).map(({ type, data }) => {
    if (type === 'ReportRecorded') return `${type} ${data.events}`;
    return type === 'ReportWithdrawn' ? `${type} ${data.retracted}` : type;
  });
