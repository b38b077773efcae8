import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, Payload, Transport } from '@nestjs/microservices';
import { DataSource, EntitySchema, type Repository } from 'typeorm';
import type { LedgerEvent } from '#domain';

// A process: Nest's own Kafka transport with TypeORM, as its documents show it. One message a call, one row a message.
interface Row {
  readonly subject: string;
  readonly type: string;
  readonly recorded: string;
  readonly details: unknown;
}
const rowTable = new EntitySchema<Row>({
  name: 'nest_row',
  columns: {
    subject: { type: 'text', primary: true },
    type: { type: 'text' },
    recorded: { type: 'text' },
    details: { type: 'jsonb' },
  },
});
const ROWS = Symbol('rows');
const TOPIC = process.env.BENCH_TOPIC!;

/** How many are awaited, how many came, and when the first one did. */
let [wanted, handled, began] = [0, 0, 0];

@Controller()
class RowsController {
  constructor(@Inject(ROWS) private readonly rows: Repository<Row>) {}

  @EventPattern(TOPIC)
  async on(@Payload() payload: object): Promise<void> {
    const event = payload as LedgerEvent;
    const row = { subject: event.subject, type: event.type, recorded: event.recordedtime, details: event.data };
    await this.rows.upsert(row, ['subject']);
    handled += 1;
    if (handled === 1) began = performance.now();
    if (handled === wanted) process.send!({ events: handled - 1, seconds: (performance.now() - began) / 1000 });
  }
}

const source = await new DataSource({
  type: 'postgres',
  url: process.env.BENCH_DATABASE_URL!,
  entities: [rowTable],
  synchronize: false,
}).initialize();
await source.query(
  'create table nest_row (subject text primary key, type text not null, recorded text not null, details jsonb not null)',
);

@Module({
  controllers: [RowsController],
  providers: [{ provide: ROWS, useValue: source.getRepository(rowTable) }],
})
class RowsModule {}

process.on('message', (count: number) => {
  [wanted, handled] = [count, 0];
  process.send!('counting');
});
const service = await NestFactory.createMicroservice(RowsModule, {
  transport: Transport.KAFKA,
  logger: false,
  options: {
    client: { brokers: process.env.BENCH_BROKERS!.split(',') },
    consumer: { groupId: `${TOPIC}-group` },
    subscribe: { fromBeginning: true },
  },
});
await service.listen();
process.send!('ready');
