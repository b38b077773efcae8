import { Controller, Inject, Module } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { pipes, type Batch, type PipedDraft } from '#log';
import { Recorder } from './recorder.js';

/** The recorder's group: the register is measured against what it has committed. */
export const RECORDER_GROUP = 'recorder';

@Controller()
class ReportsPipe {
  constructor(@Inject(Recorder) private readonly recorder: Recorder) {}

  @MessagePattern(pipes(RECORDER_GROUP, 'reports'))
  transform(@Payload() batch: Batch): Promise<PipedDraft[]> {
    return this.recorder.transform(batch);
  }
}

/** Reads reports and appends what they claim. */
@Module({ controllers: [ReportsPipe], providers: [Recorder] })
export class RecorderModule {}
