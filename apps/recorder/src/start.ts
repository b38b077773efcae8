import { Log, LogTransport } from '#log';
import { catchUp, openLedger, Register, type Ledger } from '#register';
import {
  createLogger,
  Health,
  ledgerSettings,
  Metrics,
  startService,
  watchConsumers,
  type Config,
  type Logger,
} from '#service';
import { RECORDED_LEDGER } from './rereading.js';
import { RECORDER_GROUP, RecorderModule } from './recorder.module.js';

/** What the module needs of the ledger. */
export const recorderProviders = (ledger: Ledger) => [
  { provide: Log, useValue: ledger.log },
  { provide: Register, useValue: ledger.register },
  { provide: RECORDED_LEDGER, useValue: ledger.source },
];

/** Before the first batch: a register that knows less than the log would let repeats pass. */
export async function prepareRecorder(ledger: Ledger, logger: Logger): Promise<void> {
  const records = await catchUp(ledger.register, ledger.log, RECORDER_GROUP);
  if (records > 0) logger.warn({ records }, 'register rebuilt from the log');
}

/** The recorder as a process of its own. */
export async function startRecorder(
  config: Config,
  fatal: (error: unknown) => void,
): Promise<{ url: string; stop(): Promise<void> }> {
  const logger = createLogger('recorder', config.LOG_LEVEL);
  const ledger = await openLedger(ledgerSettings(config));
  await prepareRecorder(ledger, logger);
  const transport = new LogTransport(ledger.log, fatal);
  const [health, metrics] = [new Health(), new Metrics('recorder')];
  watchConsumers({ health, metrics }, () => transport.consumers());
  const service = await startService({
    name: 'recorder',
    config,
    logger,
    modules: [RecorderModule],
    provide: recorderProviders(ledger),
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
