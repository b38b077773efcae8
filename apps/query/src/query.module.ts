import { Module } from '@nestjs/common';
import { EventsController } from './events.controller.js';
import { READ_MODEL_CONTROLLERS } from './read-model.controllers.js';
import { SchemasController } from './schemas.controller.js';

/** Read-only answers from the read models. Its connection comes from the process and may only SELECT. */
@Module({ controllers: [EventsController, SchemasController, ...READ_MODEL_CONTROLLERS] })
export class QueryModule {}
