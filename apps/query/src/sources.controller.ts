import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { printInstant } from '#domain';
import {
  aboutOf,
  countOfSources,
  explainSource,
  explainSourceWhole,
  MODELS,
  newestClaims,
  newestReports,
  sourceAccount,
  sources,
  type Clocks,
  type Snapshot,
  type SourceAccount,
} from '#read-models';
import { parametersOf, Problem } from '#service';
import { documentQuestion } from './api.js';
import {
  ANSWERS,
  clocks,
  clocksOf,
  explaining,
  metaOf,
  paging,
  read,
  refuseTooMany,
  textParameter,
  waiting,
} from './clocks.js';
import { EXAMPLES } from './examples.js';
import { exportPages, type Paged, type Reply } from './export-pages.js';
import { FORMATS, formatOf } from './export.js';
import { ROWS_IN_LIST_MAX, ROWS_MAX, withReason, withReasons } from './reasons.js';

const exported = { ...waiting, ...clocks, format: z.enum(FORMATS).optional() };
const listed = { ...exported, limit: paging.limit, from: textParameter, ...explaining };
/** Fetched at a time for an export. */
const AT_ONCE = 100;
const single = { ...waiting, ...clocks, ...explaining };

/** Who has told us something: how much, what of it was taken back, what rests on nobody else. */
@ApiTags('questions')
@Controller('v1/sources')
export class SourcesController {
  constructor(@Inject(ANSWERS) private readonly answers: DataSource) {}

  @Get()
  list(
    @Query() query: unknown,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<unknown> {
    const format = formatOf(parametersOf(z.looseObject(exported), query).format, accept);
    if (format !== 'json') {
      const asked = parametersOf(z.strictObject(exported), query);
      return exportPages(this.answers, PAGED, { format, asked }, reply);
    }
    const {
      format: _json,
      after,
      wait,
      from = '',
      limit,
      explain = false,
      ...asked
    } = parametersOf(z.strictObject(listed), query);
    refuseTooMany(explain, limit);
    return read(this.answers, { after, wait }, async (snapshot) => {
      const at = clocksOf(snapshot, asked);
      const page = await sources(snapshot, { after: from, limit }, at);
      const items = page.slice(0, limit);
      const next = page.length > limit ? items.at(-1)!.id : null;
      return { items: explain ? await listedReasons(snapshot, items, at) : items, next, ...metaOf(snapshot, at) };
    });
  }

  @Get(':id')
  single(@Param('id') id: string, @Query() query: unknown): Promise<unknown> {
    const { after, wait, explain = false, ...asked } = parametersOf(z.strictObject(single), query);
    const named = textParameter.unwrap().safeParse(id);
    return read(this.answers, { after, wait }, async (snapshot) => {
      const at = clocksOf(snapshot, asked);
      const account = named.success ? await sourceAccount(snapshot, named.data, at) : undefined;
      if (!account)
        throw new Problem(
          404,
          `No source ${id.slice(0, 80)} had told anything by ${at.asOf}, as known at ${printInstant(at.knownAt)}.`,
        );
      const answer = shown(account);
      return { ...(explain ? await wholeReasons(snapshot, answer, at) : answer), meta: metaOf(snapshot, at) };
    });
  }
}

/** The whole list has no pages, so `limit` and `from` are not known there. */
const PAGED: Paged = {
  columns: ['id', 'name', 'kind', 'reports'],
  count: (snapshot, at) => countOfSources(snapshot, at),
  async *pages(snapshot, at) {
    for (let [after, more] = ['', true]; more;) {
      const page = await sources(snapshot, { after, limit: AT_ONCE }, at);
      const items = page.slice(0, AT_ONCE);
      yield items.map((source) => ({ ...source }));
      [after, more] = [items.at(-1)?.id ?? '', page.length > AT_ONCE];
    }
  },
};

function shown({ line, claims, takenBack, restsAlone, more }: SourceAccount) {
  return {
    ...line,
    claims,
    corrected: takenBack.map(({ claim, review }) => {
      const { by, reason, replacedBy } = review.data as Record<string, unknown>;
      const act = { type: review.type, event: review.id, by, reason, replacedBy, recordedtime: review.recordedtime };
      return { event: claim.id, type: claim.type, about: aboutOf(claim), by: act };
    }),
    restsAlone: restsAlone.map(({ model, id, claim }) => ({ model: MODELS[model].name, id, about: aboutOf(claim) })),
    more,
  };
}

async function listedReasons(snapshot: Snapshot, items: readonly SourceAccount['line'][], at: Clocks) {
  const ids = items.map(({ id }) => id);
  const reports = await newestReports(snapshot, ids, at, ROWS_IN_LIST_MAX);
  return withReasons(snapshot, items, (source) => explainSource(source, reports.get(source.id)!), at);
}

async function wholeReasons(snapshot: Snapshot, answer: ReturnType<typeof shown>, at: Clocks) {
  const reports = await newestReports(snapshot, [answer.id], at, ROWS_MAX);
  const told = await newestClaims(snapshot, answer.id, at, ROWS_MAX);
  const fields = { ...explainSource(answer, reports.get(answer.id)!), ...explainSourceWhole(answer, told) };
  return withReason(snapshot, answer, fields, at);
}

documentQuestion(SourcesController, 'list', {
  summary: 'Sources that have told us something, in order of their ids; `from` goes on after one of them',
  operationId: 'list_sources',
  parameters: listed,
  example: EXAMPLES.sources.answer,
});
documentQuestion(SourcesController, 'single', {
  summary: 'What a source told us, what of it was corrected later, and what rests on it alone',
  operationId: 'get_sources',
  parameters: single,
  example: EXAMPLES.source.answer,
  id: 'The id that the source gives itself, such as example-wire.',
});
