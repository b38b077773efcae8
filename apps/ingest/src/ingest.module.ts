import { Module } from '@nestjs/common';
import { Door } from './door.js';
import { InboxController } from './inbox.controller.js';
import { JudgementsController } from './judgements.controller.js';
import { ReportsController } from './reports.controller.js';
import { ReviewsController } from './reviews.controller.js';

/** Takes reports, reviews and judgements in and makes them durable. It reads nothing into them. */
@Module({
  controllers: [ReportsController, ReviewsController, JudgementsController, InboxController],
  providers: [Door],
})
export class IngestModule {}
