import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';
import type { z } from 'zod';
import type { Logger } from './logger.js';

/** One thing that is wrong with a request: where (a path such as `body` or `events[0].type`), and what. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** A problem document (RFC 9457, `application/problem+json`). `type` is about:blank: the status says the kind. */
export interface ProblemDocument {
  readonly type: 'about:blank';
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** A refusal over HTTP. `retryAfterS` sets Retry-After, in seconds. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly options: { errors?: readonly FieldError[]; retryAfterS?: number; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
  }

  document(): ProblemDocument {
    return {
      type: 'about:blank',
      status: this.status,
      title: TITLES[this.status] ?? 'Error',
      detail: this.detail,
      ...(this.options.errors ? { errors: this.options.errors } : {}),
    };
  }
}

const FIELD_UNITS_MAX = 200;
/** More findings than anybody reads; a request can hold hundreds of thousands. */
const ERRORS_MAX = 100;

/** `events[0].data.person` from a schema's path; a sender's own names can be of any length and are cut. */
export const fieldName = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')
    .slice(0, FIELD_UNITS_MAX);

/** A schema's findings, each at its own field: an unknown key is named itself, not the object that holds it. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[], under: readonly PropertyKey[] = []): FieldError[] {
  return issues.flatMap((issue) => {
    const path = [...under, ...issue.path];
    if (issue.code !== 'unrecognized_keys') return [{ field: fieldName(path) || 'body', message: messageOf(issue) }];
    return issue.keys.map((key) => ({ field: fieldName([...path, key]), message: 'is not known here' }));
  });
}

/** Zod's own sentence for what is not there speaks of its types. */
const messageOf = ({ message }: z.core.$ZodIssue): string =>
  /^Invalid input: expected .*, received undefined$/.test(message) ? 'is missing' : message;

/** A request whose content breaks a schema: the detail names the first field, `errors` the first hundred of them. */
export function invalid(errors: readonly FieldError[], status = 422): Problem {
  const first = errors[0];
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return new Problem(status, first ? `${first.field}: ${first.message}${more}` : 'The request is invalid.', {
    errors: errors.slice(0, ERRORS_MAX),
  });
}

/** The framework's own refusals, where its words leave open what to do. */
const SENTENCES: Readonly<Record<number, string>> = {
  415: 'A body is sent as application/json or, line by line, as application/x-ndjson; the Content-Type says neither.',
};
/** Its other messages may hold the whole address. */
const SENTENCE_UNITS_MAX = 300;

interface Reply {
  code(status: number): Reply;
  header(name: string, value: string): Reply;
  type(mediaType: string): Reply;
  send(body: unknown): unknown;
}

/**
 * Every failure of a route as a problem document. What is no refusal is our own bug or an outage: it is logged with
 * its cause and answered without detail. Handlers of the log keep their error whole, since their caller acts on it.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): Observable<never> | void {
    if (host.getType() === 'rpc') return throwError(() => error);
    const problem = this.problemOf(error);
    const reply = host.switchToHttp().getResponse<Reply>();
    if (problem.options.retryAfterS !== undefined) reply.header('retry-after', String(problem.options.retryAfterS));
    reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem.document()));
  }

  problemOf(error: unknown): Problem {
    if (error instanceof Problem) return error;
    const status = statusOf(error);
    if (status !== undefined) {
      const detail = SENTENCES[status] ?? (error as Error).message.slice(0, SENTENCE_UNITS_MAX);
      return new Problem(status, detail, { cause: error });
    }
    this.logger.error({ err: error }, 'request failed');
    return new Problem(500, 'The service failed; its log says why.', { cause: error });
  }
}

/** The status of a refusal by Nest or by Fastify; undefined for what is none. */
function statusOf(error: unknown): number | undefined {
  const status: unknown =
    error instanceof HttpException ? error.getStatus() : (Object(error) as { statusCode?: unknown }).statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
