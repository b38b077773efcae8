import { Log, LogTransport } from '#log';
import { openLedger, Register, type Ledger } from '#register';
import { createLogger, Health, ledgerSettings, Metrics, startService, watchConsumers, type Config } from '#service';
import { IngestModule } from './ingest.module.js';
import { LEDGER_SOURCE } from './ledger-source.js';

/** What the module needs of the ledger. */
export const ingestProviders = (ledger: Ledger) => [
  { provide: Log, useValue: ledger.log },
  { provide: Register, useValue: ledger.register },
  { provide: LEDGER_SOURCE, useValue: ledger.source },
];

/** The ingest service as a process of its own. */
export async function startIngest(
  config: Config,
  fatal: (error: unknown) => void,
): Promise<{ url: string; stop(): Promise<void> }> {
  const ledger = await openLedger(ledgerSettings(config));
  const transport = new LogTransport(ledger.log, fatal);
  const [health, metrics] = [new Health(), new Metrics('ingest')];
  watchConsumers({ health, metrics }, () => transport.consumers());
  const service = await startService({
    name: 'ingest',
    config,
    logger: createLogger('ingest', config.LOG_LEVEL),
    modules: [IngestModule],
    provide: ingestProviders(ledger),
    strategy: transport,
    health,
    metrics,
  });
  return {
    url: service.url,
    stop: async () => {
      await service.stop();
      await ledger.close();
    },
  };
}
