import { readFileSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { Log } from '#log';
import { Register } from '#register';
import { createLogger, Health, Metrics, readConfig, ServiceModule } from '#service';
import { AUDITED, AuditModule } from '../../audit/src/audit.module.js';
import { IngestModule } from '../../ingest/src/ingest.module.js';
import { LEDGER_SOURCE } from '../../ingest/src/ledger-source.js';
import { ANSWERS } from '../../query/src/clocks.js';
import { QueryModule } from '../../query/src/query.module.js';

/** The modules whose routes a client of the house sees. */
export const PUBLIC_MODULES = [IngestModule, QueryModule, AuditModule];

const { version } = JSON.parse(readFileSync(new URL(import.meta.resolve('#package')), 'utf8')) as { version: string };

/** What the controllers ask for. Nest looks for it even where nothing is instantiated. */
const UNUSED = [Log, Register, LEDGER_SOURCE, ANSWERS, AUDITED].map((provide) => ({ provide, useValue: null }));

/**
 * The OpenAPI document of all routes, whichever process answers them: read off the controllers, none of which is
 * instantiated for it.
 */
export async function describeRoutes(): Promise<OpenAPIObject> {
  class Root {}
  const parts = {
    config: readConfig({}),
    logger: createLogger('document', 'silent'),
    health: new Health(),
    metrics: new Metrics('document'),
  };
  Module({ imports: [ServiceModule.with({ ...parts, provide: UNUSED }), ...PUBLIC_MODULES] })(Root);
  const app = await NestFactory.create<NestFastifyApplication>(Root, new FastifyAdapter(), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  const info = new DocumentBuilder()
    .setTitle('Clemency')
    .setDescription(
      'A ledger of sanctions and political prisoners: attributed claims as immutable events, read models on two clocks.',
    )
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .build();
  return SwaggerModule.createDocument(app, info);
}

/** `/openapi.json`, and `/docs` to browse it. */
export async function serveDocument(app: NestFastifyApplication): Promise<void> {
  const document = await describeRoutes();
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml' });
}
