import type { DataSource } from 'typeorm';
import { openDatabase, prepare } from '#read-models';
import { openLedger, readBirth, type Ledger } from '#register';
import { ledgerSettings, Refusal, type Config } from '#process';
import type { DirectOptions } from './command.js';
import { isLostConnection } from './lost.js';

/** A ledger and its read models, opened beside the house or while it is stopped. */
export interface Direct {
  readonly ledger: Ledger;
  readonly database: DataSource;
}

/**
 * Work that needs log and database themselves, because it takes long or writes what no door takes. It is done beside a
 * house that runs, or while it is stopped: through its data folder, that of `start:kafka` only while it runs; else with
 * DATABASE_URL and, where the log is in Kafka, KAFKA_BROKERS, as the services have them.
 * @throws Refusal where there is no ledger, or when its database goes away
 */
export async function withLedger<Result>(
  { data }: DirectOptions,
  config: Config,
  work: (direct: Direct) => Promise<Result>,
): Promise<Result> {
  const { DATABASE_URL, KAFKA_BROKERS, CLEMENCY_DATA } = config;
  if (data === undefined && DATABASE_URL) return openAt(config, work);
  if (data === undefined && KAFKA_BROKERS) {
    throw new Refusal('The log is in Kafka: set DATABASE_URL too, as the services have it.');
  }
  const { folderMeant, reachDatabase } = await import('./embedded/index.js');
  const folder = await folderMeant(data, CLEMENCY_DATA);
  const reached = await reachDatabase(folder);
  try {
    const { ownBrokers } = await import('./kafka-home/brokers.js');
    const brokers = KAFKA_BROKERS ?? (await ownBrokers(folder));
    return await openAt({ ...config, DATABASE_URL: reached.url, KAFKA_BROKERS: brokers }, work);
  } finally {
    await reached.release();
  }
}

async function openAt<Result>(config: Config, work: (direct: Direct) => Promise<Result>): Promise<Result> {
  const settings = ledgerSettings(config);
  const birth = await readBirth(settings.databaseUrl);
  if (!birth) throw new Refusal('This database holds no ledger yet: start the house once.');
  const ledger = await openLedger({ ...settings, name: birth.name });
  try {
    const database = await openDatabase({ url: settings.databaseUrl, poolMax: 6 });
    try {
      await prepare(database);
      return await work({ ledger, database });
    } catch (error) {
      if (!isLostConnection(error)) throw error;
      const message = `The database went away meanwhile (${(error as Error).message}): call it again, and a build or a rebuild goes on where it was.`;
      throw new Refusal(message, { cause: error });
    } finally {
      await database.destroy();
    }
  } finally {
    await ledger.close();
  }
}
