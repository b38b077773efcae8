import { Controller, Get, Inject, Module } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { Log, TOPICS } from '#log';
import { rebuildAndCompare, type Comparison } from './rebuild.js';

/** Token of the database whose read models are audited; it must be able to make scratch tables. */
export const AUDITED = Symbol('audited database');

@ApiTags('audit')
@Controller('v1/audit')
class AuditController {
  constructor(
    @Inject(Log) private readonly log: Log,
    @Inject(AUDITED) private readonly database: DataSource,
  ) {}

  @Get('state')
  @ApiOperation({ summary: 'Where each partition of each topic ends', operationId: 'audit_state' })
  async state(): Promise<{ topics: Record<string, string[]> }> {
    const ends = await Promise.all(
      TOPICS.map(async (topic) => [topic, (await this.log.ends(topic)).map(String)] as const),
    );
    return { topics: Object.fromEntries(ends) };
  }

  @Get('rebuild')
  @ApiOperation({
    summary: 'Replay the log into scratch tables and compare them with those that answer',
    operationId: 'audit_rebuild',
  })
  rebuild(): Promise<Comparison> {
    return rebuildAndCompare(this.log, this.database);
  }
}

/** Walks the same way again, from the log. */
@Module({ controllers: [AuditController] })
export class AuditModule {}
