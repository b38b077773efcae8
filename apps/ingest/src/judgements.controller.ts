import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Problem } from '#service';
import { admitJudgement } from './admission.js';
import { API } from './api.js';
import { Door } from './door.js';
import { jsonOf } from './json.js';
import { LEDGER_SOURCE } from './ledger-source.js';

interface Judged {
  readonly judgementId: string;
  /** What it becomes: by these ids it is reviewed and taken back. */
  readonly eventIds: readonly string[];
  readonly duplicate: boolean;
}

/** Each judgement has its own place in one append. */
const ENTRIES_MAX = 10_000;

@ApiTags('analysts')
@Controller('v1/judgements')
export class JudgementsController {
  constructor(
    @Inject(Door) private readonly door: Door,
    @Inject(LEDGER_SOURCE) private readonly ledger: string,
  ) {}

  /** One judgement, or an array of them, which is taken whole or not at all. */
  @Post()
  @HttpCode(202)
  @ApiOperation(API.postJudgements.operation)
  @ApiBody(API.postJudgements.body)
  @ApiResponse(API.postJudgements.accepted)
  async post(@Body() body: unknown): Promise<object> {
    if (!Buffer.isBuffer(body) || body.length === 0) throw new Problem(400, 'The request has no body.');
    this.door.refuseWhenFull();
    const value = jsonOf(body);
    if (!Array.isArray(value)) {
      const { judgements, position } = await this.take([admitJudgement(value, this.ledger)]);
      return { ...judgements[0]!, position };
    }
    if (value.length === 0) throw new Problem(422, 'The array holds no judgement.');
    if (value.length > ENTRIES_MAX)
      throw new Problem(413, `The request holds more than ${ENTRIES_MAX} judgements: send them in several requests.`);
    return this.take(value.map((one, index) => admitJudgement(one, this.ledger, [index])));
  }

  private async take(
    admitted: readonly ReturnType<typeof admitJudgement>[],
  ): Promise<{ judgements: Judged[]; position: string }> {
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
