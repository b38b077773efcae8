import { Controller, Inject, Module } from '@nestjs/common';
import { EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { followsEach, type Batch, type Each, type IdlePartition } from '#log';
import { Generations, GROUP } from './generations.js';

const EVENTS = followsEach(GROUP, 'events');
const REPORTS = followsEach(GROUP, 'reports');

@Controller()
class EventsFollower {
  constructor(@Inject(Generations) private readonly generations: Generations) {}

  @MessagePattern(EVENTS.positions)
  positions(@Payload() { of, what }: Each<readonly number[]>): Promise<bigint[]> {
    return this.generations.of(of).events.positionsOf(what);
  }

  @EventPattern(EVENTS.batch)
  batch(@Payload() { of, what }: Each<Batch>): Promise<void> {
    return this.generations.of(of).events.project(what);
  }

  @EventPattern(EVENTS.idle)
  idle(@Payload() { of, what }: Each<readonly IdlePartition[]>): Promise<void> {
    return this.generations.of(of).events.idle(what);
  }
}

@Controller()
class ReportsFollower {
  constructor(@Inject(Generations) private readonly generations: Generations) {}

  @MessagePattern(REPORTS.positions)
  positions(@Payload() { of, what }: Each<readonly number[]>): Promise<bigint[]> {
    return this.generations.of(of).reports.positionsOf(what);
  }

  @EventPattern(REPORTS.batch)
  batch(@Payload() { of, what }: Each<Batch>): Promise<void> {
    return this.generations.of(of).reports.project(what);
  }

  @EventPattern(REPORTS.idle)
  idle(@Payload() { of, what }: Each<readonly IdlePartition[]>): Promise<void> {
    return this.generations.of(of).reports.idle(what);
  }
}

/** Follows reports and events in batches and keeps every generation true to them. What it works with is the process's. */
@Module({ controllers: [EventsFollower, ReportsFollower], providers: [Generations] })
export class ProjectorModule {}
