import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { openDatabase } from '#read-models';
import { openLedger, type Ledger } from '#register';
import { createLogger, Metrics, readConfig } from '#service';
import { createDatabase, type TestDatabase } from '../../../../../test/setup/database.js';
import { startTlog, type Tlog } from '../tlog.js';

/** A ledger of two partitions whose logs are signed by whoever the test starts. */
export interface TlogHouse {
  readonly ledger: Ledger;
  readonly databaseUrl: string;
  /** Before the names of topics; the schema of the log is not named after it. */
  readonly prefix: string;
  /** The folder in which all of its signers work. */
  readonly folder: string;
  /** A signer as an audit process has one, in the house's folder unless another is given. */
  sign(folder?: string): Promise<Tlog>;
  /** Appends records of one key; the ledger itself does not look into them. */
  append(key: string, values: readonly string[]): Promise<void>;
  /** What `reports` has. */
  submissions(): Promise<Buffer[]>;
  /** A file of the folder, as text. */
  file(path: string): Promise<string>;
  /** Waits for something to be so, and fails with what was waited for. */
  until(what: string, condition: () => boolean | Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

export type TlogHome = 'postgres' | 'kafka';

export async function openTlogHouse(home: TlogHome): Promise<TlogHouse> {
  const database: TestDatabase = await createDatabase();
  const prefix = `tlog-${randomBytes(5).toString('hex')}.`;
  const brokers = process.env.TEST_KAFKA_BROKERS?.split(',') ?? [];
  const kafka = home === 'kafka' ? { brokers, prefix, replication: 'single' as const } : undefined;
  const ledger = await openLedger({ databaseUrl: database.url, name: 'test', partitions: 2, kafka });
  const source: DataSource = await openDatabase({ url: database.url, poolMax: 8 });
  const folder = await mkdtemp(join(tmpdir(), 'clemency-tlog-'));
  const running: Tlog[] = [];
  return {
    ledger,
    databaseUrl: database.url,
    prefix,
    folder,
    sign: async (other = folder) => {
      const config = readConfig({ TLOG_DIR: other });
      const means = { logger: createLogger('tlog', 'silent'), metrics: new Metrics('tlog') };
      const tlog = await startTlog({ ledger, database: source, config, ...means });
      running.push(tlog);
      return tlog;
    },
    append: async (key, values) => {
      await ledger.log.append(
        'events',
        values.map((value) => ({ key, print: () => Buffer.from(value) })),
      );
    },
    submissions: async () => {
      const values: Buffer[] = [];
      for (const [partition, end] of (await ledger.log.ends('reports')).entries())
        for await (const { records } of ledger.log.read('reports', partition, 0n, end))
          values.push(...records.map(({ value }) => value));
      return values;
    },
    file: (path) => readFile(join(folder, path), 'utf8'),
    until: async (what, condition) => {
      for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(50)) if (await condition()) return;
      throw new Error(`This did not come about: ${what}`);
    },
    close: async () => {
      await Promise.all(running.map((tlog) => tlog.stop()));
      await source.destroy();
      await ledger.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
