import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { printInstant, type Instant } from '#domain';
import { Log, TOPICS } from '#log';
import { inSnapshot, type Snapshot } from '#read-models';
import { parametersOf } from '#service';
import { AUDITED } from './audited.js';
import { EXAMPLES } from './examples.js';
import { HOME, type Home } from './home.js';
import { instantParameter } from './paging.js';
import { TlogReader } from './tlog/index.js';

const parameters = z.strictObject({ knownAt: instantParameter.optional() });

/** How much of a partition of `events` was known at an instant. */
interface PartitionThen {
  readonly partition: number;
  readonly events: number;
  /** The offset after the last of them. */
  readonly next: string;
  /** When the last of them was known; null where there was none. */
  readonly last: string | null;
  /** Of the tree over these events (RFC 6962), in base64 as a checkpoint has it; null while none covers them yet. */
  readonly root: string | null;
}

interface State {
  readonly ledger: string;
  readonly topics: Readonly<Record<string, readonly string[]>>;
  readonly knownAt?: string;
  readonly knownUpTo?: string;
  readonly generation?: string;
  readonly then?: readonly PartitionThen[];
}

@ApiTags('audit')
@Controller('v1/audit/state')
export class StateController {
  constructor(
    @Inject(Log) private readonly log: Log,
    @Inject(AUDITED) private readonly database: DataSource,
    @Inject(HOME) private readonly home: Home,
    @Inject(TlogReader) private readonly trees: TlogReader,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Which ledger this is, where each partition of each topic ends, and how large the log was at an instant',
    description:
      'With `knownAt`, `then` says of each partition of `events` how many events were known at that instant, at which ' +
      'offset they end, and the root of the tree over them (RFC 6962, in base64), by which the consistency route leads to ' +
      'any later checkpoint; `root` is null until a checkpoint covers them. Up to `knownUpTo` that does not change again.',
    operationId: 'audit_state',
  })
  @ApiQuery({
    name: 'knownAt',
    required: false,
    schema: { type: 'string' },
    description: 'An RFC 3339 instant: how much of the log was known then.',
  })
  @ApiResponse({
    status: 200,
    description: 'Offsets are decimal strings.',
    schema: { type: 'object', required: ['ledger', 'topics'], additionalProperties: true, example: EXAMPLES.state },
  })
  async state(@Query() query: unknown): Promise<State> {
    const { knownAt } = parametersOf(parameters, query);
    const ends = await Promise.all(
      TOPICS.map(async (topic) => [topic, (await this.log.ends(topic)).map(String)] as const),
    );
    const now = { ledger: this.home.ledger, topics: Object.fromEntries(ends) };
    if (knownAt === undefined) return now;
    const known = await inSnapshot(this.database, async (snapshot) => ({
      knownAt: printInstant(knownAt),
      knownUpTo: printInstant(snapshot.knownUpTo),
      generation: snapshot.generation,
      sizes: await sizesThen(snapshot, knownAt),
    }));
    const { sizes, ...rest } = known;
    const then = await Promise.all(
      sizes.map(async (size): Promise<PartitionThen> => {
        const root = await this.trees.rootAt(size.partition, size.events);
        return { ...size, root: root ? Buffer.from(root).toString('base64') : null };
      }),
    );
    return { ...now, ...rest, then };
  }
}

/** Events that wait are in the log as the others are. */
async function sizesThen({ runner }: Snapshot, knownAt: Instant): Promise<Omit<PartitionThen, 'root'>[]> {
  const rows = (await runner.query(
    `select partition, count(*)::int as events, max("offset") + 1 as next, max(known) as last
     from (
       select partition, "offset", known from event union all select partition, "offset", known from parked_event
     ) as here where known <= $1 group by partition`,
    [String(knownAt)],
  )) as { partition: number; events: number; next: string; last: string }[];
  const [count] = (await runner.query(`select count(*)::int as partitions from position where topic = 'events'`)) as {
    partitions: number;
  }[];
  const found = new Map(rows.map((row) => [row.partition, row]));
  return Array.from({ length: count!.partitions }, (_, partition) => {
    const row = found.get(partition);
    return {
      partition,
      events: row?.events ?? 0,
      next: String(row?.next ?? 0),
      last: row ? printInstant(BigInt(row.last)) : null,
    };
  });
}
