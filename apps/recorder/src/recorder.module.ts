import { Controller, Inject, Injectable, Module, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { Log, pipes, type Batch, type PipedDraft } from '#log';
import { Register } from '#register';
import { LOGGER, type Logger } from '#service';
import { ForeignReader } from './foreign-reader.js';
import { Reader } from './reader.js';
import { ReextractionsController } from './reextractions.controller.js';
import { Rereading } from './rereading.js';
import { Recorder } from './recorder.js';
import { ThreadReader } from './thread-reader.js';

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

const CONFIRM_MS = 5000;

/** Keeps what the pipe has committed where it is remembered for good; a batch only tells it of the one before. */
@Injectable()
class Confirmation implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Log) private readonly log: Log,
    @Inject(Register) private readonly register: Register,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.confirm().catch((error: unknown) => {
        this.logger.warn({ err: error }, 'positions not confirmed; tried again in a moment');
      });
    }, CONFIRM_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.confirm();
  }

  private async confirm(): Promise<void> {
    for (const [partition, committed] of (await this.log.committed(RECORDER_GROUP, 'reports')).entries()) {
      if (committed > 0n) await this.register.confirm(partition, committed);
    }
  }
}

/** Reads reports and appends what they claim. */
@Module({
  controllers: [ReportsPipe, ReextractionsController],
  providers: [Recorder, Confirmation, Rereading, ThreadReader, { provide: Reader, useClass: ForeignReader }],
})
export class RecorderModule {}
