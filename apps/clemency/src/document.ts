import { readFileSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type ApiResponseSchemaHost, type OpenAPIObject } from '@nestjs/swagger';
import { Log } from '#log';
import { Register } from '#register';
import { createLogger, Health, Metrics, readConfig, ServiceModule } from '#service';
import { AuditModule } from '../../audit/src/audit.module.js';
import { AUDITED } from '../../audit/src/audited.js';
import { HOME } from '../../audit/src/home.js';
import { TlogReader } from '../../audit/src/tlog/index.js';
import { IngestModule } from '../../ingest/src/ingest.module.js';
import { LEDGER_SOURCE } from '../../ingest/src/ledger-source.js';
import { ANSWERS } from '../../query/src/clocks.js';
import { QueryModule } from '../../query/src/query.module.js';
import { RecorderModule } from '../../recorder/src/recorder.module.js';
import { RECORDED_LEDGER } from '../../recorder/src/rereading.js';

/** The modules whose routes a client of the house sees. */
export const PUBLIC_MODULES = [IngestModule, QueryModule, AuditModule];
/** The same with those of services that do more than answer. */
const DESCRIBED_MODULES = [...PUBLIC_MODULES, RecorderModule];

const { version } = JSON.parse(readFileSync(new URL(import.meta.resolve('#package')), 'utf8')) as { version: string };

/** What the controllers ask for. Nest looks for it even where nothing is instantiated. */
const UNUSED = [Log, Register, LEDGER_SOURCE, ANSWERS, AUDITED, HOME, RECORDED_LEDGER, TlogReader].map((provide) => ({
  provide,
  useValue: null,
}));

const string = { type: 'string' } as const;
const PROBLEM: ApiResponseSchemaHost['schema'] = {
  description: 'A refusal (RFC 9457). `errors` names each field that is wrong, the first hundred of them.',
  type: 'object',
  required: ['type', 'status', 'title', 'detail'],
  properties: {
    type: string,
    status: { type: 'integer' },
    title: string,
    detail: string,
    errors: {
      type: 'array',
      items: { type: 'object', required: ['field', 'message'], properties: { field: string, message: string } },
    },
  },
};
const REFUSED = {
  description: 'Refused: the status says of what kind, the document says why.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

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
  Module({ imports: [ServiceModule.with({ ...parts, provide: UNUSED }), ...DESCRIBED_MODULES] })(Root);
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
    .addSecurity('key', { type: 'http', scheme: 'bearer', description: 'One of API_KEYS, where these are set.' })
    .build();
  return withRefusals(SwaggerModule.createDocument(app, info));
}

/** What all routes under /v1 have in common: they may ask for a key, and they refuse with a problem document. */
function withRefusals(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    if (!path.startsWith('/v1/')) continue;
    for (const operation of [item.get, item.post]) {
      if (!operation) continue;
      operation.responses.default = REFUSED;
      // Either is enough: no key, where none is set, or one.
      operation.security = [{}, { key: [] }];
    }
  }
  const schemas = { ...document.components?.schemas, Problem: PROBLEM };
  return { ...document, components: { ...document.components, schemas } };
}

/** `/openapi.json`, and `/docs` to browse it. Made when it is first asked for: half a second that no start waits for. */
export function serveDocument(app: NestFastifyApplication): void {
  let document: OpenAPIObject | undefined;
  const fastify = app.getHttpAdapter().getInstance();
  // By callback: every other request passes here too, and is to wait for nothing.
  fastify.addHook('onRequest', ({ url }: { url: string }, _reply: unknown, done: (error?: Error) => void) => {
    if (document || !/^\/(docs|openapi)\b/.test(url)) {
      done();
      return;
    }
    describeRoutes().then((made) => {
      document = made;
      done();
    }, done);
  });
  const urls = { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml' };
  SwaggerModule.setup('docs', app, () => document!, urls);
}
