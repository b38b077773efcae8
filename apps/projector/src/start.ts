import { LogTransport } from '#log';
import { migrate, openDatabase } from '#read-models';
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
import { PROJECTION, type ProjectionMeans } from './generations.js';
import { ProjectorModule } from './projector.module.js';

/** What the module needs, in tables that are up to date. */
export async function projectorProviders(means: ProjectionMeans) {
  await migrate(means.database, means.ledger.log.partitions);
  return [{ provide: PROJECTION, useValue: means }];
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
    provide: await projectorProviders({ database, ledger, transport }),
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
