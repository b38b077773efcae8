import { Controller, Get, Inject, Module } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { Log } from '#log';
import { BuildTaken } from '#read-models';
import { Problem, Refusal } from '#service';
import { AUDITED } from './audited.js';
import { BundleController } from './bundle/bundle.controller.js';
import { ExplainController } from './explain/explain.controller.js';
import { ImpactController } from './explain/impact.controller.js';
import { GapsController } from './gaps.controller.js';
import { HOME, type Home } from './home.js';
import { LogController } from './log.controller.js';
import { ParkedController } from './parked.controller.js';
import { rebuildAndCompare, type Comparison } from './rebuild.js';
import { RejectedController } from './rejected.controller.js';
import { StateController } from './state.controller.js';
import { statusOf, type Status } from './status.js';
import { ProofController, TlogController } from './tlog/index.js';

@ApiTags('audit')
@Controller('v1/audit')
class AuditController {
  constructor(
    @Inject(Log) private readonly log: Log,
    @Inject(AUDITED) private readonly database: DataSource,
    @Inject(HOME) private readonly home: Home,
  ) {}

  @Get('status')
  @ApiOperation({
    summary: 'What is where: the ledger, its home, how much it holds, and how far each reader of the log is behind',
    operationId: 'audit_status',
  })
  status(): Promise<Status> {
    return statusOf(this.log, this.database, this.home);
  }

  @Get('rebuild')
  @ApiOperation({
    summary: 'Replay the log into scratch tables and compare them with those that answer',
    operationId: 'audit_rebuild',
  })
  rebuild(): Promise<Comparison> {
    return rebuildAndCompare(this.log, this.database).catch(asProblem);
  }
}

/** What the command line says in a sentence, a client is told as a problem. */
function asProblem(error: unknown): never {
  if (error instanceof BuildTaken || error instanceof Refusal) throw new Problem(409, error.message, { cause: error });
  throw error;
}

/** Walks the same way again, from the log. */
@Module({
  controllers: [
    AuditController,
    RejectedController,
    ParkedController,
    LogController,
    GapsController,
    StateController,
    TlogController,
    ProofController,
    ExplainController,
    ImpactController,
    BundleController,
  ],
})
export class AuditModule {}
