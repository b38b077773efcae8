import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '#process';
import { Intake, REQUEST_BYTES_MAX } from './intake.js';
import { Outlet } from './outlet.js';
import { Problem, type ProblemFilter } from './problem.js';

const HEADER_BYTES_MAX = 64 * 1024;
const MEDIA_TYPES = ['application/json', 'application/x-ndjson'];
/** Eight MiB over a thin line still come through; whoever sends a byte a second does not hold a connection for ever. */
const REQUEST_MS_MAX = 120_000;

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
    http: { maxHeaderSize: HEADER_BYTES_MAX },
    forceCloseConnections: 'idle',
    requestTimeout: REQUEST_MS_MAX,
    clientErrorHandler: refuseUnparsed,
    // A path that is no UTF-8, and whatever else fails before a route is found, is a problem document too.
    frameworkErrors: (error: unknown, _request: unknown, reply: FastifyReply) => {
      const problem = filter.problemOf(error);
      void reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem.document()));
    },
  });
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  new Outlet(fastify);
  if (!readsBodies) return adapter;
  new Intake(fastify, MEDIA_TYPES);
  return adapter;
}

/** What is no HTTP never becomes a request; it is answered on the bare socket and the connection is closed. */
function refuseUnparsed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const problem = UNPARSED[error.code ?? ''] ?? new Problem(400, 'The request is no HTTP that is understood here.');
  const { status, title } = problem.document();
  const text = JSON.stringify(problem.document());
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(text)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}

const UNPARSED: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: new Problem(431, `The headers are longer than ${HEADER_BYTES_MAX} bytes.`),
  HPE_INVALID_URL: new Problem(
    400,
    "The address has a character that must be percent-encoded, such as a letter beyond ASCII (curl does so with --get --data-urlencode 'q=...').",
  ),
  ERR_HTTP_REQUEST_TIMEOUT: new Problem(408, `The request was not complete after ${REQUEST_MS_MAX / 1000} s.`),
};

/** When keys are set, everything under /v1 asks for one: `Authorization: Bearer <key>`. */
export function guardWithKeys(app: NestFastifyApplication, config: Config): void {
  const keys = config.API_KEYS?.map((key) => Buffer.from(key));
  if (!keys) return;
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      // By the route that was found, never by the address as written: %761 and an absolute form lead to it as well.
      if (!request.routeOptions.url?.startsWith('/v1')) return;
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
