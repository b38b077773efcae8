import 'reflect-metadata';
import { Module, type Provider, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Refusal, type Config } from '#process';
import { Health } from './health.js';
import { createAdapter, guardWithKeys } from './http.js';
import { NestLogger, type Logger } from './logger.js';
import { Metrics } from './metrics.js';
import { ServiceModule } from './module.js';
import { ProblemFilter } from './problem.js';

/** A process: its modules, what they are given, and how it takes part in the log. */
export interface ServiceSpec {
  readonly name: string;
  readonly config: Config;
  readonly logger: Logger;
  readonly modules: readonly Type[];
  readonly provide?: readonly (Provider & { provide: unknown })[];
  readonly strategy?: CustomTransportStrategy;
  readonly health?: Health;
  readonly metrics?: Metrics;
  /** False for a process that only passes requests on. */
  readonly readsBodies?: boolean;
  /** Called on the application before it listens: documents, proxies. */
  readonly prepare?: (app: NestFastifyApplication) => Promise<void> | void;
}

export interface RunningService {
  /** Where it listens, such as http://127.0.0.1:3000. */
  readonly url: string;
  /** Ends in order: no new requests, those under way are answered, consumers give their partitions back. */
  stop(): Promise<void>;
}

/** @throws Refusal when the port is taken */
export async function startService(spec: ServiceSpec): Promise<RunningService> {
  const { config, logger } = spec;
  const filter = new ProblemFilter(logger);
  const parts = {
    config,
    logger,
    health: spec.health ?? new Health(),
    metrics: spec.metrics ?? new Metrics(spec.name),
    provide: spec.provide ?? [],
  };
  class Root {}
  Module({ imports: [ServiceModule.with(parts), ...spec.modules] })(Root);
  const app = await NestFactory.create<NestFastifyApplication>(
    Root,
    createAdapter(filter, { readsBodies: spec.readsBodies ?? true }),
    {
      bodyParser: false,
      abortOnError: false,
      logger: new NestLogger(logger),
    },
  );
  app.useGlobalFilters(filter);
  guardWithKeys(app, config);
  await spec.prepare?.(app);
  if (spec.strategy) app.connectMicroservice({ strategy: spec.strategy }, { inheritAppConfig: true });
  try {
    await app.listen(config.PORT, config.HOST);
    await app.startAllMicroservices();
  } catch (error) {
    await app.close();
    throw refused(error, config);
  }
  return { url: await app.getUrl(), stop: () => closeInTime(app) };
}

/** How long requests under way may take when the process is asked to end, in milliseconds. */
const GRACE_MS = 4000;

/** A body that comes byte by byte must not hold up the end of the house: its connection is cut. */
async function closeInTime(app: NestFastifyApplication): Promise<void> {
  const cut = setTimeout(() => {
    app.getHttpServer().closeAllConnections();
  }, GRACE_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}

function refused(error: unknown, config: Config): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new Refusal(
      `Port ${config.PORT} on ${config.HOST} is in use: stop what listens there, or set PORT to another.`,
    );
  }
  if (code === 'EACCES')
    return new Refusal(`Port ${config.PORT} may not be opened by this user: set PORT to one above 1023.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new Refusal(`HOST ${config.HOST} is no address of this machine.`);
  return error;
}
