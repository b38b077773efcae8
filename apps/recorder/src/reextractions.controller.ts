import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { parseInstant, readToken, writeToken } from '#domain';
import { fieldErrors, invalid, requestJson } from '#service';
import { beginRun, Rereading, type Difference, type Run } from './rereading.js';

const instant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], 'is neither a date nor an RFC 3339 instant')
  .transform((text) => parseInstant(text.length === 10 ? `${text}T00:00:00Z` : text)!);
const word = (longest: number) => z.string().trim().min(1).max(longest);
const request = z.strictObject({
  from: instant.optional(),
  to: instant.optional(),
  dryRun: z.boolean().default(false),
  by: z.strictObject({ id: word(200), name: word(200) }).default({ id: 'operator', name: 'The operator' }),
  because: word(1000).default('Old reports were read again.'),
  cursor: z.string().max(2000).optional(),
});
const digits = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);
const count = z.int().nonnegative();
const extractor = z.strictObject({ name: z.string(), version: z.string() }).nullable();
const cursorTuple = z.tuple([
  z.uuid(),
  z.boolean(),
  digits.nullable(),
  digits.nullable(),
  count,
  digits,
  count,
  count,
  count,
  extractor,
]);

export interface ReextractionPage {
  readonly items: readonly Difference[];
  /** Send it back as `cursor` to go on; null when all reports were read. */
  readonly next: string | null;
  readonly run: string;
  readonly dryRun: boolean;
  readonly reports: number;
  readonly appended: number;
  readonly retracted: number;
  /** Of the event that keeps the run; absent before its end, and of a dry run. */
  readonly position?: string;
}

/** Reads old reports again by the extractor of today. */
@ApiTags('audit')
@Controller('v1/reextractions')
export class ReextractionsController {
  constructor(@Inject(Rereading) private readonly rereading: Rereading) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Read old reports in prose again: some at a time, with what that changes in each',
    description:
      'Appends what is claimed anew, retracts what is claimed no longer, and leaves the rest alone. Call it again with ' +
      '`next` as `cursor` until that is null. With `dryRun` nothing is changed. `from` and `to` (excluded) are of when ' +
      'the report was received.',
    operationId: 'reextract',
  })
  @ApiBody({
    schema: {
      type: 'object',
      properties: {
        from: { type: 'string', description: 'A day, or an RFC 3339 instant.' },
        to: { type: 'string', description: 'The same; excluded.' },
        dryRun: { type: 'boolean' },
        by: {
          type: 'object',
          required: ['id', 'name'],
          properties: { id: { type: 'string' }, name: { type: 'string' } },
        },
        because: { type: 'string' },
        cursor: { type: 'string' },
      },
    },
  })
  async reextract(@Body() body: unknown): Promise<ReextractionPage> {
    const { from, to, dryRun, by, because, cursor } = askedFor(body);
    const begun = cursor === undefined ? beginRun(from ?? null, to ?? null, dryRun) : runOf(cursor);
    const { differences, run, done } = await this.rereading.page(begun);
    const position = done && !run.dryRun ? { position: await this.rereading.close(run, by, because) } : {};
    const { id, reports, appended, retracted } = run;
    const next = done ? null : cursorOf(run);
    return { items: differences, next, run: id, dryRun: run.dryRun, reports, appended, retracted, ...position };
  }
}

/** A request without a body asks for everything. @throws Problem 400, 422 */
function askedFor(body: unknown): z.infer<typeof request> {
  const parsed = request.safeParse(requestJson(body) ?? {});
  if (parsed.success) return parsed.data;
  throw invalid(fieldErrors(parsed.error.issues));
}

const cursorOf = (run: Run): string =>
  writeToken('reextraction', [
    ...[run.id, run.dryRun, run.from?.toString() ?? null, run.to?.toString() ?? null, run.partition],
    ...[String(run.offset), run.reports, run.appended, run.retracted, run.extractor],
  ]);

function runOf(cursor: string): Run {
  const parsed = cursorTuple.safeParse(readToken('reextraction', cursor));
  if (!parsed.success) throw invalid([{ field: 'cursor', message: 'is none that this house gave out' }]);
  const [id, dryRun, from, to, partition, offset, reports, appended, retracted, by] = parsed.data;
  return { id, dryRun, from, to, partition, offset, reports, appended, retracted, extractor: by };
}
