import type { DataSource } from 'typeorm';
import { Log } from '#log';
import { liveGeneration, openDatabase } from '#read-models';
import { openLedger, type Ledger } from '#register';
import { createLogger, Health, ledgerSettings, Metrics, sharedDatabase, startService, type Config } from '#service';
import { AuditModule } from './audit.module.js';
import { AUDITED } from './audited.js';
import { HOME, type Home } from './home.js';
import { startTlog, TlogReader, type Tlog } from './tlog/index.js';

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

/** What the routes of the transparency logs need. */
export const tlogProviders = ({ reader }: Tlog) => [{ provide: TlogReader, useValue: reader }];

/** Signing is part of an audit service's readiness: a log that nobody signs proves nothing. */
export function watchTlog(health: Health, tlog: Tlog): void {
  health.add('checkpoints', () => tlog.check());
}

/** The audit service as a process of its own. */
export async function startAudit(config: Config): Promise<{ url: string; stop(): Promise<void> }> {
  const ledger = await openLedger(ledgerSettings(config));
  const database = await openDatabase({ url: sharedDatabase(config), poolMax: 5 });
  const [health, metrics] = [new Health(), new Metrics('audit')];
  const logger = createLogger('audit', config.LOG_LEVEL);
  const tlog = await startTlog({ ledger, database, config, logger, metrics });
  watchTlog(health, tlog);
  health.add('read models', async () => {
    await liveGeneration(database);
    return undefined;
  });
  const service = await startService({
    name: 'audit',
    config,
    logger,
    modules: [AuditModule],
    provide: [...auditProviders(ledger, database, config), ...tlogProviders(tlog)],
    health,
    metrics,
  });
  return {
    url: service.url,
    stop: async () => {
      await service.stop();
      await tlog.stop();
      await database.destroy();
      await ledger.close();
    },
  };
}
