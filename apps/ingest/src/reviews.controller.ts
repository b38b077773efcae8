import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { isClaimType, isReviewType } from '#domain';
import { Register } from '#register';
import { invalid, Problem } from '#service';
import { admitReview } from './admission.js';
import { API } from './api.js';
import { Door } from './door.js';
import { jsonOf } from './json.js';
import { LEDGER_SOURCE } from './ledger-source.js';

@ApiTags('analysts')
@Controller('v1/reviews')
export class ReviewsController {
  constructor(
    @Inject(Door) private readonly door: Door,
    @Inject(Register) private readonly register: Register,
    @Inject(LEDGER_SOURCE) private readonly ledger: string,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation(API.postReview.operation)
  @ApiBody(API.postReview.body)
  @ApiResponse(API.postReview.accepted)
  async post(@Body() body: unknown): Promise<{ eventId: string; duplicate: boolean; position: string }> {
    if (!Buffer.isBuffer(body) || body.length === 0) throw new Problem(400, 'The request has no body.');
    const review = admitReview(jsonOf(body), this.ledger);
    await this.refuseUnknown(review);
    const [outcome] = await this.door.take([review]);
    return {
      eventId: review.id,
      duplicate: outcome!.duplicate,
      position: await this.door.positionOf([review.id], this.ledger),
    };
  }

  /**
   * A review is about a claim or a judgement, or takes back another review; what replaces a claim is another claim, and
   * what replaces a judgement is the next one about the same two.
   */
  private async refuseUnknown({ of, replacedBy }: { of: string; replacedBy?: string }): Promise<void> {
    const known = await this.register.events(replacedBy ? [of, replacedBy] : [of]);
    const about = known.get(of)?.type;
    if (about === undefined) throw new Problem(404, `No event has the id ${of}.`);
    if (!isClaimType(about) && !isReviewType(about) && about !== 'IdentityJudged') {
      throw invalid([{ field: 'of', message: `is the id of a ${about}, which claims nothing` }]);
    }
    if (replacedBy === undefined) return;
    if (about === 'IdentityJudged') {
      const message = 'does not fit a judgement: send the other judgement to /v1/judgements, the last one counts';
      throw invalid([{ field: 'type', message }]);
    }
    const replacement = known.get(replacedBy)?.type;
    const refuse = (message: string): never => {
      throw invalid([{ field: 'replacedBy', message }]);
    };
    if (replacement === undefined) refuse(`no event has the id ${replacedBy}`);
    else if (!isClaimType(replacement)) refuse(`is the id of a ${replacement}, which claims nothing`);
    if (replacedBy === of) refuse('is the very event that it is to replace');
  }
}
