import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { writeToken } from '#domain';
import { Log } from '#log';
import { parametersOf, Problem } from '#service';
import { cursorOf, digits, paging } from './paging.js';
import { newestRejected, rejectedById, type Bounds, type Rejected, type RejectedWhole } from './rejected.js';

const LIMIT = 50;
const parameters = z.strictObject(paging(LIMIT));

/** What was refused at the inbox or by the recorder: data like any other, kept with its reason. */
@ApiTags('audit')
@Controller('v1/audit/rejected')
export class RejectedController {
  constructor(@Inject(Log) private readonly log: Log) {}

  @Get()
  @ApiOperation({
    summary: 'Records that were refused, newest first, with the reason',
    description: 'The whole bytes are at the record itself. `next` is the cursor of the page after; null on the last.',
    operationId: 'audit_rejected',
  })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer' }, description: '1 to 500 (50 when absent).' })
  @ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' }, description: '`next` of the page before.' })
  async list(@Query() query: unknown): Promise<{ items: Rejected[]; next: string | null }> {
    const { limit, cursor } = parametersOf(parameters, query);
    const ends = await this.log.ends('rejected');
    const before = cursor === undefined ? ends : boundsOf(cursor, ends);
    const { items, next } = await newestRejected(this.log, before, limit);
    return { items, next: next ? writeToken('rejected', next.map(String)) : null };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One refused record with all bytes that were kept', operationId: 'audit_rejected_one' })
  @ApiParam({ name: 'id', schema: { type: 'string' }, description: '`id` of the list' })
  async single(@Param('id') id: string): Promise<RejectedWhole> {
    const found = await rejectedById(this.log, id);
    if (!found) throw new Problem(404, `No rejected record has the id ${id.slice(0, 80)}.`);
    return found;
  }
}

/** A token can be forged, so it is checked like any input. @throws Problem 400 */
function boundsOf(cursor: string, ends: Bounds): Bounds {
  const within = (bounds: readonly string[]): boolean =>
    bounds.every((bound, partition) => BigInt(bound) <= ends[partition]!);
  return cursorOf(z.array(digits).length(ends.length).refine(within), 'rejected', cursor).map(BigInt);
}
