import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  EVENTS,
  judgementSchema,
  extractorAnswerJsonSchema,
  reportSchema,
  reviewSchema,
  schemaUri,
  withdrawalSchema,
  type EventType,
} from '#domain';

const print = (schema: z.ZodType): unknown => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

/** From the schemas that the code uses. */
const schemas = () => ({
  report: print(reportSchema),
  review: print(reviewSchema),
  withdrawal: print(withdrawalSchema),
  judgement: print(judgementSchema),
  extractor: extractorAnswerJsonSchema(),
  events: Object.fromEntries(
    (Object.keys(EVENTS) as EventType[]).map((type) => [
      type,
      { dataschema: schemaUri(type), data: print(EVENTS[type].data) },
    ]),
  ),
});

@ApiTags('events')
@Controller('v1/schemas')
export class SchemasController {
  /** Made once, when somebody asks: few processes are ever asked, and all would start the later for it. */
  private made: unknown;

  @Get()
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    summary:
      'JSON Schemas of reports, reviews, judgements, the answer of an extractor, and the data of every event type',
    operationId: 'schemas',
  })
  all(): unknown {
    return (this.made ??= schemas());
  }
}
