import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { parametersOf, Problem } from '#service';
import { PROOF_FILE_EXTENSION } from '#transparency';
import { TlogReader, type Proven } from './reader.js';

const WAIT_MS = 10_000;
const parameters = z.strictObject({
  wait: z
    .string()
    .regex(/^\d{1,5}$/, 'is no whole number')
    .transform(Number)
    .pipe(z.number().max(60_000, 'is more than 60000'))
    .default(WAIT_MS),
});
const WAIT = {
  name: 'wait',
  required: false,
  schema: { type: 'integer' },
  description: 'Milliseconds to wait for a checkpoint that covers a new event: 0 to 60000 (10000 when absent).',
} as const;
const ID = { name: 'id', schema: { type: 'string', format: 'uuid' }, description: '`id` of the event' } as const;

interface Reply {
  type(mediaType: string): Reply;
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
}

/** An event with all that it takes to prove it to somebody who has neither this house nor its log. */
@ApiTags('audit')
@Controller('v1/audit/events')
export class ProofController {
  constructor(@Inject(TlogReader) private readonly reader: TlogReader) {}

  @Get(':id/proof')
  @ApiOperation({
    summary: 'That an event is in the log: a proof file (C2SP tlog-proof), which verifies offline',
    description: 'It proves the bytes that `record` gives, together with the keys of `/v1/audit/keys`.',
    operationId: 'audit_event_proof',
  })
  @ApiParam(ID)
  @ApiQuery(WAIT)
  @ApiProduces('text/plain')
  async proof(@Param('id') id: string, @Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { file } = await this.proven(id, query);
    reply
      .type('text/plain; charset=utf-8')
      .header('content-disposition', `attachment; filename="${id}${PROOF_FILE_EXTENSION}"`)
      .send(file);
  }

  @Get(':id/record')
  @ApiOperation({
    summary: 'The bytes of an event as they are in the log: the entry that a proof file proves',
    operationId: 'audit_event_record',
  })
  @ApiParam(ID)
  @ApiQuery(WAIT)
  @ApiProduces('application/cloudevents+json')
  async record(@Param('id') id: string, @Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { entry } = await this.proven(id, query);
    reply
      .type('application/cloudevents+json; charset=utf-8')
      .send(Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength));
  }

  /** @throws Problem 404 for an event that is not projected, 503 for one that no checkpoint covers in time */
  private async proven(id: string, query: unknown): Promise<Proven> {
    const { wait } = parametersOf(parameters, query);
    const leaf = z.uuid().safeParse(id).success ? await this.reader.leafOf(id) : undefined;
    if (!leaf) throw new Problem(404, `No event has the id ${id.slice(0, 80)}, or it is not projected yet.`);
    for (const until = Date.now() + wait; ; await sleep(200)) {
      const proven = await this.reader.proven(id, leaf);
      if (proven) return proven;
      if (Date.now() >= until) {
        throw new Problem(503, `No checkpoint covers the event ${id} yet.`, { retryAfterS: 2 });
      }
    }
  }
}
