import type { DataSource } from 'typeorm';
import { LogTransport } from '#log';
import { EventsProjection, migrate, openDatabase, liveGeneration, ProjectionStore, RedriveOrders } from '#read-models';
import { openLedger } from '#register';
import {
  createLogger,
  Health,
  ledgerSettings,
  Metrics,
  sharedDatabase,
  startService,
  watchConsumers,
  type Config,
} from '#service';
import { ProjectorModule } from './projector.module.js';

/** What the module needs: the store of the generation that answers, in tables that are up to date. */
export async function projectorProviders(database: DataSource, partitions: number) {
  await migrate(database, partitions);
  const generation = await liveGeneration(database);
  const store = new ProjectionStore(database, generation);
  return [
    { provide: RedriveOrders, useValue: new RedriveOrders(database, generation) },
    { provide: ProjectionStore, useValue: store },
    { provide: EventsProjection, useValue: new EventsProjection(store) },
  ];
}

/** The projector as a process of its own. */
export async function startProjector(
  config: Config,
  fatal: (error: unknown) => void,
): Promise<{ url: string; stop(): Promise<void> }> {
  const ledger = await openLedger(ledgerSettings(config));
  const database = await openDatabase({ url: sharedDatabase(config) });
  const transport = new LogTransport(ledger.log, fatal);
  const [health, metrics] = [new Health(), new Metrics('projector')];
  watchConsumers({ health, metrics }, () => transport.consumers());
  const service = await startService({
    name: 'projector',
    config,
    logger: createLogger('projector', config.LOG_LEVEL),
    modules: [ProjectorModule],
    provide: await projectorProviders(database, ledger.log.partitions),
    strategy: transport,
    health,
    metrics,
  });
  return {
    url: service.url,
    stop: async () => {
      await service.stop();
      await database.destroy();
      await ledger.close();
    },
  };
}
