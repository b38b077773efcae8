import { Controller, Get, Headers, Inject, Param, Query, Res, StreamableFile, type Type } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { LINKS, METRICS, MODALITIES, printInstant, type Instant } from '#domain';
import {
  GROUP_KINDS,
  list,
  MODELS,
  peopleKnownAs,
  SANCTION_STATUSES,
  spansOf,
  spansRestingOn,
  STATUSES,
  type ModelName,
  type Slice,
  type Snapshot,
  type Versioned,
} from '#read-models';
import { invalid, parametersOf, Problem } from '#service';
import { LISTED, listedLike, SINGLE, queriesOf } from './api.js';
import {
  ANSWERS,
  clocks,
  clocksOf,
  codeParameter as code,
  explaining,
  idParameter,
  metaOf,
  pairParameter as pair,
  paging,
  read,
  readCursor,
  refuseTooMany,
  SORTS,
  textParameter as text,
  waiting,
  writeCursor,
} from './clocks.js';
import { EXAMPLES } from './examples.js';
import { exportList, FORMATS, formatOf, MEDIA_TYPES, type Exported } from './export.js';
import { presentAll, presentOne } from './presentation.js';

const modality = z.enum(MODALITIES).optional();

/** A list route: its path, its read model, and which columns may be asked for. */
interface Listed {
  readonly path: string;
  readonly model: ModelName;
  readonly summary: string;
  /** Of what kind the column is by which it is sorted. */
  readonly sort: keyof Omit<typeof SORTS, 'instant'>;
  readonly filters: Record<string, z.ZodType<string | undefined>>;
}

const LISTS: readonly Listed[] = [
  {
    path: 'prisoners',
    model: 'prisoner',
    sort: 'text',
    summary: 'People in custody, freed, expelled or dead, as of a day',
    filters: { country: code, status: z.enum(STATUSES).optional(), name: text },
  },
  {
    path: 'sanctions',
    model: 'sanction',
    sort: 'text',
    summary: 'Restrictions of an authority on a target, as of a day',
    filters: { authority: code, country: code, target: text, status: z.enum(SANCTION_STATUSES).optional() },
  },
  {
    path: 'releases',
    model: 'release',
    sort: 'day',
    summary:
      'Groups freed, detained, sentenced, moved or expelled: one line an occurrence, whatever the number of reports',
    filters: { country: code, kind: z.enum(GROUP_KINDS).optional(), modality },
  },
  {
    path: 'counts',
    model: 'count',
    sort: 'day',
    summary: 'Figures that somebody claimed, each as claimed',
    filters: { country: code, metric: z.enum(METRICS).optional() },
  },
  {
    path: 'exchanges',
    model: 'exchange',
    sort: 'day',
    summary: 'One thing for another, with the strength of the link as claimed',
    filters: { parties: pair, link: z.enum(LINKS).optional() },
  },
  {
    path: 'programmes',
    model: 'programme',
    sort: 'text',
    summary: 'Programmes of sanctions that an authority has prolonged, in force on a day and until when',
    filters: { authority: code, country: code, modality },
  },
];

const exporting = { format: z.enum(FORMATS).optional() };

/** @param accept decides the format where the query does not */
async function listAnswer(
  source: DataSource,
  { model, sort, filters }: Listed,
  query: unknown,
  { accept, reply }: { accept: string | undefined; reply: Reply },
): Promise<unknown> {
  const given = parametersOf(z.looseObject(exporting), query);
  const format = formatOf(given.format, accept);
  if (format !== 'json') return exportAnswer(source, { model, filters, format }, query, reply);
  const schema = z.strictObject({ ...waiting, ...clocks, ...paging, ...filters, ...exporting, ...explaining });
  const {
    format: _json,
    after,
    wait,
    asOf,
    knownAt,
    limit,
    cursor: token,
    explain = false,
    ...rest
  } = parametersOf(schema, query);
  refuseTooMany(explain, limit);
  const where = rest as Record<string, string | undefined>;
  const of = JSON.stringify([model, where]);
  const cursor = readCursor(token, of, SORTS[sort]);
  return read(source, { after, wait }, async (snapshot) => {
    const at = cursor ? { asOf: cursor.asOf, knownAt: cursor.knownAt } : clocksOf(snapshot, { asOf, knownAt });
    const page = await list(snapshot, model, {
      ...at,
      limit,
      where,
      after: cursor && { sort: cursor.sort, id: cursor.id },
    });
    const next = page.next ? writeCursor({ of, ...at, ...page.next }) : null;
    const items = await presentAll(snapshot, page.rows, at.knownAt, { model, asOf: at.asOf, whole: false, explain });
    return { items, next, ...metaOf(snapshot, at) };
  });
}

interface Reply {
  header(name: string, value: string): unknown;
}

/** The whole list in one go: it has no pages, so `limit` and `cursor` are not known here. */
async function exportAnswer(
  source: DataSource,
  { model, filters, format }: Pick<Listed, 'model' | 'filters'> & Pick<Exported, 'format'>,
  query: unknown,
  reply: Reply,
): Promise<StreamableFile> {
  const schema = z.strictObject({ ...waiting, ...clocks, ...filters, ...exporting, ...explaining });
  const { format: _format, after, wait, asOf, knownAt, explain = false, ...rest } = parametersOf(schema, query);
  if (explain && format === 'csv')
    throw invalid([{ field: 'explain', message: 'has no place in a table: ask for json or ndjson' }], 400);
  const where = rest as Record<string, string | undefined>;
  if (after !== undefined) await read(source, { after, wait }, () => Promise.resolve());
  const { headers, body } = await exportList(source, { model, where, asked: { asOf, knownAt }, format, explain });
  for (const [name, value] of Object.entries(headers)) reply.header(name, value);
  return new StreamableFile(body, { type: `${MEDIA_TYPES[format]}; charset=utf-8` });
}

async function singleAnswer(source: DataSource, { model }: Listed, given: string, query: unknown): Promise<unknown> {
  const schema = z.strictObject({ ...waiting, ...clocks, ...explaining });
  const { after, wait, explain = false, ...asked } = parametersOf(schema, query);
  const id = idParameter(given);
  return read(source, { after, wait }, async (snapshot) => {
    const at = clocksOf(snapshot, asked);
    const spans = await spansMeant(snapshot, model, id, at.knownAt);
    const now = spans.find((span) => span.validFrom <= at.asOf && at.asOf < span.validTo);
    if (spans.length === 0)
      throw new Problem(404, `Nothing with the id ${id} was known at ${printInstant(at.knownAt)}.`);
    if (!now) throw new Problem(404, `What has the id ${id} had not come about by ${at.asOf}.`);
    const item = await presentOne(snapshot, { row: now, spans }, at.knownAt, { model, asOf: at.asOf, explain });
    return { ...item, meta: metaOf(snapshot, at) };
  });
}

/**
 * An occurrence takes the id of its most exact claim; whoever asks by that of another claim gets it too. A person is
 * answered under the id of every spelling.
 * @throws Problem 409 where an id stands for several people
 */
async function spansMeant(
  snapshot: Snapshot,
  model: ModelName,
  id: string,
  knownAt: Instant,
): Promise<Versioned<Slice>[]> {
  const spans = await spansRestingOn(snapshot, model, id, knownAt);
  if (spans.length > 0 || model !== 'prisoner') return spans;
  const people = await peopleKnownAs(snapshot, id, knownAt);
  if (people.length <= 1) return people[0] === undefined ? [] : spansOf(snapshot, model, people[0], knownAt);
  throw new Problem(
    409,
    `${id} is the id of a name that several people bear; ask for one of them: ${people.join(', ')}.`,
  );
}

function controllerOf(listed: Listed): Type {
  @ApiTags('read models')
  @Controller(`v1/${listed.path}`)
  class ReadModelController {
    constructor(@Inject(ANSWERS) private readonly source: DataSource) {}

    @Get()
    list(
      @Query() query: unknown,
      @Headers('accept') accept: string | undefined,
      @Res({ passthrough: true }) reply: Reply,
    ): Promise<unknown> {
      return listAnswer(this.source, listed, query, { accept, reply });
    }

    @Get(':id')
    single(@Param('id') id: string, @Query() query: unknown): Promise<unknown> {
      return singleAnswer(this.source, listed, id, query);
    }
  }
  Object.defineProperty(ReadModelController, 'name', { value: `${MODELS[listed.model].name}sController` });
  describe(ReadModelController, listed);
  return ReadModelController;
}

/** OpenAPI for both routes, from the schemas that check the requests. */
function describe(controller: Type, { summary, filters, path }: Listed): void {
  const document = (method: 'list' | 'single', decorators: readonly MethodDecorator[]): void => {
    const prototype = controller.prototype as object;
    const descriptor = Object.getOwnPropertyDescriptor(prototype, method)!;
    for (const decorate of decorators) decorate(prototype, method, descriptor);
  };
  document('list', [
    ApiOperation({ summary, operationId: `list_${path}` }),
    ApiResponse(path === 'prisoners' || path === 'releases' ? listedLike(EXAMPLES[path].answer) : LISTED),
    ...queriesOf({ ...filters, ...clocks, ...paging, ...waiting, ...exporting, ...explaining }).map(ApiQuery),
  ]);
  document('single', [
    ApiOperation({ summary: `One of ${path}, with its course over time`, operationId: `get_${path}` }),
    ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' } }),
    ApiResponse(SINGLE),
    ...queriesOf({ ...clocks, ...waiting, ...explaining }).map(ApiQuery),
  ]);
}

export const READ_MODEL_CONTROLLERS = LISTS.map(controllerOf);
