import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { printInstant, wellFormedText, writeToken, type Instant } from '#domain';
import {
  aboutOf,
  aroundImpact,
  countOfImpact,
  impactOf,
  inSnapshot,
  isKnown,
  MODELS,
  type Around,
  type ImpactOf,
  type ModelName,
  type Resting,
  type Snapshot,
} from '#read-models';
import { invalid, parametersOf, Problem } from '#service';
import { AUDITED } from '../audited.js';
import { EXAMPLES, listed } from '../examples.js';
import { cursorOf, instantParameter, paging } from '../paging.js';

const LIMIT = 100;
const id = z.uuid('is no UUID').toLowerCase().optional();
const parameters = z.strictObject({
  ...paging(LIMIT),
  event: id,
  report: id,
  source: wellFormedText.min(1, 'is empty').max(200).optional(),
  knownAt: instantParameter.optional(),
});

const text = { type: 'string' } as const;
const query = (name: string, description: string) => ({ name, required: false, schema: text, description });

/** What would be another answer without it. */
@ApiTags('audit')
@Controller('v1/audit/impact')
export class ImpactController {
  constructor(@Inject(AUDITED) private readonly database: DataSource) {}

  @Get()
  @ApiOperation({
    summary: 'Which rows of the read models rest on an event, a report or a source, and which of them on nothing else',
    description:
      'One of `event`, `report` and `source` is needed. `count` and `events`: how many of the row’s events come of it, and ' +
      'the first of them; `about`: whom or what they are about, in their words; `alone`: the row rests on nothing else. ' +
      '`around`, on the first page, has what is composed of it although no claim of the row is of it, and in which `ways`: ' +
      'a `leg` of an exchange names it, or it performs or reverses one (`leg_state`); it tells of somebody whom a group ' +
      'names (`member`); it is a `review` of a claim of the row, a `judgement` on who its person is, or says who owns the ' +
      'target (`ownership`). It also has the accounts of its `sources`. `around` is null on later pages and for more than ' +
      '1,000 events: ask by report. Answers that count or line up rows (`/v1/census`, `/v1/counts` beside other figures, ' +
      '`/v1/releases/monthly` and the like) and hits of `/v1/search` follow from the rows. The first page of a source of ' +
      'very many claims takes some seconds, since `total` counts them.',
    operationId: 'audit_impact',
  })
  @ApiQuery(query('event', 'The id of an event.'))
  @ApiQuery(query('report', 'The id of a report: all events that it caused.'))
  @ApiQuery(query('source', 'The id that a source gives itself: all its reports.'))
  @ApiQuery(query('knownAt', 'An RFC 3339 instant: as known then. Now when absent.'))
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer' }, description: '1 to 500 (100 when absent).' })
  @ApiQuery(query('cursor', '`next` of the page before; it pins the instant.'))
  @ApiResponse(listed('A page of rows in order of their ids; `total` counts all of them.', EXAMPLES.impact))
  async list(@Query() given: unknown): Promise<object> {
    const { limit, cursor, knownAt: asked, event, report, source } = parametersOf(parameters, given);
    const named = Object.entries({ event, report, source }).filter(([, value]) => value !== undefined);
    if (named.length !== 1) {
      throw invalid([{ field: 'event', message: 'or report or source is needed, and only one of them' }], 400);
    }
    const of = Object.fromEntries(named) as unknown as ImpactOf;
    const place = cursor === undefined ? undefined : placeIn(JSON.stringify(of), cursor);
    return inSnapshot(this.database, async (snapshot) => {
      const knownAt = place?.knownAt ?? asked ?? snapshot.newest;
      if (!(await isKnown(snapshot, of, knownAt))) throw new Problem(404, unknown(named[0]![0], String(named[0]![1])));
      const rows = await impactOf(snapshot, of, { knownAt, limit, after: place?.id });
      const items = rows.slice(0, limit);
      const last = rows.length > limit ? items.at(-1) : undefined;
      const total = place?.total ?? (last ? await countOfImpact(snapshot, of, knownAt) : items.length);
      const next = last ? { of: JSON.stringify(of), knownAt: printInstant(knownAt), id: last.id, total } : undefined;
      return {
        items: items.map(shown),
        around: place ? null : await aroundShown(snapshot, of, knownAt),
        next: next ? writeToken('impact', next) : null,
        total,
        knownAt: printInstant(knownAt),
        knownUpTo: printInstant(snapshot.knownUpTo),
        generation: snapshot.generation,
      };
    });
  }
}

const unknown = (kind: string, value: string): string =>
  kind === 'source'
    ? `No source ${value.slice(0, 80)} had told anything by then.`
    : `No ${kind} with the id ${value} was known by then.`;

/** @throws Problem 400 */
function placeIn(of: string, cursor: string): { knownAt: Instant; id: string; total: number } {
  const schema = z.strictObject({ of: z.literal(of), knownAt: instantParameter, id: z.uuid(), total: z.int() });
  return cursorOf(schema, 'impact', cursor);
}

const shown = ({ model, id: row, claim, count, events, alone }: Resting): object => ({
  model,
  id: row,
  about: aboutOf(claim),
  count,
  events,
  alone,
  see: seeRow(model, row),
});

const seeRow = (model: ModelName, row: string): string => `/v1/${MODELS[model].name}s/${row}?explain=true`;

async function aroundShown(snapshot: Snapshot, of: ImpactOf, knownAt: Instant): Promise<object | null> {
  const around: Around | undefined = await aroundImpact(snapshot, of, knownAt);
  if (!around) return null;
  return {
    rows: around.touched.map(({ model, id: row, ways, claim }) => ({
      ...{ model, id: row, about: aboutOf(claim), ways, see: seeRow(model, row) },
    })),
    sources: around.sources.map((source) => ({ id: source, see: `/v1/sources/${encodeURIComponent(source)}` })),
  };
}
