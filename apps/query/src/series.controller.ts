import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { METRICS } from '#domain';
import {
  composeCounts,
  explainSeries,
  figureOf,
  figuresBy,
  identifiedIn,
  identifiedPeople,
  isBelowIdentified,
  seriesOf,
  type Clocks,
  type FiguresAsked,
  type Snapshot,
} from '#read-models';
import { parametersOf } from '#service';
import { documentQuestion } from './api.js';
import { ANSWERS, clocks, clocksOf, codeParameter, dayParameter, explaining, metaOf, read, waiting } from './clocks.js';
import { EXAMPLES } from './examples.js';
import { ROWS_IN_LIST_MAX, withReasons } from './reasons.js';

const metric = z.enum(METRICS, { error: `is none of ${METRICS.join(', ')}` }).optional();
const parameters = {
  country: codeParameter.unwrap(),
  metric,
  from: dayParameter.optional(),
  ...clocks,
  ...waiting,
  ...explaining,
};

/** One country's figures of one kind, or of all, in the groups within which they can be compared. */
@ApiTags('questions')
@Controller('v1/counts')
export class SeriesController {
  constructor(@Inject(ANSWERS) private readonly source: DataSource) {}

  @Get('series')
  series(@Query() query: unknown): Promise<unknown> {
    const {
      country,
      metric,
      from,
      after,
      wait,
      explain = false,
      ...at
    } = parametersOf(z.strictObject(parameters), query);
    return read(this.source, { after, wait }, async (snapshot) => {
      const asked = { country, metric, from };
      const clocks = clocksOf(snapshot, at);
      const answer = await seriesAnswer(snapshot, asked, clocks);
      const series = explain ? await reasoned(snapshot, country, answer, clocks) : answer;
      return { country, metric: metric ?? null, from: from ?? null, series, ...metaOf(snapshot, clocks) };
    });
  }
}

/** Figures of another metric, population or window are no conflict: each names the others with what keeps them apart. */
async function seriesAnswer(snapshot: Snapshot, asked: FiguresAsked, at: Clocks) {
  const claims = await figuresBy(snapshot, asked, at);
  const figures = claims.map(figureOf);
  const said = new Map(claims.map(({ event }) => [event.id, event.data.assertedBy]));
  const compared = composeCounts(figures);
  const byId = new Map(figures.map((figure) => [figure.id, figure]));
  const groups = seriesOf(figures);
  const people = await identifiedIn(snapshot, asked.country, groups, at);
  return groups.map(({ ids, window, ...group }, index) => {
    const identified = people[index]!;
    const mine = ids.map((id) => byId.get(id)!);
    return {
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
    };
  });
}

async function reasoned(
  snapshot: Snapshot,
  country: string,
  series: Awaited<ReturnType<typeof seriesAnswer>>,
  at: Clocks,
): Promise<object[]> {
  const people: string[][] = [];
  for (const { metric, window } of series)
    people.push(await identifiedPeople(snapshot, { country, metric, window }, at, ROWS_IN_LIST_MAX));
  return withReasons(snapshot, series, (one, index) => explainSeries(one, people[index]!), at);
}

documentQuestion(SeriesController, 'series', {
  summary:
    "A country's figures since a day, of one metric or of all: which can be compared, which conflict, which can't be compared and why, and how many people are known by name",
  operationId: 'get_counts_series',
  parameters,
  example: EXAMPLES.series.answer,
});
