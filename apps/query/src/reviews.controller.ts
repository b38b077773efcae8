import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { parametersOf } from '#service';
import { documentQuestion } from './api.js';
import { ANSWERS, clocks, clocksOf, metaOf, paging, read, readCursor, waiting, writeCursor } from './clocks.js';
import { EXAMPLES } from './examples.js';
import { queueFilters, queuePage, queuePlaceSchema } from './review-queue.js';

const LIMIT = 50;
/** A claim waits for a review whatever the day is of which it tells, so there is one clock here. */
const PARAMETERS = { ...queueFilters, knownAt: clocks.knownAt, ...paging, ...waiting };

@ApiTags('analysts')
@Controller('v1/reviews')
export class ReviewsController {
  constructor(@Inject(ANSWERS) private readonly source: DataSource) {}

  @Get('queue')
  async queue(@Query() query: unknown): Promise<unknown> {
    const {
      after,
      wait,
      limit = LIMIT,
      cursor: token,
      knownAt,
      ...filter
    } = parametersOf(z.strictObject(PARAMETERS), query);
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
}

documentQuestion(ReviewsController, 'queue', {
  summary: 'What an analyst should look at first: claims that nobody has reviewed, and reviews that came to nothing',
  operationId: 'ask_reviews_queue',
  parameters: PARAMETERS,
  example: EXAMPLES.queue.answer,
});
