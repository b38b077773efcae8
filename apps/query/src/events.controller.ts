import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { isEventType, printInstant } from '#domain';
import { eventById, events, reportById } from '#read-models';
import { parametersOf, Problem } from '#service';
import { LISTED, queriesOf, SINGLE } from './api.js';
import {
  ANSWERS,
  clocks,
  clocksOf,
  idParameter,
  instantParameter,
  metaOf,
  paging,
  read,
  readCursor,
  refuseBackwards,
  SORTS,
  textParameter,
  waiting,
  writeCursor,
} from './clocks.js';

const LIMIT = 100;
const CLOUDEVENT = 'application/cloudevents+json';
const filters = {
  type: z
    .string()
    .refine((type) => isEventType(type), 'is no type of event')
    .optional(),
  subject: textParameter,
  reportId: z.uuid('is no UUID').optional(),
  recordedFrom: instantParameter,
  recordedTo: instantParameter,
};
const listParameters = z.strictObject({ ...filters, knownAt: clocks.knownAt, ...paging, ...waiting });
const singleParameters = z.strictObject(waiting);

interface Reply {
  type(mediaType: string): { send(body: unknown): unknown };
}

const parsed = ({ value }: { value: Buffer }): { type: string } & Record<string, unknown> =>
  JSON.parse(value.toString('utf8')) as { type: string };

@ApiTags('events')
@Controller('v1')
export class EventsController {
  constructor(@Inject(ANSWERS) private readonly source: DataSource) {}

  @Get('events')
  @ApiOperation({
    summary: 'Events in the order in which they became known, each as stored',
    operationId: 'list_events',
  })
  @ApiResponse(LISTED)
  async list(@Query() query: unknown): Promise<unknown> {
    const {
      after,
      wait,
      limit = LIMIT,
      cursor: token,
      knownAt,
      reportId,
      ...rest
    } = parametersOf(listParameters, query);
    refuseBackwards(['recordedFrom', rest.recordedFrom], ['recordedTo', rest.recordedTo]);
    const of = JSON.stringify([
      'event',
      reportId,
      rest.type,
      rest.subject,
      String(rest.recordedFrom),
      String(rest.recordedTo),
    ]);
    const cursor = readCursor(token, of, SORTS.instant);
    return read(this.source, { after, wait }, async (snapshot) => {
      const at = clocksOf(snapshot, { knownAt: cursor?.knownAt ?? knownAt });
      const found = await events(snapshot, {
        ...rest,
        submission: reportId,
        knownAt: at.knownAt,
        limit,
        after: cursor && { known: cursor.sort, id: cursor.id },
      });
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      const next = last
        ? writeCursor({
            of,
            asOf: at.asOf,
            knownAt: at.knownAt,
            sort: printInstant(last.known),
            id: last.id,
          })
        : null;
      return { items: page.map(parsed), next, ...metaOf(snapshot, at) };
    });
  }

  @Get('events/:id')
  @ApiOperation({
    summary: 'One event',
    description: `With \`Accept: ${CLOUDEVENT}\` exactly the stored bytes.`,
    operationId: 'get_events',
  })
  @ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' } })
  @ApiResponse(SINGLE)
  async single(
    @Param('id') given: string,
    @Query() query: unknown,
    @Headers('accept') accept = '',
    @Res() reply: Reply,
  ): Promise<void> {
    const id = idParameter(given);
    const answer = await read(this.source, parametersOf(singleParameters, query), async (snapshot) => {
      const event = await eventById(snapshot, id);
      if (!event) throw new Problem(404, `No event has the id ${id}.`);
      return { event, meta: metaOf(snapshot, clocksOf(snapshot, {})) };
    });
    if (accept.includes(CLOUDEVENT)) reply.type(CLOUDEVENT).send(answer.event.value);
    else reply.type('application/json').send({ ...parsed(answer.event), meta: answer.meta });
  }

  @Get('reports/:id')
  @ApiOperation({ summary: 'A report, the events that it caused, and its receipt', operationId: 'get_reports' })
  @ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' } })
  @ApiResponse(SINGLE)
  async report(@Param('id') given: string, @Query() query: unknown): Promise<unknown> {
    const id = idParameter(given);
    return read(this.source, parametersOf(singleParameters, query), async (snapshot) => {
      const found = await reportById(snapshot, id);
      if (!found) throw new Problem(404, `No report has the id ${id}.`);
      const record = JSON.parse(found.value.toString('utf8')) as { data: object; recordedtime: string };
      const all = found.events.map(parsed);
      return {
        report: { id, ...record.data, receivedAt: record.recordedtime },
        events: all.filter(({ type }) => type !== 'ReportRecorded'),
        receipt: all.find(({ type }) => type === 'ReportRecorded') ?? null,
        meta: metaOf(snapshot, clocksOf(snapshot, {})),
      };
    });
  }
}

for (const [method, parameters] of [
  ['list', { ...filters, knownAt: clocks.knownAt, ...paging, ...waiting }],
  ['single', waiting],
  ['report', waiting],
] as const) {
  const descriptor = Object.getOwnPropertyDescriptor(EventsController.prototype, method)!;
  for (const query of queriesOf(parameters)) ApiQuery(query)(EventsController.prototype, method, descriptor);
}
