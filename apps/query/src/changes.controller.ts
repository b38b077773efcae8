import type { IncomingMessage } from 'node:http';
import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { MODELS, type ModelName } from '#read-models';
import { parametersOf } from '#service';
import { documentQuestion } from './api.js';
import { changesPage } from './changes.js';
import { ANSWERS, limitOf, waiting } from './clocks.js';
import { EXAMPLES } from './examples.js';
import { Pulse } from './pulse.js';

const CHANGES = 100;
const model = z.enum(Object.keys(MODELS) as [ModelName, ...ModelName[]]).optional();
const since = z.string().max(60_000).optional();
const parameters = { since, model, limit: limitOf(CHANGES), ...waiting };

interface Request {
  readonly raw: Pick<IncomingMessage, 'socket'>;
}

/** Every change of every read model with the event that caused it, in an order that misses nothing. */
@ApiTags('changes')
@Controller('v1')
export class ChangesController {
  private readonly pulse: Pulse;

  constructor(@Inject(ANSWERS) private readonly answers: DataSource) {
    this.pulse = new Pulse(answers);
  }

  @Get('changes')
  async changes(@Query() query: unknown, @Req() { raw: { socket } }: Request): Promise<unknown> {
    const asked = parametersOf(z.strictObject(parameters), query);
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    socket.once('close', leave);
    try {
      return await changesPage(this.answers, asked, { pulse: this.pulse, gone: gone.signal });
    } finally {
      socket.off('close', leave);
    }
  }
}

documentQuestion(ChangesController, 'changes', {
  summary: 'Every change of every read model with the event that caused it, resumable and without gaps',
  operationId: 'list_changes',
  parameters,
  example: EXAMPLES.changes.answer,
});
