import type { DataSource } from 'typeorm';
import { createDatabase, databaseAvailable } from '../../../../test/setup/database.js';
import { migrate, openDatabase } from '../store/database.js';

/** Skipped, and said so by Jest, where no server is at hand. */
export const describeWithDatabase = databaseAvailable() ? describe : describe.skip;

export const PARTITIONS = 2;

export interface ReadModels {
  /** As the projector is connected. */
  readonly source: DataSource;
  /** As the query service is connected: a login that may only read, or connections that take the reader's role. */
  readonly reader: DataSource;
  readonly url: string;
  close(): Promise<void>;
}

/** A fresh database with the read models' tables, empty. */
export async function openReadModels(): Promise<ReadModels> {
  const database = await createDatabase();
  const source = await openDatabase({ url: database.url });
  await migrate(source, PARTITIONS);
  const { queryUrl } = database;
  const as = queryUrl ? { url: queryUrl } : { url: database.url, role: 'clemency_reader' };
  const reader = await openDatabase({ ...as, poolMax: 3 });
  return {
    source,
    reader,
    url: database.url,
    close: async () => {
      await reader.destroy();
      await source.destroy();
      await database.drop();
    },
  };
}
