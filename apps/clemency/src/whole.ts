import { createServer } from 'node:net';
import type { Clock } from '#domain';
import { LogTransport } from '#log';
import { openDatabase } from '#read-models';
import { openLedger } from '#register';
import {
  createLogger,
  Health,
  ledgerSettings,
  Metrics,
  Refusal,
  sharedDatabase,
  startService,
  watchConsumers,
  type Config,
} from '#service';
import { auditProviders, tlogProviders, watchTlog } from '../../audit/src/start.js';
import { startTlog } from '../../audit/src/tlog/index.js';
import { ingestProviders } from '../../ingest/src/start.js';
import { ProjectorModule } from '../../projector/src/projector.module.js';
import { projectorProviders } from '../../projector/src/start.js';
import { openForReading, queryProviders, watchDatabase } from '../../query/src/start.js';
import { RecorderModule } from '../../recorder/src/recorder.module.js';
import { prepareRecorder, recorderProviders } from '../../recorder/src/start.js';
import { PUBLIC_MODULES, serveDocument } from './document.js';
import { asTrouble, openDataFolder, startPostgres } from './embedded/index.js';

/** All services in one process. */
export interface Whole {
  readonly url: string;
  /** Where the data lie, in words. */
  readonly place: string;
  stop(): Promise<void>;
}

export interface Otherwise {
  /** By which everything is stamped; the machine's where none is given. */
  readonly clock?: Clock;
  /** False leaves /docs and /openapi.json out: they load packages in a way that not every host of code allows. */
  readonly documented?: boolean;
}

type Fatal = (error: unknown) => void;
type Stop = () => Promise<unknown>;

/**
 * The embedded home, or everything in one process on a database and brokers that are given. Whatever was started is
 * stopped again when a later part can't be.
 * @param otherwise how it differs from what an operator starts
 * @throws Refusal, LogRefused: one sentence each
 */
export async function startWhole(config: Config, fatal: Fatal, otherwise: Otherwise = {}): Promise<Whole> {
  const stops: Stop[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    await refuseTakenPort(config);
    const { settled, place, folder } = await settle(config, fatal, stops);
    const url = await startServices(settled, folder, { fatal, stops, ...otherwise });
    return { url, place, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Said before a database is started for nothing. */
function refuseTakenPort({ PORT, HOST }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .once('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EADDRINUSE') resolve();
        else reject(new Refusal(`Port ${PORT} on ${HOST} is in use: stop what listens there, or set PORT to another.`));
      })
      .listen(PORT, HOST, () => {
        probe.close(() => {
          resolve();
        });
      });
  });
}

interface Settled {
  readonly settled: Config;
  readonly place: string;
  readonly folder: string | null;
}

/** The configuration with a database in it: the one that is given, or an embedded server's. */
async function settle(config: Config, fatal: Fatal, stops: Stop[]): Promise<Settled> {
  const { DATABASE_URL } = config;
  if (DATABASE_URL) return { settled: config, place: `database ${new URL(DATABASE_URL).host}`, folder: null };
  const folder = await openDataFolder(config.CLEMENCY_DATA);
  stops.push(() => folder.release());
  const postgres = await startPostgres(folder.path);
  let stopping = false;
  void postgres.exited.then((how) => {
    if (stopping) return;
    fatal(asTrouble(new Error(how), folder.path) ?? new Refusal(`The embedded database has ended: ${how}`));
  });
  stops.push(() => {
    stopping = true;
    return postgres.stop();
  });
  const settled = { ...config, DATABASE_URL: postgres.url, QUERY_DATABASE_URL: postgres.queryUrl };
  return { settled, place: folder.path, folder: folder.path };
}

async function startServices(
  config: Config,
  folder: string | null,
  { fatal, stops, clock, documented = true }: Otherwise & { fatal: Fatal; stops: Stop[] },
): Promise<string> {
  // On a terminal of one person only what needs attention is printed; LOG_LEVEL=info tells every batch.
  const logger = createLogger('clemency', config.LOG_LEVEL ?? 'warn');
  const ledger = await openLedger({ ...ledgerSettings(config), ...(clock ? { clock } : {}) });
  stops.push(() => ledger.close());
  await prepareRecorder(ledger, logger);
  const database = await openDatabase({ url: sharedDatabase(config) });
  stops.push(() => database.destroy());
  const transport = new LogTransport(ledger.log, fatal);
  const projector = await projectorProviders({ database, ledger, transport });
  const answers = await openForReading(config);
  stops.push(() => answers.destroy());
  const [health, metrics] = [new Health(), new Metrics('clemency')];
  watchConsumers({ health, metrics }, () => transport.consumers());
  watchDatabase(health, answers);
  const tlogConfig = folder === null ? config : { ...config, CLEMENCY_DATA: folder };
  const tlog = await startTlog({ ledger, database, config: tlogConfig, logger, metrics });
  stops.push(() => tlog.stop());
  watchTlog(health, tlog);
  const service = await startService({
    name: 'clemency',
    config,
    logger,
    modules: [...PUBLIC_MODULES, RecorderModule, ProjectorModule],
    provide: [
      ...ingestProviders(ledger),
      ...recorderProviders(ledger),
      ...projector,
      ...queryProviders(answers),
      ...auditProviders(ledger, database, config, folder),
      ...tlogProviders(tlog),
    ],
    strategy: transport,
    health,
    metrics,
    ...(documented ? { prepare: serveDocument } : {}),
  });
  stops.push(() => service.stop());
  return service.url;
}
