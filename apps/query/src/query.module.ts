import { Inject, Injectable, Module, type OnModuleDestroy } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { ChangesController } from './changes.controller.js';
import { ANSWERS, endWaiting } from './clocks.js';
import { EventsController } from './events.controller.js';
import { NamesController } from './names.controller.js';
import { QuestionsController } from './questions.controller.js';
import { READ_MODEL_CONTROLLERS } from './read-model.controllers.js';
import { ReviewsController } from './reviews.controller.js';
import { SchemasController } from './schemas.controller.js';
import { SearchController } from './search.controller.js';
import { SeriesController } from './series.controller.js';
import { SourcesController } from './sources.controller.js';

/** Nest says first of all that the end has come, before it waits for the requests under way. */
@Injectable()
class Ending implements OnModuleDestroy {
  constructor(@Inject(ANSWERS) private readonly answers: DataSource) {}

  onModuleDestroy(): void {
    endWaiting(this.answers);
  }
}

/** Read-only answers from the read models. Its connection comes from the process and may only SELECT. */
@Module({
  controllers: [
    ChangesController,
    EventsController,
    ReviewsController,
    SchemasController,
    SearchController,
    SeriesController,
    QuestionsController,
    NamesController,
    SourcesController,
    ...READ_MODEL_CONTROLLERS,
  ],
  providers: [Ending],
})
export class QueryModule {}
