import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { wellFormedText, writeToken } from '#domain';
import { liveGeneration, orderRedrive, parkedItems, redriveOutcome, waitingRecords } from '#read-models';
import { fieldErrors, invalid, parametersOf, Problem, requestJson } from '#service';
import { AUDITED } from './audited.js';
import { cursorOf, digits, paging } from './paging.js';
import { presentItem, presentRecord, type Parked, type RedriveState, type Waiting } from './parked.js';

const LIMIT = 100;
const WAIT_MS = 10_000;
const pages = z.strictObject(paging(LIMIT));
const waiting = z.strictObject({
  wait: z
    .string()
    .regex(/^\d{1,6}$/, 'is no whole number')
    .transform(Number)
    .pipe(z.number().max(60_000, 'is more than 60000'))
    .default(WAIT_MS),
});
const order = z.union(
  [z.strictObject({ subject: wellFormedText.min(1).max(400) }), z.strictObject({ all: z.literal(true) })],
  {
    error: 'is to be {"subject": "..."}, as the list names it, or {"all": true}',
  },
);
const listTuple = z.tuple([z.enum(['events', 'reports']), z.string()]);
const recordTuple = z.tuple([z.enum(['events', 'reports']), digits]);

const PAGED = [
  { name: 'limit', required: false, schema: { type: 'integer' }, description: '1 to 500 (100 when absent).' },
  { name: 'cursor', required: false, schema: { type: 'string' }, description: '`next` of the page before.' },
] as const;

/** What could not be folded or written, and the orders to try it again. */
@ApiTags('audit')
@Controller('v1/audit')
export class ParkedController {
  constructor(@Inject(AUDITED) private readonly database: DataSource) {}

  @Get('parked')
  @ApiOperation({
    summary: 'Subjects of which an event could not be folded or written, since when, why, and how much waits behind it',
    operationId: 'audit_parked',
  })
  @ApiQuery(PAGED[0])
  @ApiQuery(PAGED[1])
  async list(@Query() query: unknown): Promise<{ items: Parked[]; next: string | null; generation: string }> {
    const { limit, cursor } = parametersOf(pages, query);
    const generation = await liveGeneration(this.database);
    const [topic, subject] = cursor === undefined ? [] : cursorOf(listTuple, 'parked', cursor);
    const after = topic && subject !== undefined ? { topic, subject } : undefined;
    const items = await parkedItems(this.database, generation, { limit, after });
    const last = items.length > limit ? items[limit - 1] : undefined;
    const next = last ? writeToken('parked', [last.topic, last.subject]) : null;
    return { items: items.slice(0, limit).map(presentItem), next, generation };
  }

  @Get('parked/:subject')
  @ApiOperation({ summary: 'The records that wait with a subject, in order', operationId: 'audit_parked_one' })
  @ApiParam({ name: 'subject', schema: { type: 'string' }, description: 'As the list names it, percent-encoded.' })
  @ApiQuery(PAGED[0])
  @ApiQuery(PAGED[1])
  async single(
    @Param('subject') subject: string,
    @Query() query: unknown,
  ): Promise<{ subject: string; items: Waiting[]; next: string | null }> {
    const { limit, cursor } = parametersOf(pages, query);
    if (!wellFormedText.safeParse(subject).success) throw notParked(subject);
    const generation = await liveGeneration(this.database);
    const [topic, offset] = cursor === undefined ? [] : cursorOf(recordTuple, 'waiting', cursor);
    const after = topic && offset !== undefined ? { topic, offset: BigInt(offset) } : undefined;
    const found = await waitingRecords(this.database, generation, { subject, limit, after });
    if (found.length === 0 && !after) throw notParked(subject);
    const last = found.length > limit ? found[limit - 1] : undefined;
    const next = last ? writeToken('waiting', [last.topic, String(last.offset)]) : null;
    return { subject, items: found.slice(0, limit).map(presentRecord), next };
  }

  @Post('parked/redrive')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Order the projector to try what waits again, and say what became of it',
    description:
      'Answers when every subject was tried, or after `wait` milliseconds; `id` then finds the rest. What goes in makes ' +
      'the rows that it would have made in its time; what is refused again stays parked, with the new reason.',
    operationId: 'audit_redrive',
  })
  @ApiQuery({
    name: 'wait',
    required: false,
    schema: { type: 'integer' },
    description: '0 to 60000 (10000 when absent).',
  })
  @ApiBody({
    schema: {
      oneOf: [
        { type: 'object', required: ['subject'], properties: { subject: { type: 'string' } } },
        { type: 'object', required: ['all'], properties: { all: { type: 'boolean', enum: [true] } } },
      ],
    },
  })
  async redrive(@Body() body: unknown, @Query() query: unknown): Promise<RedriveState> {
    const { wait } = parametersOf(waiting, query);
    const ordered = orderOf(body);
    const subjects = 'subject' in ordered ? [ordered.subject] : undefined;
    const generation = await liveGeneration(this.database);
    const id = randomUUID();
    const count = await orderRedrive(this.database, { generation, request: id, subjects });
    if (count === 0 && subjects) throw notParked(subjects[0]!);
    for (const until = Date.now() + wait; ; await sleep(100)) {
      const state = await this.stateOf(id);
      if (state.done || Date.now() >= until) return state;
    }
  }

  @Get('redrives/:id')
  @ApiOperation({ summary: 'What became of an order to try again', operationId: 'audit_redrive_one' })
  @ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' }, description: '`id` of the order' })
  async outcome(@Param('id') id: string): Promise<RedriveState> {
    const state = z.uuid().safeParse(id).success ? await this.stateOf(id) : undefined;
    if (!state?.subjects.length) throw new Problem(404, `No order has the id ${id.slice(0, 80)}.`);
    return state;
  }

  private async stateOf(id: string): Promise<RedriveState> {
    const subjects = await redriveOutcome(this.database, id);
    return { id, done: subjects.every(({ done }) => done), subjects };
  }
}

const notParked = (subject: string): Problem =>
  new Problem(404, `${subject.slice(0, 200).toWellFormed()} is not parked.`);

/** @throws Problem 400, 422 */
function orderOf(body: unknown): z.infer<typeof order> {
  const value = requestJson(body);
  if (value === undefined) throw new Problem(400, 'The request has no body.');
  const result = order.safeParse(value);
  if (result.success) return result.data;
  throw invalid(fieldErrors(result.error.issues));
}
