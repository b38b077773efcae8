import type { ApiBodyOptions, ApiOperationOptions, ApiResponseOptions } from '@nestjs/swagger';
import { z } from 'zod';
import { judgementSchema, reportSchema, reviewSchema, withdrawalSchema } from '#domain';

type JsonSchema = NonNullable<Extract<ApiBodyOptions, { schema: unknown }>['schema']>;

/** The schema that the code uses, as OpenAPI prints it. */
const schemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { target: 'openapi-3.0', io: 'input', unrepresentable: 'any' }) as JsonSchema;

const report = schemaOf(reportSchema);
const judgement = schemaOf(judgementSchema);
const position = {
  type: 'string',
  description: 'Give it to any read as ?after= to wait until this is projected.',
} as const;
const taken = { reportId: { type: 'string', format: 'uuid' }, duplicate: { type: 'boolean' } } as const;
const example = {
  source: { id: 'example-wire', name: 'Example Wire', kind: 'news_agency' },
  uri: 'https://wire.example/2025/12/13/pardons',
  title: 'Belarus pardons 123 prisoners',
  body: 'Belarus pardoned 123 prisoners on Saturday, among them Ales Bialiatski.',
  lang: 'en',
  publishedAt: '2025-12-13T15:00:00Z',
};

const judged = {
  judgementId: { type: 'string', format: 'uuid' },
  eventIds: {
    type: 'array',
    description: 'The event, or one for each side where their names are filed apart.',
    items: { type: 'string', format: 'uuid' },
  },
  duplicate: { type: 'boolean' },
} as const;
const judgementExample = {
  left: { name: 'Ales Bialiatski', country: 'BY' },
  right: { name: 'Aleś Bialacki', country: 'BY' },
  judgement: 'positive',
  because: 'Two spellings of one name; both reports tell of the laureate.',
  by: { id: 'analyst-7', name: 'An analyst' },
};

interface Route {
  readonly operation: ApiOperationOptions;
  /** Absent where the operation itself says which bodies it reads. */
  readonly body?: ApiBodyOptions;
  readonly accepted: ApiResponseOptions;
}

/** The answer to lines. @param outcome what one that was taken is answered with */
const linesOf = (outcome: object) => ({
  status: 207,
  description:
    'NDJSON: each line with its own outcome, an empty one too. `position` waits for all that were taken; it is null where none was.',
  schema: {
    type: 'object',
    properties: {
      lines: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            line: { type: 'integer' },
            status: { type: 'integer' },
            ...outcome,
            problem: { type: 'object' },
          },
        },
      },
      position: { ...position, nullable: true },
    },
  },
});

/** What OpenAPI says of the producers' routes. */
export const API = {
  postReports: {
    operation: {
      summary: 'Send one report, several, or lines of them',
      operationId: 'send_reports',
      description:
        'One JSON object; an array (all or nothing); or NDJSON (application/x-ndjson), answered line by line with 207; at ' +
        'most 10,000 reports or lines. ' +
        'The answer comes when the report is durable. Sending a report again is harmless.',
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { oneOf: [report, { type: 'array', items: report }] },
            examples: { report: { summary: 'A short wire story', value: example } },
          },
          'application/x-ndjson': { schema: { type: 'string', description: 'One report a line.' } },
        },
      },
    },
    accepted: {
      status: 202,
      description: 'Durable. An array is answered with `reports`, one entry each.',
      schema: {
        type: 'object',
        properties: { ...taken, reports: { type: 'array', items: { type: 'object', properties: taken } }, position },
      },
    },
    lines: linesOf(taken),
  },
  postWithdrawal: {
    operation: {
      summary: 'A publisher takes a report back',
      operationId: 'withdraw_report',
      description: 'Each of its claims is retracted by an event.',
    },
    body: { schema: schemaOf(withdrawalSchema) },
    accepted: {
      status: 202,
      description: 'Durable.',
      schema: { type: 'object', properties: { withdrawalId: { type: 'string', format: 'uuid' }, position } },
    },
  },
  postReview: {
    operation: {
      summary: 'Confirm, reject, correct or retract an event',
      operationId: 'send_review',
      description: 'The review is itself an event, under the subject of the event it is about.',
    },
    body: { schema: schemaOf(reviewSchema) },
    accepted: {
      status: 202,
      description: 'Durable.',
      schema: {
        type: 'object',
        properties: { eventId: { type: 'string', format: 'uuid' }, duplicate: { type: 'boolean' }, position },
      },
    },
  },
  postJudgements: {
    operation: {
      summary: 'Judge that two people are one, are two, or that nobody knows',
      operationId: 'send_judgements',
      description:
        'One JSON object; an array (all or nothing); or NDJSON (application/x-ndjson), answered line by line with 207; at ' +
        'most 10,000. Each side names a person as answers do: country and name as ' +
        'written, with a birth date or identifiers where namesakes must be told apart. Of the judgements of one pair the ' +
        'last one that stands counts. It is undone by a ClaimRetracted of its event at /v1/reviews, or by a contrary one.',
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { oneOf: [judgement, { type: 'array', items: judgement }] },
            examples: { judgement: { summary: 'Two spellings of one name', value: judgementExample } },
          },
          'application/x-ndjson': { schema: { type: 'string', description: 'One judgement a line.' } },
        },
      },
    },
    accepted: {
      status: 202,
      description: 'Durable. An array is answered with `judgements`, one entry each.',
      schema: {
        type: 'object',
        properties: {
          ...judged,
          judgements: { type: 'array', items: { type: 'object', properties: judged } },
          position,
        },
      },
    },
    lines: linesOf(judged),
  },
} satisfies Record<string, Route & { lines?: ApiResponseOptions }>;
