import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import {
  composeCounts,
  figureOf,
  figuresBy,
  identifiedIn,
  isBelowIdentified,
  seriesOf,
  type Clocks,
  type Snapshot,
} from '#read-models';
import { parametersOf } from '#service';
import { queriesOf, SINGLE } from './api.js';
import { ANSWERS, clocks, clocksOf, metaOf, read, textParameter, waiting } from './clocks.js';

const required = textParameter.unwrap();
const parameters = { country: required, metric: required, ...clocks, ...waiting };

/** One country's figures of one kind, in the groups within which they can be compared. */
@ApiTags('read models')
@Controller('v1/counts')
export class SeriesController {
  constructor(@Inject(ANSWERS) private readonly source: DataSource) {}

  @Get('series')
  @ApiOperation({
    summary:
      'The figures of one country and metric: which can be compared, which conflict, and how many are known by name',
    operationId: 'get_counts_series',
  })
  @ApiResponse(SINGLE)
  series(@Query() query: unknown): Promise<unknown> {
    const { country, metric, after, wait, ...asked } = parametersOf(z.strictObject(parameters), query);
    return read(this.source, { after, wait }, async (snapshot) => {
      const at = clocksOf(snapshot, asked);
      return { country, metric, ...(await seriesAnswer(snapshot, { country, metric }, at)), ...metaOf(snapshot, at) };
    });
  }
}

async function seriesAnswer(snapshot: Snapshot, of: { country: string; metric: string }, at: Clocks) {
  const claims = await figuresBy(snapshot, of, at);
  const figures = claims.map(figureOf);
  const said = new Map(claims.map(({ event }) => [event.id, event.data.assertedBy]));
  const compared = composeCounts(figures);
  const series: object[] = [];
  for (const { ids, window, ...group } of seriesOf(figures)) {
    const identified = await identifiedIn(snapshot, { ...of, window }, at);
    const mine = figures.filter(({ id }) => ids.includes(id));
    series.push({
      ...group,
      window,
      identified,
      figures: mine.map(({ id, count, occurred, modality }) => ({
        id,
        count,
        occurred,
        modality,
        assertedBy: said.get(id),
        belowIdentified: identified !== null && isBelowIdentified({ count, modality }, identified),
        ...compared.get(id),
      })),
    });
  }
  return { series };
}

const descriptor = Object.getOwnPropertyDescriptor(SeriesController.prototype, 'series')!;
for (const query of queriesOf({ ...clocks, ...waiting }))
  ApiQuery(query)(SeriesController.prototype, 'series', descriptor);
for (const name of ['country', 'metric'])
  ApiQuery({ name, required: true, schema: { type: 'string' } })(SeriesController.prototype, 'series', descriptor);
