import { Controller, Get, Inject, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { annotationOf, reviewedReports, type Snapshot } from '#read-models';
import { parametersOf } from '#service';
import { documentQuestion, queriesOf } from './api.js';
import { ANSWERS, clocks, clocksOf, metaOf, paging, read, readCursor, waiting, writeCursor } from './clocks.js';
import { EXAMPLES } from './examples.js';
import { exportLines, MEDIA_TYPES } from './export.js';
import { queueFilters, queuePage, queuePlaceSchema } from './review-queue.js';

/** A claim waits for a review whatever the day is of which it tells, so there is one clock here. */
const EXPORTED = { knownAt: clocks.knownAt, ...waiting };
const PARAMETERS = { ...queueFilters, knownAt: clocks.knownAt, ...paging, ...waiting };

interface Reply {
  header(name: string, value: string): unknown;
}

@ApiTags('analysts')
@Controller('v1/reviews')
export class ReviewsController {
  constructor(@Inject(ANSWERS) private readonly source: DataSource) {}

  @Get('queue')
  async queue(@Query() query: unknown): Promise<unknown> {
    const { after, wait, limit, cursor: token, knownAt, ...filter } = parametersOf(z.strictObject(PARAMETERS), query);
    const of = JSON.stringify(['reviews', filter.reason, filter.type, filter.country]);
    const cursor = readCursor(token, of, queuePlaceSchema);
    return read(this.source, { after, wait }, async (snapshot) => {
      const at = cursor ?? clocksOf(snapshot, { knownAt });
      const { items, next } = await queuePage(
        snapshot,
        { ...filter, knownAt: at.knownAt },
        { limit, after: cursor && { place: cursor.sort, id: cursor.id } },
      );
      const { asOf: _asOf, ...meta } = metaOf(snapshot, at);
      const more = next ? writeCursor({ of, asOf: at.asOf, knownAt: at.knownAt, sort: next.place, id: next.id }) : null;
      return { items, next: more, ...meta };
    });
  }

  @Get('export')
  @ApiOperation({
    summary:
      'Reviewed reports as annotated examples, a line each: what was confirmed or corrected, and what was rejected',
    description: '`npm run eval -- FILE` measures an extractor on them. `complete` says that all claims were reviewed.',
    operationId: 'export_reviews',
  })
  @ApiResponse({ status: 200, description: 'NDJSON, streamed.', content: { 'application/x-ndjson': {} } })
  async export(@Query() query: unknown, @Res({ passthrough: true }) reply: Reply): Promise<StreamableFile> {
    const { after, wait, knownAt } = parametersOf(z.strictObject(EXPORTED), query);
    if (after !== undefined) await read(this.source, { after, wait }, () => Promise.resolve());
    const { headers, body } = await exportLines(this.source, async ({ snapshot }) => {
      const at = clocksOf(snapshot, { knownAt });
      const { asOf: _asOf, ...meta } = metaOf(snapshot, at);
      const named = Object.entries(meta).map(([name, value]) => [`clemency-${headerOf(name)}`, value] as const);
      return { headers: Object.fromEntries(named), lines: annotationsIn(snapshot, at.knownAt) };
    });
    for (const [name, value] of Object.entries(headers)) reply.header(name, value);
    return new StreamableFile(body, { type: `${MEDIA_TYPES.ndjson}; charset=utf-8` });
  }
}

const headerOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Reports without prose show nobody how to read. */
async function* annotationsIn(snapshot: Snapshot, knownAt: bigint): AsyncGenerator<string> {
  for await (const reports of reviewedReports(snapshot, knownAt)) {
    const lines = reports
      .filter(({ report }) => report.body)
      .map((report) => `${JSON.stringify(annotationOf(report))}\n`);
    yield lines.join('');
  }
}

const exported = Object.getOwnPropertyDescriptor(ReviewsController.prototype, 'export')!;
for (const query of queriesOf(EXPORTED)) ApiQuery(query)(ReviewsController.prototype, 'export', exported);

documentQuestion(ReviewsController, 'queue', {
  summary: 'What an analyst should look at first: claims that nobody has reviewed, and reviews that came to nothing',
  operationId: 'ask_reviews_queue',
  parameters: PARAMETERS,
  example: EXAMPLES.queue.answer,
});
