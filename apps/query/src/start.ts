import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { liveGeneration, openDatabase } from '#read-models';
import { createLogger, Health, Metrics, sharedDatabase, startService, type Config } from '#service';
import { ANSWERS } from './clocks.js';
import { QueryModule } from './query.module.js';

const PATIENCE_MS = 60_000;

export const queryProviders = (database: DataSource) => [{ provide: ANSWERS, useValue: database }];

/** The role that may only SELECT is taken at every connection, unless the operator gives a user of its own. */
export const openForReading = (config: Config): Promise<DataSource> =>
  config.QUERY_DATABASE_URL
    ? openDatabase({ url: config.QUERY_DATABASE_URL })
    : openDatabase({ url: sharedDatabase(config), role: 'clemency_reader' });

/** Readiness of the answers: a generation is there and can be read. */
export function watchDatabase(health: Health, database: DataSource): void {
  health.add('read models', async () => {
    await liveGeneration(database);
    return undefined;
  });
}

/** The query service as a process of its own. Tables and role are the projector's to make, so it waits for them. */
export async function startQuery(config: Config): Promise<{ url: string; stop(): Promise<void> }> {
  const database = await patiently(() => openForReading(config));
  const health = new Health();
  watchDatabase(health, database);
  const service = await startService({
    name: 'query',
    config,
    logger: createLogger('query', config.LOG_LEVEL),
    modules: [QueryModule],
    provide: queryProviders(database),
    health,
    metrics: new Metrics('query'),
  });
  return {
    url: service.url,
    stop: async () => {
      await service.stop();
      await database.destroy();
    },
  };
}

async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (const until = Date.now() + PATIENCE_MS; ;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > until) throw error;
      await pause(500);
    }
  }
}
