import { Body, Controller, Headers, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Problem } from '#service';
import { admitJudgement } from './admission.js';
import { API } from './api.js';
import { Door } from './door.js';
import { jsonOf } from './json.js';
import { LEDGER_SOURCE } from './ledger-source.js';
import { isLines, linesOf, readLine, refuseTooMany, type LineRefused } from './lines.js';

interface Judged {
  readonly judgementId: string;
  /** What it becomes: by these ids it is reviewed and taken back. */
  readonly eventIds: readonly string[];
  readonly duplicate: boolean;
}

type Admitted = ReturnType<typeof admitJudgement>;
type LineTaken = Judged & { readonly line: number; readonly status: 202 };

@ApiTags('analysts')
@Controller('v1/judgements')
export class JudgementsController {
  constructor(
    @Inject(Door) private readonly door: Door,
    @Inject(LEDGER_SOURCE) private readonly ledger: string,
  ) {}

  /** One judgement, an array of them, which is taken whole or not at all, or lines, each with its own outcome. */
  @Post()
  @HttpCode(202)
  @ApiOperation(API.postJudgements.operation)
  @ApiResponse(API.postJudgements.accepted)
  @ApiResponse(API.postJudgements.lines)
  async post(
    @Body() body: unknown,
    @Headers('content-type') mediaType = '',
    @Res({ passthrough: true }) reply: { code(status: number): unknown },
  ): Promise<object> {
    if (!Buffer.isBuffer(body) || body.length === 0) throw new Problem(400, 'The request has no body.');
    this.door.refuseWhenFull();
    if (isLines(mediaType)) {
      const answer = await this.takeLines(body);
      reply.code(207);
      return answer;
    }
    const value = jsonOf(body);
    if (!Array.isArray(value)) {
      const { judgements, position } = await this.take([admitJudgement(value, this.ledger)]);
      return { ...judgements[0]!, position };
    }
    if (value.length === 0) throw new Problem(422, 'The array holds no judgement.');
    refuseTooMany(value.length, 'judgements');
    return this.take(value.map((one, index) => admitJudgement(one, this.ledger, [index])));
  }

  private async takeLines(body: Buffer): Promise<{ lines: (LineTaken | LineRefused)[]; position: string | null }> {
    const read = linesOf(body).map((text, at) =>
      readLine(text, at + 1, (one) => ({ admitted: admitJudgement(jsonOf(one), this.ledger) })),
    );
    const good = read.filter((one): one is { line: number; admitted: Admitted } => 'admitted' in one);
    const refused = read.filter((one): one is LineRefused => 'problem' in one);
    if (good.length === 0) return { lines: refused, position: null };
    const { judgements, position } = await this.take(good.map(({ admitted }) => admitted));
    const taken = judgements.map((judged, at): LineTaken => ({ line: good[at]!.line, status: 202, ...judged }));
    return { lines: [...refused, ...taken].sort((a, b) => a.line - b.line), position };
  }

  private async take(admitted: readonly Admitted[]): Promise<{ judgements: Judged[]; position: string }> {
    const outcomes = await this.door.take(admitted);
    const judgements = outcomes.map(({ id, duplicate }, at) => ({
      judgementId: id,
      eventIds: admitted[at]!.eventIds,
      duplicate,
    }));
    const ids = [...new Set(judgements.map(({ judgementId }) => judgementId))];
    return { judgements, position: await this.door.positionOf(ids, this.ledger) };
  }
}
