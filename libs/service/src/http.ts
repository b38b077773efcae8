import { timingSafeEqual } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from './config.js';
import { Problem, type ProblemFilter } from './problem.js';

/** The largest request, in bytes. */
export const REQUEST_BYTES_MAX = 8 * 1024 * 1024;

/**
 * Fastify as every service uses it. Bodies arrive as bytes: whether they are UTF-8 and JSON is checked where the
 * answer can say which line or field is wrong, and no character is silently replaced on the way.
 * @param readsBodies false for a process that only passes bodies on
 */
export function createAdapter(filter: ProblemFilter, { readsBodies = true } = {}): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: REQUEST_BYTES_MAX,
    // A position that names many reports is long; so is a subject with its escapes.
    routerOptions: { maxParamLength: 2000 },
    http: { maxHeaderSize: 64 * 1024 },
    forceCloseConnections: 'idle',
    // A path that is no UTF-8, and whatever else fails before a route is found, is a problem document too.
    frameworkErrors: (error: unknown, _request: unknown, reply: FastifyReply) => {
      const problem = filter.problemOf(error);
      void reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem.document()));
    },
  });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  if (!readsBodies) return adapter;
  const asBytes = { parseAs: 'buffer', bodyLimit: REQUEST_BYTES_MAX } as const;
  for (const mediaType of ['application/json', 'application/x-ndjson']) {
    fastify.addContentTypeParser(mediaType, asBytes, (_request, body, done) => {
      done(null, body);
    });
  }
  return adapter;
}

/** When keys are set, everything under /v1 asks for one: `Authorization: Bearer <key>`. */
export function guardWithKeys(app: NestFastifyApplication, config: Config): void {
  const keys = config.API_KEYS?.map((key) => Buffer.from(key));
  if (!keys) return;
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      if (!request.url.startsWith('/v1/')) return;
      const given = Buffer.from(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
      if (keys.some((key) => key.length === given.length && timingSafeEqual(key, given))) return;
      const problem = new Problem(401, 'This house asks for a key: send Authorization: Bearer <key>.');
      await reply
        .code(401)
        .header('www-authenticate', 'Bearer')
        .type('application/problem+json')
        .send(JSON.stringify(problem.document()));
    });
}
