import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { wellFormedText } from '#domain';
import { invalid, parametersOf, Problem } from '#service';
import { AUDITED } from '../audited.js';
import { HOME, type Home } from '../home.js';
import { TlogReader } from '../tlog/index.js';
import { EVENTS_MAX, makeBundle } from './make.js';

const WAIT_MS = 10_000;
const parameters = z.strictObject({
  report: z.uuid('is no UUID').toLowerCase().optional(),
  subject: wellFormedText.min(1, 'is empty').max(200, 'is longer than 200 characters').optional(),
});

interface Reply {
  type(mediaType: string): Reply;
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
}

/** All about a report or a subject in one file that proves itself. */
@ApiTags('audit')
@Controller('v1/audit/bundle')
export class BundleController {
  private underWay = false;

  constructor(
    @Inject(AUDITED) private readonly database: DataSource,
    @Inject(TlogReader) private readonly reader: TlogReader,
    @Inject(HOME) private readonly home: Home,
  ) {}

  @Get()
  @ApiOperation({
    summary:
      'All about a report or a subject in one zip that verifies offline: events, reports, checkpoints, keys, proofs',
    description:
      `docs/bundle.md describes the file; \`clemency audit verify --bundle\` verifies it. At most ${EVENTS_MAX} events; one ` +
      'bundle is made at a time. The same history under the same checkpoints gives the same bytes.',
    operationId: 'audit_bundle',
  })
  @ApiQuery({ name: 'report', required: false, schema: { type: 'string' }, description: 'The id of a report.' })
  @ApiQuery({
    name: 'subject',
    required: false,
    schema: { type: 'string' },
    description:
      'The subject of events, such as person/by/…, or the id of a row of a read model: a person, a target, a group.',
  })
  @ApiProduces('application/zip')
  async bundle(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { report, subject } = parametersOf(parameters, query);
    if ((report === undefined) === (subject === undefined)) {
      throw invalid([{ field: 'report', message: 'or subject is needed, and not both' }], 400);
    }
    if (this.underWay) throw new Problem(503, 'A bundle is being made; ask again when it is done.', { retryAfterS: 2 });
    this.underWay = true;
    try {
      const { database, reader, home } = this;
      const asked = report === undefined ? { subject: subject! } : { report };
      const zip = await makeBundle(asked, { database, reader, ledger: home.ledger, waitMs: WAIT_MS });
      const name = (report ?? subject!).replace(/[^\w-]+/g, '-').slice(0, 80);
      reply
        .type('application/zip')
        .header('content-disposition', `attachment; filename="${name}.zip"`)
        .header('cache-control', 'no-store')
        .send(zip);
    } finally {
      this.underWay = false;
    }
  }
}
