import type { DataSource } from 'typeorm';
import { Log } from '#log';
import { liveGeneration, openDatabase } from '#read-models';
import { openLedger, type Ledger } from '#register';
import { createLogger, Health, ledgerSettings, Metrics, sharedDatabase, startService, type Config } from '#service';
import { AuditModule } from './audit.module.js';
import { AUDITED } from './audited.js';
import { HOME, type Home } from './home.js';

/** @param folder the data folder, where the database is an embedded one */
export function auditProviders(ledger: Ledger, database: DataSource, config: Config, folder: string | null = null) {
  const { KAFKA_BROKERS: brokers, KAFKA_TOPIC_PREFIX: prefix } = config;
  const home: Home = {
    home: brokers ? 'kafka' : 'embedded',
    ledger: ledger.source,
    folder,
    kafka: brokers ? { brokers, prefix } : null,
  };
  return [
    { provide: Log, useValue: ledger.log },
    { provide: AUDITED, useValue: database },
    { provide: HOME, useValue: home },
  ];
}

/** The audit service as a process of its own. */
export async function startAudit(config: Config): Promise<{ url: string; stop(): Promise<void> }> {
  const ledger = await openLedger(ledgerSettings(config));
  const database = await openDatabase({ url: sharedDatabase(config), poolMax: 4 });
  const health = new Health();
  health.add('read models', async () => {
    await liveGeneration(database);
    return undefined;
  });
  const service = await startService({
    name: 'audit',
    config,
    logger: createLogger('audit', config.LOG_LEVEL),
    modules: [AuditModule],
    provide: auditProviders(ledger, database, config),
    health,
    metrics: new Metrics('audit'),
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
