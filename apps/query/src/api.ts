import type { Type } from '@nestjs/common';
import {
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  type ApiQueryOptions,
  type ApiResponseOptions,
} from '@nestjs/swagger';
import type { z } from 'zod';
import { METRICS } from '#domain';
import { REASONS, RULES } from '#read-models';

const meta = {
  asOf: { type: 'string', format: 'date', description: 'The state at the end of this day, UTC.' },
  knownAt: { type: 'string', format: 'date-time', description: 'What was known at this instant.' },
  knownUpTo: { type: 'string', format: 'date-time', description: 'Up to here everything recorded is in the answer.' },
  generation: { type: 'string', description: 'Which build of the read models answered.' },
} as const;
/** Names with what they mean, as OpenAPI's enumerations can't say it. */
const namesOf = (names: Record<string, string>) => ({
  type: 'string' as const,
  enum: Object.keys(names),
  description: Object.entries(names)
    .map(([name, meaning]) => `\`${name}\`: ${meaning}`)
    .join('\n\n'),
});
const open = { type: 'object', additionalProperties: true } as const;
const said = {
  value: { description: 'What is said; absent where the field is a list.' },
  agree: {
    type: 'object',
    description: 'How many say so; copies of one wire story are one origin.',
    properties: Object.fromEntries(
      ['events', 'reports', 'sources', 'origins'].map((name) => [name, { type: 'integer' as const }]),
    ),
  },
  events: {
    type: 'array',
    items: open,
    description: 'The events that say so, with `source`, `origin` and `quotes` (UTF-16 units of the report’s body).',
  },
  rows: {
    type: 'object',
    properties: {
      count: { type: 'integer' },
      shown: {
        type: 'array',
        items: {
          type: 'object',
          properties: { id: { type: 'string', format: 'uuid' }, href: { type: 'string' } },
        },
      },
      more: { type: 'integer' },
    },
    description: 'Of what is counted: how many, the first of them and where each is explained, how many more.',
  },
} as const;
const field = {
  type: 'object',
  properties: {
    rule: namesOf(RULES),
    ...said,
    decidedBy: { type: 'array', items: { type: 'string', format: 'uuid' } },
    others: {
      type: 'array',
      items: { type: 'object', properties: { because: namesOf(REASONS), ...said } },
      description: 'What else is claimed.',
    },
    each: { type: 'array', items: { type: 'object', properties: said }, description: 'Of a list: each of its values.' },
    more: { ...open, description: 'How many values are not shown.' },
    see: { type: 'string', description: 'Another field, which rests on the same; then there is nothing else.' },
  },
} as const;
const row = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    explain: {
      type: 'object',
      description: 'With explain=true; docs/rules.md explains it.',
      properties: { fields: { type: 'object', additionalProperties: field } },
    },
  },
  additionalProperties: true,
} as const;

export const LISTED: ApiResponseOptions = {
  status: 200,
  description:
    'A page. `next` is the cursor of the page after it; it pins both clocks. Each row shows what its own claims say; what is put together of other rows is in the answer for one row: what became of the members of a group, figures that compare or conflict, owners and all terms of a target.',
  schema: {
    type: 'object',
    properties: { items: { type: 'array', items: row }, next: { type: 'string', nullable: true }, ...meta },
  },
};
/** `LISTED` with part of an answer to the golden story. */
export const listedLike = (example: object): ApiResponseOptions => ({
  ...LISTED,
  schema: { ...(LISTED as { schema: object }).schema, example },
});
export const SINGLE: ApiResponseOptions = {
  status: 200,
  description: 'One row on that day, its periods, and the events behind it by id.',
  schema: {
    type: 'object',
    properties: { ...row.properties, meta: { type: 'object', properties: meta } },
    additionalProperties: true,
  },
};

const DESCRIPTIONS: Record<string, string> = {
  asOf: 'A day (YYYY-MM-DD): the state at its end, UTC. Today when absent.',
  knownAt: 'An RFC 3339 instant: as known then. Now when absent.',
  cursor: '`next` of the page before.',
  from: 'From this day on (YYYY-MM-DD).',
  to: 'Up to this day (YYYY-MM-DD), included.',
  day: 'The day of the matter (YYYY-MM-DD); that of `asOf` when absent.',
  metric: `One of ${METRICS.join(', ')}; all when absent, where a route answers all.`,
  after: 'A position from a write: wait until it is projected.',
  since: '`next` of the page before; `now` for what comes from now on; from the beginning when absent.',
  model: 'Only changes of this read model: prisoner, sanction, release, count, exchange or programme.',
  format: 'json (pages), or ndjson or csv: the whole list as a stream. What Accept says when absent.',
  explain:
    'true: beside each row, or part of an answer, `explain.fields` says of every field by which rule it was chosen (docs/rules.md), on which events it rests with their quotes and sources, how many of these are independent, and what else is claimed; of what is counted, which rows. A list then has at most 100 rows a page.',
  wait: 'How long `after` may wait, in milliseconds (5000 when absent); then 504.',
};

const limitsOf = (limit: z.ZodType): string =>
  `At most this many, 1 to 500 (${String(limit.parse(undefined))} when absent).`;

/** Query parameters of a route, as OpenAPI lists them. */
export const queriesOf = (schemas: Record<string, z.ZodType>): ApiQueryOptions[] =>
  Object.keys(schemas).map((name) => ({
    name,
    required: !schemas[name]!.safeParse(undefined).success,
    description:
      name === 'limit' ? limitsOf(schemas[name]!) : (DESCRIPTIONS[name] ?? `Only those whose ${name} is this.`),
    schema: name === 'limit' || name === 'wait' ? { type: 'integer' } : { type: 'string' },
  }));

/** What OpenAPI says of a route that answers one question. */
export interface Question {
  readonly summary: string;
  readonly operationId: string;
  readonly parameters: Record<string, z.ZodType>;
  /** Part of an answer to the golden story, which a test holds beside the real one. */
  readonly example: object;
  /** What the `id` of its path is, where it has one. */
  readonly id?: string;
}

/** Describes a route from the schemas that check its requests. */
export function documentQuestion(
  controller: Type,
  method: string,
  { summary, operationId, parameters, example, id }: Question,
): void {
  const properties = 'explain' in parameters ? { explain: row.properties.explain, ...meta } : meta;
  const schema = { type: 'object', properties, additionalProperties: true, example };
  const decorators = [
    ApiOperation({ summary, operationId }),
    ApiResponse({ status: 200, description: 'The answer, naming the clocks that it holds for.', schema }),
    ...(id === undefined ? [] : [ApiParam({ name: 'id', description: id, schema: { type: 'string' } })]),
    ...queriesOf(parameters).map(ApiQuery),
  ];
  const prototype = controller.prototype as object;
  const descriptor = Object.getOwnPropertyDescriptor(prototype, method)!;
  for (const decorate of decorators) decorate(prototype, method, descriptor);
}
