import { Body, Controller, Headers, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { parseJson, RecordRefused } from '#domain';
import { invalid, Problem, type ProblemDocument } from '#service';
import { admitReport, admitWithdrawal, type Admitted } from './admission.js';
import { API } from './api.js';
import { Door } from './door.js';
import { idParameter, LEDGER_SOURCE } from './ledger-source.js';

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
  constructor(
    @Inject(Door) private readonly door: Door,
    @Inject(LEDGER_SOURCE) private readonly ledger: string,
  ) {}

  @Post()
  @ApiOperation(API.postReports.operation)
  @ApiBody(API.postReports.body)
  @ApiResponse(API.postReports.accepted)
  @ApiResponse(API.postReports.lines)
  async post(@Body() body: unknown, @Headers('content-type') mediaType = '', @Res() reply: Reply): Promise<void> {
    const bytes = bytesOf(body);
    if (mediaType.startsWith('application/x-ndjson')) {
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
    const reports = await this.takeAll(value.map((report, index) => admitReport(report, this.ledger, [index])));
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
    if (!(await this.door.isKnown(of))) throw new Problem(404, `No report has the id ${of}.`);
    await this.door.take([withdrawal]);
    return { withdrawalId: withdrawal.id, position: await this.door.positionOf([withdrawal.id], this.ledger) };
  }

  /** All or nothing: every report was admitted before the first is taken. */
  private async takeAll(admitted: readonly Admitted[]): Promise<Taken[]> {
    const here = new Set(admitted.map(({ id }) => id));
    for (const [index, { needs }] of admitted.entries()) {
      if (needs === undefined || here.has(needs) || (await this.door.isKnown(needs))) continue;
      const field = admitted.length > 1 ? `[${index}].revises` : 'revises';
      throw invalid([{ field, message: `no report has the id ${needs}` }]);
    }
    const outcomes = await this.door.take(admitted);
    return outcomes.map(({ id, duplicate }) => ({ reportId: id, duplicate }));
  }

  /** Line by line: a bad line is answered for, the others go in. */
  private async takeLines(bytes: Buffer): Promise<{ lines: Line[]; position: string }> {
    const lines: Line[] = [];
    const good: { line: number; admitted: Admitted }[] = [];
    for (const [index, text] of linesOf(bytes).entries()) {
      const line = index + 1;
      if (text.length === 0) continue;
      try {
        const admitted = admitReport(jsonOf(text), this.ledger);
        good.push({ line, admitted });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        lines.push({ line, status: error.status, problem: error.document() });
      }
    }
    if (good.length === 0 && lines.length === 0) throw new Problem(400, 'The request holds no line.');
    const known = await this.withKnownRevisions(good, lines);
    const outcomes = known.length > 0 ? await this.door.take(known.map(({ admitted }) => admitted)) : [];
    const taken = outcomes.map(({ id, duplicate }, at) => ({
      line: known[at]!.line,
      status: 202,
      reportId: id,
      duplicate,
    }));
    const all = [...lines, ...taken].sort((a, b) => a.line - b.line);
    return { lines: all, position: await this.positionOf(taken) };
  }

  private async withKnownRevisions(good: { line: number; admitted: Admitted }[], lines: Line[]): Promise<typeof good> {
    const here = new Set(good.map(({ admitted }) => admitted.id));
    const known: typeof good = [];
    for (const one of good) {
      const { needs } = one.admitted;
      if (needs === undefined || here.has(needs) || (await this.door.isKnown(needs))) {
        known.push(one);
        continue;
      }
      const problem = invalid([{ field: 'revises', message: `no report has the id ${needs}` }]);
      lines.push({ line: one.line, status: 422, problem: problem.document() });
    }
    return known;
  }

  private positionOf(reports: readonly Taken[]): Promise<string> {
    return this.door.positionOf([...new Set(reports.map(({ reportId }) => reportId))], this.ledger);
  }
}

function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body) && body.length > 0) return body;
  throw new Problem(400, 'The request has no body.');
}

/** @throws Problem 400 for what is no UTF-8 or no JSON */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (error instanceof RecordRefused) throw new Problem(400, `The body ${error.message}.`, { cause: error });
    throw error;
  }
}

/** Lines as bytes, so that one line that is no UTF-8 spoils no other. An end of line may be CR LF. */
function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(0x0a, from);
    const end = newline < 0 ? bytes.length : newline;
    const line = bytes.subarray(from, end > from && bytes[end - 1] === 0x0d ? end - 1 : end);
    lines.push(line);
    from = end + 1;
  }
  return lines;
}
