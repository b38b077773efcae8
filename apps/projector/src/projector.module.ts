import { Controller, Inject, Module } from '@nestjs/common';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { follows, type Batch, type IdlePartition } from '#log';
import { EventsProjector } from './events-projector.js';
import { Redriver } from './redriver.js';
import { ReportsProjector } from './reports-projector.js';

const EVENTS = follows('projector', 'events');
const REPORTS = follows('projector', 'reports');

@Controller()
class EventsFollower {
  constructor(@Inject(EventsProjector) private readonly projector: EventsProjector) {}

  @MessagePattern(EVENTS.positions)
  positions(@Payload() partitions: readonly number[]): Promise<bigint[]> {
    return this.projector.positionsOf(partitions);
  }

  @EventPattern(EVENTS.batch)
  batch(@Payload() batch: Batch): Promise<void> {
    return this.projector.project(batch);
  }

  @EventPattern(EVENTS.idle)
  idle(@Payload() partitions: readonly IdlePartition[]): Promise<void> {
    return this.projector.idle(partitions);
  }
}

@Controller()
class ReportsFollower {
  constructor(@Inject(ReportsProjector) private readonly projector: ReportsProjector) {}

  @MessagePattern(REPORTS.positions)
  positions(@Payload() partitions: readonly number[]): Promise<bigint[]> {
    return this.projector.positionsOf(partitions);
  }

  @EventPattern(REPORTS.batch)
  batch(@Payload() batch: Batch): Promise<void> {
    return this.projector.project(batch);
  }

  @EventPattern(REPORTS.idle)
  idle(@Payload() partitions: readonly IdlePartition[]): Promise<void> {
    return this.projector.idle(partitions);
  }
}

/** Follows reports and events in batches and keeps the read models true to them. Its store comes from the process. */
@Module({ controllers: [EventsFollower, ReportsFollower], providers: [EventsProjector, ReportsProjector, Redriver] })
export class ProjectorModule {}
