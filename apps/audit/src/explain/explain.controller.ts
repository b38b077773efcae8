import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { printInstant } from '#domain';
import { eventAccount, inSnapshot, type EventAccount } from '#read-models';
import { parametersOf, Problem } from '#service';
import { AUDITED } from '../audited.js';
import { EXAMPLES } from '../examples.js';
import { instantParameter } from '../paging.js';
import { TlogReader } from '../tlog/index.js';
import { CONTEXT_UNITS, explanationOf } from './explanation.js';

const parameters = z.strictObject({
  knownAt: instantParameter.optional(),
  context: z
    .string()
    .regex(/^\d{1,4}$/, 'is no whole number from 0 to 5000')
    .transform(Number)
    .pipe(z.number().max(5000, 'is more than 5000'))
    .default(CONTEXT_UNITS),
});

/** From an event back to the passage, the report and the people behind it. */
@ApiTags('audit')
@Controller('v1/audit/events')
export class ExplainController {
  constructor(
    @Inject(AUDITED) private readonly database: DataSource,
    @Inject(TlogReader) private readonly reader: TlogReader,
  ) {}

  @Get(':id/explain')
  @ApiOperation({
    summary:
      'All that is behind one event: the passage, the report and its hashes, who read it, every act about it, its proof',
    description:
      '`passages`: `before`, `quote` and `after` follow each other in the body of the report; offsets are UTF-16 units, ' +
      '`end` excluded. `reports`: with the SHA-256 of the record and of the body as they are now, and whether the receipt ' +
      'says the same; `channel` is the door (http or inbox; null where it was not written down). `reading.how`: the ' +
      'producer’s own claim, an extraction, or a later one. `standing`: stands, confirmed, or out. `log`: the place, the ' +
      'index in the tree of its partition (null until a checkpoint covers it) and where its proof is.',
    operationId: 'audit_event_explain',
  })
  @ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' }, description: '`id` of the event' })
  @ApiQuery({
    name: 'knownAt',
    required: false,
    schema: { type: 'string' },
    description: 'As known at this instant; now when absent.',
  })
  @ApiQuery({
    name: 'context',
    required: false,
    schema: { type: 'integer' },
    description: `How many UTF-16 units of the report to show on each side of a quote: 0 to 5000 (${CONTEXT_UNITS} when absent).`,
  })
  @ApiResponse({
    status: 200,
    description: 'The event as stored, and what is behind it.',
    schema: { type: 'object', additionalProperties: true, example: EXAMPLES.explain },
  })
  async explain(@Param('id') id: string, @Query() query: unknown): Promise<object> {
    const { knownAt, context } = parametersOf(parameters, query);
    const isId = z.uuid().safeParse(id).success;
    const { account, ...meta } = await inSnapshot(this.database, async (snapshot) => ({
      account: isId ? await eventAccount(snapshot, id.toLowerCase(), knownAt ?? snapshot.newest) : undefined,
      knownUpTo: printInstant(snapshot.knownUpTo),
      generation: snapshot.generation,
    }));
    if (!account) {
      const when =
        knownAt === undefined ? 'or it is not projected yet' : `or it was not known at ${printInstant(knownAt)}`;
      throw new Problem(404, `No event has the id ${id.slice(0, 80)}, ${when}.`);
    }
    return { ...explanationOf(account, context), log: await this.placeOf(account), ...meta };
  }

  /** @throws NotProven when another entry lies where the event should: then the log is not what was projected */
  private async placeOf({ event: { id }, partition, offset }: EventAccount): Promise<object> {
    const proven = await this.reader.proven(id, { partition, offset });
    return {
      topic: 'events',
      partition,
      offset: String(offset),
      origin: this.reader.origins[partition],
      index: proven?.index ?? null,
      proof: `/v1/audit/events/${id}/proof`,
      record: `/v1/audit/events/${id}/record`,
    };
  }
}
