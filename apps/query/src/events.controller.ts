import { Controller, Get, Headers, Inject, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { isEventType, printInstant } from '#domain';
import { countOfEvents, eventById, events, reportById, type EventFilter } from '#read-models';
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
import { exportPages, type Paged, type Reply as Headed } from './export-pages.js';
import { FORMATS, formatOf, type Exported } from './export.js';

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
const exported = { ...filters, knownAt: clocks.knownAt, ...waiting, format: z.enum(FORMATS).optional() };
const listed = { ...exported, ...paging };
const listParameters = z.strictObject(listed);
const singleParameters = z.strictObject(waiting);

interface Reply {
  type(mediaType: string): { send(body: unknown): unknown };
}

/** As many at once as a page may have. */
const AT_ONCE = 500;
const pagedOf = (asked: Omit<EventFilter, 'limit' | 'after' | 'knownAt'>): Paged => ({
  columns: [
    ...['id', 'type', 'subject', 'recordedtime', 'time', 'source', 'correlationid', 'causationid'],
    ...['dataschema', 'data'],
  ],
  count: (snapshot, { knownAt }) => countOfEvents(snapshot, { ...asked, knownAt }),
  async *pages(snapshot, { knownAt }) {
    for (let after: EventFilter['after'], more = true; more;) {
      const found = await events(snapshot, { ...asked, knownAt, limit: AT_ONCE, after });
      const page = found.slice(0, AT_ONCE);
      yield page.map(parsed);
      [after, more] = [page.at(-1), found.length > AT_ONCE];
    }
  },
});

const exportedEvents = (
  source: DataSource,
  query: unknown,
  { format, answer }: { format: Exported['format']; answer: Headed },
): Promise<StreamableFile> => {
  const { reportId, format: _format, after, wait, knownAt, ...rest } = parametersOf(z.strictObject(exported), query);
  refuseBackwards(['recordedFrom', rest.recordedFrom], ['recordedTo', rest.recordedTo]);
  return exportPages(
    source,
    pagedOf({ ...rest, submission: reportId }),
    { format, asked: { after, wait, knownAt } },
    answer,
  );
};

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
  async list(
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) answer: Headed,
  ): Promise<unknown> {
    const format = formatOf(parametersOf(z.looseObject({ format: exported.format }), query).format, accept);
    if (format !== 'json') return exportedEvents(this.source, query, { format, answer });
    const {
      format: _json,
      after,
      wait,
      limit,
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
  ['list', listed],
  ['single', waiting],
  ['report', waiting],
] as const) {
  const descriptor = Object.getOwnPropertyDescriptor(EventsController.prototype, method)!;
  for (const query of queriesOf(parameters)) ApiQuery(query)(EventsController.prototype, method, descriptor);
}
