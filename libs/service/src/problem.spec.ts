import { NotFoundException, type ArgumentsHost } from '@nestjs/common';
import { lastValueFrom, type Observable } from 'rxjs';
import { z } from 'zod';
import { createLogger, type Logger } from './logger.js';
import { fieldErrors, fieldName, invalid, Problem, ProblemFilter } from './problem.js';

describe('a problem document', () => {
  it('says status, title and detail, and each field where fields are wrong', () => {
    const problem = invalid([
      { field: 'body', message: 'is empty' },
      { field: 'uri', message: 'is no absolute URI' },
    ]);
    expect(problem.document()).toEqual({
      type: 'about:blank',
      status: 422,
      title: 'Unprocessable Content',
      detail: 'body: is empty (and 1 more)',
      errors: [
        { field: 'body', message: 'is empty' },
        { field: 'uri', message: 'is no absolute URI' },
      ],
    });
    expect(new Problem(404, 'No event has this id.').document()).toEqual({
      type: 'about:blank',
      status: 404,
      title: 'Not Found',
      detail: 'No event has this id.',
    });
  });

  it.each([
    [['body'], 'body'],
    [['events', 0, 'data', 'person', 'name'], 'events[0].data.person.name'],
    [[2, 'events', 1, 'type'], '[2].events[1].type'],
    [[], ''],
  ])('names the field at %j as "%s"', (path, name) => {
    expect(fieldName(path)).toBe(name);
  });

  it('names an unknown field itself, and the whole body where nothing else can be named', () => {
    const schema = z.strictObject({ source: z.strictObject({ id: z.string() }) });
    const found = (value: unknown, under: PropertyKey[] = []) =>
      fieldErrors(schema.safeParse(value).error!.issues, under);
    expect(found({ source: { id: 'x', phone: 1, fax: 2 } }, [3])).toEqual([
      { field: '[3].source.phone', message: 'is not known here' },
      { field: '[3].source.fax', message: 'is not known here' },
    ]);
    expect(found('text')[0]!.field).toBe('body');
  });
});

describe('a failure of a route', () => {
  const logged: unknown[] = [];
  const logger = Object.assign(createLogger('test', 'silent'), {
    error: (fields: unknown) => logged.push(fields),
  }) as Logger;
  const filter = new ProblemFilter(logger);

  function answerTo(error: unknown) {
    const answer: { status?: number; type?: string; body?: unknown; headers: Record<string, string> } = { headers: {} };
    const reply = {
      code(status: number) {
        answer.status = status;
        return reply;
      },
      header(name: string, value: string) {
        answer.headers[name] = value;
        return reply;
      },
      type(type: string) {
        answer.type = type;
        return reply;
      },
      send(body: string) {
        answer.body = JSON.parse(body);
      },
    };
    const host = { getType: () => 'http', switchToHttp: () => ({ getResponse: () => reply }) };
    filter.catch(error, host as unknown as ArgumentsHost);
    return answer;
  }

  it('is answered as a problem document with its own media type', () => {
    expect(answerTo(new Problem(503, 'Too much waits.', { retryAfterS: 2 }))).toMatchObject({
      status: 503,
      type: 'application/problem+json',
      headers: { 'retry-after': '2' },
      body: { status: 503, title: 'Service Unavailable', detail: 'Too much waits.' },
    });
  });

  it.each([
    ["the framework's own refusal", new NotFoundException('Cannot GET /nowhere'), 404],
    ["the server's own refusal", Object.assign(new Error('Body is too large'), { statusCode: 413 }), 413],
  ])('keeps the status of %s', (_, error, status) => {
    expect(answerTo(error)).toMatchObject({ status, body: { status, detail: error.message } });
  });

  it.each([
    ['a bug of ours', new TypeError('x is not a function')],
    ['an outage', Object.assign(new Error('connect ECONNREFUSED 10.0.0.7'), { code: 'ECONNREFUSED' })],
    ['something that is no error', 'a text'],
    ['a server that calls itself wrong', Object.assign(new Error('secret'), { statusCode: 500 })],
  ])('tells the log of %s, and the asker nothing of it', (_, error) => {
    logged.length = 0;
    expect(answerTo(error)).toMatchObject({
      status: 500,
      body: { status: 500, title: 'Internal Server Error', detail: 'The service failed; its log says why.' },
    });
    expect(logged).toEqual([{ err: error }]);
  });

  it('stays whole for whoever reads the log, who acts on it', async () => {
    const error = new Error('the position is lost');
    const host = { getType: () => 'rpc' } as unknown as ArgumentsHost;
    await expect(lastValueFrom(filter.catch(error, host) as Observable<never>)).rejects.toBe(error);
  });
});
