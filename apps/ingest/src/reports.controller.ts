import { Body, Controller, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { invalid, Problem, type ProblemDocument } from '#service';
import { admitReport, admitWithdrawal, type Admitted } from './admission.js';
import { API } from './api.js';
import { Door } from './door.js';
import { jsonOf } from './json.js';
import { idParameter, LEDGER_SOURCE } from './ledger-source.js';
import { isLines, linesOf, readLine, refusedLine, refuseTooMany } from './lines.js';
import { Turns } from './turns.js';

interface Taken {
  readonly reportId: string;
  readonly duplicate: boolean;
}
interface Line {
  readonly line: number;
  readonly status: number;
  readonly reportId?: string;
  readonly duplicate?: boolean;
  readonly problem?: ProblemDocument;
}
interface Reply {
  code(status: number): { send(body: unknown): unknown };
}

@ApiTags('producers')
@Controller('v1/reports')
export class ReportsController {
  private readonly turns = new Turns();

  constructor(
    @Inject(Door) private readonly door: Door,
    @Inject(LEDGER_SOURCE) private readonly ledger: string,
  ) {}

  @Post()
  @ApiOperation(API.postReports.operation)
  @ApiResponse(API.postReports.accepted)
  @ApiResponse(API.postReports.lines)
  async post(@Body() body: unknown, @Headers('content-type') mediaType = '', @Res() reply: Reply): Promise<void> {
    const bytes = bytesOf(body);
    this.door.refuseWhenFull();
    if (bytes.length > LARGE_BYTES) await this.turns.turn();
    if (isLines(mediaType)) {
      reply.code(207).send(await this.takeLines(bytes));
      return;
    }
    const value = jsonOf(bytes);
    if (!Array.isArray(value)) {
      const [outcome] = await this.takeAll([admitReport(value, this.ledger)]);
      reply.code(202).send({ ...outcome, position: await this.door.positionOf([outcome!.reportId], this.ledger) });
      return;
    }
    if (value.length === 0) throw new Problem(422, 'The array holds no report.');
    refuseTooMany(value.length, 'reports');
    const admitted = await this.turns.each(value, (report, index) => admitReport(report, this.ledger, { at: [index] }));
    const reports = await this.takeAll(admitted);
    reply.code(202).send({ reports, position: await this.positionOf(reports) });
  }

  @Post(':id/withdrawal')
  @HttpCode(202)
  @ApiOperation(API.postWithdrawal.operation)
  @ApiBody(API.postWithdrawal.body)
  @ApiResponse(API.postWithdrawal.accepted)
  async withdraw(@Param('id') id: string, @Body() body: unknown): Promise<{ withdrawalId: string; position: string }> {
    const of = idParameter(id);
    const withdrawal = admitWithdrawal(jsonOf(bytesOf(body)), of, this.ledger);
    if ((await this.door.unknown([of])).size > 0) throw new Problem(404, `No report has the id ${of}.`);
    await this.door.take([withdrawal]);
    return { withdrawalId: withdrawal.id, position: await this.door.positionOf([withdrawal.id], this.ledger) };
  }

  /** All or nothing: every report was admitted before the first is taken. */
  private async takeAll(admitted: readonly Admitted[]): Promise<Taken[]> {
    const unknown = await this.unknownNeeds(admitted);
    const errors = admitted.flatMap(({ needs }, index) => {
      if (needs === undefined || !unknown.has(needs)) return [];
      return [
        { field: admitted.length > 1 ? `[${index}].revises` : 'revises', message: `no report has the id ${needs}` },
      ];
    });
    if (errors.length > 0) throw invalid(errors);
    const outcomes = await this.door.take(admitted);
    return outcomes.map(({ id, duplicate }) => ({ reportId: id, duplicate }));
  }

  /** Reports that these revise and that are neither in the log nor among these. */
  private unknownNeeds(admitted: readonly Admitted[]): Promise<Set<string>> {
    const here = new Set(admitted.map(({ id }) => id));
    const needed = admitted.flatMap(({ needs }) => (needs === undefined || here.has(needs) ? [] : [needs]));
    return this.door.unknown(needed);
  }

  /** Line by line: a bad line is answered for, the others go in. */
  private async takeLines(bytes: Buffer): Promise<{ lines: Line[]; position: string | null }> {
    const outcomes = await this.turns.each(linesOf(bytes), (text, index) => admitLine(text, index + 1, this.ledger));
    const good = outcomes.filter(isGood);
    const refused = outcomes.filter((outcome): outcome is Line => !isGood(outcome));
    const unknown = await this.unknownNeeds(good.map(({ admitted }) => admitted));
    const isKnown = ({ admitted: { needs } }: GoodLine): boolean => needs === undefined || !unknown.has(needs);
    const orphans = good
      .filter((one) => !isKnown(one))
      .map(({ line, admitted: { needs } }) => {
        return refusedLine(line, invalid([{ field: 'revises', message: `no report has the id ${needs}` }]));
      });
    const known = good.filter(isKnown);
    const takings = known.length > 0 ? await this.door.take(known.map(({ admitted }) => admitted)) : [];
    const taken = takings.map(({ id, duplicate }, at) => ({
      line: known[at]!.line,
      status: 202,
      reportId: id,
      duplicate,
    }));
    const all = [...refused, ...orphans, ...taken].sort((a, b) => a.line - b.line);
    return { lines: all, position: taken.length > 0 ? await this.positionOf(taken) : null };
  }

  private positionOf(reports: readonly Taken[]): Promise<string> {
    return this.door.positionOf([...new Set(reports.map(({ reportId }) => reportId))], this.ledger);
  }
}

/** To parse more than this is felt by others. */
const LARGE_BYTES = 256 * 1024;

function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body) && body.length > 0) return body;
  throw new Problem(400, 'The request has no body.');
}

interface GoodLine {
  readonly line: number;
  readonly admitted: Admitted;
}

const isGood = (outcome: GoodLine | Line): outcome is GoodLine => 'admitted' in outcome;

const admitLine = (text: Buffer, line: number, ledger: string): GoodLine | Line =>
  readLine(text, line, (one) => ({ admitted: admitReport(jsonOf(one), ledger) }));
