import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
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
    const named = [review.of, ...(review.replacedBy ? [review.replacedBy] : [])];
    const known = await this.register.events(named);
    if (!known.has(review.of)) throw new Problem(404, `No event has the id ${review.of}.`);
    if (review.replacedBy && !known.has(review.replacedBy)) {
      throw invalid([{ field: 'replacedBy', message: `no event has the id ${review.replacedBy}` }]);
    }
    const [outcome] = await this.door.take([review]);
    return {
      eventId: review.id,
      duplicate: outcome!.duplicate,
      position: await this.door.positionOf([review.id], this.ledger),
    };
  }
}
