import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { printInstant, readEvent, wellFormedText, writeToken } from '#domain';
import { ACT_TYPES, acts, inSnapshot, type ActType, type StoredEvent } from '#read-models';
import { parametersOf } from '#service';
import { AUDITED } from './audited.js';
import { EXAMPLES, listed } from './examples.js';
import { cursorOf, digits, instantParameter, paging } from './paging.js';

const LIMIT = 100;
const parameters = z.strictObject({
  ...paging(LIMIT),
  type: z.enum(ACT_TYPES, { error: `is none of ${ACT_TYPES.join(', ')}` }).optional(),
  by: wellFormedText.max(200).optional(),
  from: instantParameter.optional(),
  to: instantParameter.optional(),
});
const cursors = z.tuple([z.string(), digits, z.uuid()]);

/** An act as the list shows it: who did what to which thing, when and why. `data` is the event's own. */
export interface Act {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly recordedAt: string;
  readonly knownAt: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly because: string | null;
  /** The event or report that it is about, where it is about one. */
  readonly of: string | null;
  readonly data: object;
}

/** What was done to the record, by people and by the house: all of it is events. */
@ApiTags('audit')
@Controller('v1/audit/log')
export class LogController {
  constructor(@Inject(AUDITED) private readonly database: DataSource) {}

  @Get()
  @ApiOperation({
    summary: 'What people and the house itself did to the record, newest first',
    description:
      'Reviews, judgements of identity, revisions and withdrawals, and the acts of the house on its own records: ' +
      'switched generations, re-extractions, verifications. Each is an event of the log.',
    operationId: 'audit_log',
  })
  @ApiQuery({ name: 'type', required: false, schema: { type: 'string', enum: [...ACT_TYPES] } })
  @ApiQuery({ name: 'by', required: false, schema: { type: 'string' }, description: 'The id of who acted.' })
  @ApiQuery({
    name: 'from',
    required: false,
    schema: { type: 'string' },
    description: 'Known at this instant or later.',
  })
  @ApiQuery({
    name: 'to',
    required: false,
    schema: { type: 'string' },
    description: 'Known at this instant or earlier.',
  })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer' }, description: '1 to 500 (100 when absent).' })
  @ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' }, description: '`next` of the page before.' })
  @ApiResponse(listed('A page of acts. `next` is the cursor of the page after; null on the last.', EXAMPLES.log))
  async list(@Query() query: unknown): Promise<object> {
    const { limit, cursor, type, by, from, to } = parametersOf(parameters, query);
    const of = JSON.stringify([type, by, String(from), String(to)]);
    const [, known, id] = cursor === undefined ? [] : pageOf(of, cursor);
    const types: readonly ActType[] = type ? [type] : ACT_TYPES;
    return inSnapshot(this.database, async (snapshot) => {
      const before = known !== undefined && id !== undefined ? { known: BigInt(known), id } : undefined;
      const found = await acts(snapshot, { types, by, knownFrom: from, knownTo: to, limit, before });
      const last = found.length > limit ? found[limit - 1] : undefined;
      const next = last ? writeToken('log', [of, String(last.known), last.id]) : null;
      const knownUpTo = printInstant(snapshot.knownUpTo);
      return { items: found.slice(0, limit).map(presentAct), next, knownUpTo, generation: snapshot.generation };
    });
  }
}

const pageOf = (of: string, cursor: string): [string, string, string] =>
  cursorOf(
    cursors.refine(([list]) => list === of),
    'log',
    cursor,
  );

function presentAct({ known, value }: StoredEvent): Act {
  const { id, type, subject, recordedtime, data } = readEvent(value);
  const said = data as { by: Act['by']; because?: string; reason?: string; of?: string };
  return {
    id,
    type,
    subject,
    recordedAt: recordedtime,
    knownAt: printInstant(known),
    by: said.by,
    because: said.because ?? said.reason ?? null,
    of: said.of ?? null,
    data,
  };
}
