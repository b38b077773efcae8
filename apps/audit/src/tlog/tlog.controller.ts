import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CONFIG, parametersOf, Problem, type Config } from '#service';
import { Malformed, parseTilePath, TILE_WIDTH, type Tile, type TreeHead } from '#transparency';
import { TlogReader } from './reader.js';

const nothing = z.strictObject({});
const size = z
  .string()
  .regex(/^(0|[1-9]\d{0,15})$/, 'is no size of a tree')
  .transform(Number);
const sizes = z.strictObject({ from: size, to: size });
const spelled = z.strictObject({ from: z.string().optional(), to: z.string().optional() });

const TEXT = 'text/plain; charset=utf-8';
const BYTES = 'application/octet-stream';
const partitionParameter = {
  name: 'partition',
  schema: { type: 'integer' },
  description: 'Each partition of `events` is a log of its own: from 0 to one less than the ledger has partitions.',
} as const;
const ofSize = (name: string) =>
  ({ name, schema: { type: 'integer' }, description: 'A size of the tree, at most that of the checkpoint.' }) as const;

interface Reply {
  type(mediaType: string): Reply;
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
}

/** A head as an answer shows it: the root in base64, as a checkpoint has it. */
interface Head {
  readonly size: number;
  readonly root: string;
}

/** The transparency logs as C2SP tlog-tiles lays them out, so that other people's tools can read and verify them. */
@ApiTags('audit')
@Controller('v1/audit')
export class TlogController {
  constructor(
    @Inject(TlogReader) private readonly reader: TlogReader,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('keys')
  @ApiOperation({
    summary: 'The keys by which checkpoints are verified, newest first, one a line',
    description:
      'Verifier keys of signed notes (`<name>+<hash>+<base64>`). Each partition has a key of its own, named like the ' +
      'origin of its log. Take them once, and compare them with a copy from elsewhere: whoever can change what this house ' +
      'answers could answer with keys of his own.',
    operationId: 'audit_keys',
  })
  @ApiProduces('text/plain')
  async keys(@Query() query: unknown, @Res() reply: Reply): Promise<void> {
    parametersOf(nothing, query);
    const lines = (await this.reader.verifierKeys()).map((line) => `${line}\n`);
    reply.type(TEXT).header('cache-control', 'no-cache').send(lines.join(''));
  }

  @Get('tlog/:partition/checkpoint')
  @ApiOperation({
    summary: 'The newest signed checkpoint of a partition (C2SP tlog-checkpoint)',
    description:
      'It covers every event of the partition that was recorded ten seconds ago. The address above it is the prefix that a ' +
      'client of C2SP tlog-tiles is given.',
    operationId: 'audit_tlog_checkpoint',
  })
  @ApiParam(partitionParameter)
  @ApiProduces('text/plain')
  async checkpoint(@Param('partition') given: string, @Query() query: unknown, @Res() reply: Reply): Promise<void> {
    parametersOf(nothing, query);
    const current = await this.reader.current(this.partitionOf(given));
    if (!current) throw new Problem(503, 'No checkpoint is signed yet.', { retryAfterS: 1 });
    reply.type(TEXT).header('cache-control', 'no-cache').send(Buffer.from(current.note));
  }

  @Get('tlog/:partition/tile/*')
  @ApiOperation({
    summary: 'A tile or a bundle of entries (C2SP tlog-tiles)',
    description:
      '`<L>/<N>` or `entries/<N>`, with `.p/<W>` behind it for one that is not full; N in groups of three digits, all but ' +
      'the last behind an x. What the newest checkpoint does not cover is not here.',
    operationId: 'audit_tlog_tile',
  })
  @ApiParam(partitionParameter)
  @ApiParam({ name: 'path', schema: { type: 'string' }, description: 'Such as `0/x001/234`, or `entries/000.p/17`.' })
  @ApiProduces('application/octet-stream')
  async tile(
    @Param('partition') given: string,
    @Param('*') path: string,
    @Query() query: unknown,
    @Res() reply: Reply,
  ): Promise<void> {
    parametersOf(nothing, query);
    const partition = this.partitionOf(given);
    const tilePath = `tile/${path}`;
    const tile = tileOf(tilePath);
    const bytes = tile && (await this.reader.tile(partition, tile));
    if (!bytes) throw new Problem(404, `The log of partition ${partition} has no ${tilePath.slice(0, 100)}.`);
    reply
      .type(BYTES)
      .header('cache-control', this.lasting(tile))
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  @Get('tlog/:partition/consistency')
  @ApiOperation({
    summary: 'The proof that the tree of one size is a prefix of that of another (RFC 6962, section 2.1.2)',
    description:
      'Roots and hashes in base64, the hashes in the order of RFC 6962; RFC 9162, section 2.1.4.2, says how to verify. Take ' +
      'the roots from your own checkpoints of these sizes: those of the answer are what the log holds now.',
    operationId: 'audit_tlog_consistency',
  })
  @ApiParam(partitionParameter)
  @ApiQuery(ofSize('from'))
  @ApiQuery(ofSize('to'))
  async consistency(
    @Param('partition') given: string,
    @Query() query: unknown,
  ): Promise<{ origin: string; from: Head; to: Head; hashes: string[] }> {
    // What no partition takes is said first, then that there is no such partition, then what its tree has not.
    parametersOf(spelled, query);
    const partition = this.partitionOf(given);
    const { from, to } = parametersOf(sizes, query);
    try {
      const proof = await this.reader.consistency(partition, from, to);
      const hashes = proof.hashes.map((hash) => Buffer.from(hash).toString('base64'));
      return { origin: this.reader.origins[partition]!, from: headOf(proof.from), to: headOf(proof.to), hashes };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const message = `${error.message}, the size of the newest checkpoint`;
      throw new Problem(400, `to: ${message}`, { errors: [{ field: 'to', message }], cause: error });
    }
  }

  /** A full tile never changes; of a partial one the full one is soon there. With keys it is for no shared cache. */
  private lasting({ width }: Tile): string {
    const whose = this.config.API_KEYS ? 'private' : 'public';
    return width === TILE_WIDTH ? `${whose}, max-age=31536000, immutable` : `${whose}, max-age=3600`;
  }

  private partitionOf(given: string): number {
    if (/^(0|[1-9]\d{0,2})$/.test(given) && Number(given) < this.reader.origins.length) return Number(given);
    throw new Problem(
      404,
      `There is no partition ${given.slice(0, 40)}: they are 0 to ${this.reader.origins.length - 1}.`,
    );
  }
}

function tileOf(path: string): Tile | undefined {
  try {
    return parseTilePath(path);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

const headOf = ({ size: leaves, root }: TreeHead): Head => ({
  size: leaves,
  root: Buffer.from(root).toString('base64'),
});
