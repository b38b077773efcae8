import { Controller, Get, Header, Inject, Module, Res, type DynamicModule, type Provider } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Config } from '#process';
import { Health } from './health.js';
import type { Logger } from './logger.js';
import { Metrics } from './metrics.js';

/** Tokens for what is no class. */
export const CONFIG = Symbol('config');
export const LOGGER = Symbol('logger');

interface Reply {
  code(status: number): { send(body: unknown): unknown };
}

/** What an operator asks of any process. */
@ApiTags('operations')
@Controller()
class SystemController {
  constructor(
    @Inject(Health) private readonly health: Health,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Get('healthz')
  @ApiOperation({ summary: 'Is the process alive?', operationId: 'healthz' })
  alive(): { status: 'alive' } {
    return { status: 'alive' };
  }

  @Get('readyz')
  @ApiOperation({
    summary: 'Does it get on with its work? 503, and which check fails, when not',
    operationId: 'readyz',
  })
  async ready(@Res() reply: Reply): Promise<void> {
    const { ready, checks } = await this.health.report();
    reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks });
  }

  @Get('metrics')
  @ApiOperation({ summary: 'Figures for Prometheus', operationId: 'metrics' })
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async scrape(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  /** The same figures as data, for the gateway, which joins those of several services. */
  @Get('metrics.json')
  @ApiExcludeEndpoint()
  async figures(): Promise<unknown> {
    return this.metrics.registry.getMetricsAsJSON();
  }
}

/** Built once a process and handed to every module by Nest. */
export interface ServiceParts {
  readonly config: Config;
  readonly logger: Logger;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly provide: readonly (Provider & { provide: unknown })[];
}

@Module({})
export class ServiceModule {
  static with(parts: ServiceParts): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: parts.config },
      { provide: LOGGER, useValue: parts.logger },
      { provide: Health, useValue: parts.health },
      { provide: Metrics, useValue: parts.metrics },
      ...parts.provide,
    ];
    return {
      module: ServiceModule,
      global: true,
      controllers: [SystemController],
      providers,
      exports: providers.map((provider) => provider.provide as string),
    };
  }
}
