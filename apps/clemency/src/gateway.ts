import proxy from '@fastify/http-proxy';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AggregatorRegistry, type MetricObject } from 'prom-client';
import {
  createLogger,
  Health,
  Metrics,
  Problem,
  Refusal,
  startService,
  type Config,
  type RunningService,
} from '#service';
import { serveDocument } from './document.js';

interface Upstreams {
  readonly ingest: string;
  readonly recorder: string;
  readonly projector: string;
  readonly query: string;
  readonly audit: string;
}

/** Who answers what. The first line that fits decides. */
const ROUTES: readonly { prefix: string; methods: ('GET' | 'HEAD' | 'POST')[]; to: keyof Upstreams }[] = [
  { prefix: '/v1/audit', methods: ['GET', 'HEAD', 'POST'], to: 'audit' },
  { prefix: '/v1/reextractions', methods: ['POST'], to: 'recorder' },
  { prefix: '/v1', methods: ['POST'], to: 'ingest' },
  { prefix: '/v1', methods: ['GET', 'HEAD'], to: 'query' },
];

/** One public port for the services of a house: passes requests on by prefix, and decides nothing. */
export async function startGateway(config: Config): Promise<RunningService> {
  const upstreams = upstreamsOf(config);
  const health = new Health();
  for (const [name, url] of Object.entries(upstreams)) health.add(name, () => askReady(url as string));
  return startService({
    name: 'gateway',
    config,
    logger: createLogger('gateway', config.LOG_LEVEL),
    modules: [],
    health,
    metrics: new JoinedMetrics(Object.values(upstreams) as string[]),
    readsBodies: false,
    prepare: async (app) => {
      serveDocument(app);
      await passOn(app, upstreams);
    },
  });
}

/** @throws Refusal naming each address that is missing */
function upstreamsOf(config: Config): Upstreams {
  const { INGEST_URL, RECORDER_URL, PROJECTOR_URL, QUERY_URL, AUDIT_URL } = config;
  if (INGEST_URL && RECORDER_URL && PROJECTOR_URL && QUERY_URL && AUDIT_URL) {
    return { ingest: INGEST_URL, recorder: RECORDER_URL, projector: PROJECTOR_URL, query: QUERY_URL, audit: AUDIT_URL };
  }
  throw new Refusal(
    'The gateway needs to know its services: set INGEST_URL, RECORDER_URL, PROJECTOR_URL, QUERY_URL and AUDIT_URL.',
  );
}

async function askReady(url: string): Promise<string | undefined> {
  const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2500) });
  return answer.ok ? undefined : await answer.text();
}

async function passOn(app: NestFastifyApplication, upstreams: Upstreams): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.register(async (scope) => {
    // Such as an address with dots that climb out of its prefix, which is not passed on.
    scope.setErrorHandler((error: Partial<Error> & { statusCode?: number }, _request, reply) => {
      const isRefusal = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
      const detail = isRefusal ? String(error.message) : 'The request could not be passed on.';
      refuse(reply, new Problem(isRefusal ? error.statusCode! : 502, detail, { cause: error }));
    });
    for (const { prefix, methods, to } of ROUTES) {
      await scope.register(proxy, {
        upstream: upstreams[to],
        prefix,
        rewritePrefix: prefix,
        httpMethods: methods,
        replyOptions: {
          onError: (reply, { error }) => {
            const problem = new Problem(503, `The ${to} service does not answer.`, { retryAfterS: 2, cause: error });
            refuse(reply, problem);
          },
        },
      });
    }
  });
}

interface Reply {
  code(status: number): Reply;
  header(name: string, value: string): Reply;
  type(mediaType: string): Reply;
  send(body: unknown): unknown;
}

function refuse(reply: Reply, problem: Problem): void {
  const { retryAfterS } = problem.options;
  if (retryAfterS !== undefined) reply.header('retry-after', String(retryAfterS));
  reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem.document()));
}

/** The figures of all services in one scrape, each with its `service` label. */
class JoinedMetrics extends Metrics {
  constructor(urls: readonly string[]) {
    super('gateway');
    const own = this.registry.getMetricsAsJSON.bind(this.registry);
    this.registry.metrics = async () => {
      const all = await Promise.all([own(), ...urls.map(figuresOf)]);
      return AggregatorRegistry.aggregate(all as unknown as MetricObject[]).metrics();
    };
  }
}

/** A service that does not answer has no figures; readiness says that it does not. */
async function figuresOf(url: string): Promise<unknown> {
  try {
    const answer = await fetch(`${url}/metrics.json`, { signal: AbortSignal.timeout(2500) });
    return answer.ok ? await answer.json() : [];
  } catch (error) {
    if (error instanceof TypeError || (error as Error).name === 'TimeoutError') return [];
    throw error;
  }
}
