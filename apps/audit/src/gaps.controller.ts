import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { printInstant, wellFormedText, writeToken } from '#domain';
import { Log } from '#log';
import { inSnapshot } from '#read-models';
import { invalid, parametersOf } from '#service';
import { AUDITED } from './audited.js';
import { EXAMPLES, listed } from './examples.js';
import { GAP_KINDS, gapsFrom, type GapKind, type GapPlace } from './gaps.js';
import { cursorOf, digits, paging } from './paging.js';

const LIMIT = 100;
const parameters = z.strictObject({
  ...paging(LIMIT),
  kind: z.enum(GAP_KINDS, { error: `is none of ${GAP_KINDS.join(', ')}` }).optional(),
  source: wellFormedText.max(200).optional(),
});
/** What a place of each kind looks like: a token can be forged. */
const known = z.tuple([digits, z.uuid()]);
const place = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('parked'), at: z.tuple([z.string(), wellFormedText]).optional() }),
  z.strictObject({ kind: z.literal('rejected'), at: z.array(digits).optional() }),
  z.strictObject({ kind: z.literal('nothing_found'), at: known.optional() }),
  z.strictObject({ kind: z.literal('unread'), at: known.optional() }),
]);
/** Of a refused record or a parked subject no source is known. */
const SOURCED: readonly GapKind[] = ['nothing_found', 'unread'];

/** What a reader of the answers does not see, and why. */
@ApiTags('audit')
@Controller('v1/audit/gaps')
export class GapsController {
  constructor(
    @Inject(Log) private readonly log: Log,
    @Inject(AUDITED) private readonly database: DataSource,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'What is missing from the answers, and why: kind after kind, each newest first',
    description:
      '`parked`: subjects one of whose events could not be taken in. `rejected`: records that were refused at the inbox ' +
      'or by the recorder. `nothing_found`: reports that were read and of which no event came. `unread`: reports that ' +
      'have no receipt yet.',
    operationId: 'audit_gaps',
  })
  @ApiQuery({ name: 'kind', required: false, schema: { type: 'string', enum: [...GAP_KINDS] } })
  @ApiQuery({
    name: 'source',
    required: false,
    schema: { type: 'string' },
    description:
      'The id of a source: only its reports. Parked subjects and refused records have none and are left out.',
  })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer' }, description: '1 to 500 (100 when absent).' })
  @ApiQuery({ name: 'cursor', required: false, schema: { type: 'string' }, description: '`next` of the page before.' })
  @ApiResponse(listed('A page of gaps. `next` is the cursor of the page after; null on the last.', EXAMPLES.gaps))
  async list(@Query() query: unknown): Promise<object> {
    const { limit, cursor, kind, source } = parametersOf(parameters, query);
    if (source !== undefined && kind !== undefined && !SOURCED.includes(kind)) {
      throw invalid([{ field: 'source', message: `of what is ${kind} no source is known` }], 400);
    }
    const kinds = kind ? [kind] : source === undefined ? GAP_KINDS : SOURCED;
    const of = JSON.stringify([kind, source]);
    const from: GapPlace = cursor === undefined ? { kind: kinds[0]! } : await this.placeOf(of, cursor, kinds);
    return inSnapshot(this.database, async (snapshot) => {
      const { items, next } = await gapsFrom({ log: this.log, snapshot }, from, { kinds, source, limit });
      return {
        items,
        next: next ? writeToken('gaps', { of, place: next }) : null,
        knownUpTo: printInstant(snapshot.knownUpTo),
        generation: snapshot.generation,
      };
    });
  }

  private async placeOf(of: string, cursor: string, kinds: readonly GapKind[]): Promise<GapPlace> {
    const ends = await this.log.ends('rejected');
    const within = ({ kind, at }: GapPlace): boolean =>
      kinds.includes(kind) &&
      (kind !== 'rejected' ||
        at === undefined ||
        (at.length === ends.length && at.every((bound, partition) => BigInt(bound) <= ends[partition]!)));
    return cursorOf(z.strictObject({ of: z.literal(of), place: place.refine(within) }), 'gaps', cursor).place;
  }
}
