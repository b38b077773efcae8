import type { ReportAnswer } from './client.js';
import { countOf, describeWithDatabase, openWhole, problemOf, reportOf, send, type Whole } from './whole.js';

interface Accepted {
  readonly reportId: string;
  readonly duplicate: boolean;
  readonly position: string;
}
interface Line {
  readonly line: number;
  readonly status: number;
  readonly reportId?: string;
  readonly duplicate?: boolean;
  readonly problem?: { readonly detail: string; readonly errors?: readonly { readonly field: string }[] };
}

const NDJSON = 'application/x-ndjson';

describeWithDatabase('The door for reports', () => {
  let house: Whole;
  beforeAll(async () => {
    house = await openWhole();
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  const post = (value: unknown, mediaType?: string) => house.client.post<Accepted>('/v1/reports', value, mediaType);

  it('given one report, then it is taken with an id and a position; sent again, it is the same one', async () => {
    const report = reportOf();
    const first = await post(report);
    expect(first.status).toBe(202);
    expect(first.body).toEqual({
      reportId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      duplicate: false,
      position: expect.stringMatching(/^[\w-]+$/) as string,
    });
    const again = await post(report);
    expect(again.status).toBe(202);
    expect(again.body).toEqual({ ...first.body, duplicate: true });
    const answer = await house.client.read<ReportAnswer>(`/v1/reports/${first.body.reportId}`, first.body.position);
    expect(answer.report).toMatchObject(report);
    expect(answer.receipt?.data).toMatchObject({ reportId: first.body.reportId, events: 0 });
    expect(answer.receipt?.data.reason).toMatch(/\S/);
  });

  it('given an array, then each report has its outcome in order, and the one that was sent before is told apart', async () => {
    const known = reportOf();
    const { reportId } = await house.client.report(known);
    const [first, last] = [reportOf(), reportOf()];
    const { status, body } = await house.client.post<{ reports: Accepted[]; position: string }>('/v1/reports', [
      first,
      known,
      last,
    ]);
    expect(status).toBe(202);
    expect(body.reports.map(({ duplicate }) => duplicate)).toEqual([false, true, false]);
    expect(body.reports[1]!.reportId).toBe(reportId);
    for (const [at, report] of [first, known, last].entries()) {
      const answer = await house.client.read<ReportAnswer>(`/v1/reports/${body.reports[at]!.reportId}`, body.position);
      expect(answer.report).toMatchObject(report);
    }
  });

  it('given an array with one bad report, then the answer names it and none of the others is stored', async () => {
    const good = reportOf();
    const before = await house.stored();
    const answer = await post([good, { ...reportOf(), body: ' ' }]);
    expect(answer.status).toBe(422);
    expect(problemOf(answer).errors).toEqual([{ field: '[1].body', message: 'is empty' }]);
    expect(await house.stored()).toBe(before);
    expect((await post(good)).body.duplicate).toBe(false);
  });

  it('given lines, then each has its own outcome by its number, and the position waits for all that were taken', async () => {
    const [first, second, last] = [reportOf(), reportOf(), reportOf()];
    const lines = [
      JSON.stringify(first),
      '{"source": ',
      '',
      JSON.stringify({ ...reportOf(), body: 5 }),
      Buffer.from([0x22, 0xc3, 0x28, 0x22]),
      `${JSON.stringify(second)}\r`,
      '  ',
      JSON.stringify(first),
      JSON.stringify(last),
    ];
    const bytes = Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\n')])));
    const { status, body } = await house.client.post<{ lines: Line[]; position: string }>('/v1/reports', bytes, NDJSON);
    expect(status).toBe(207);
    expect(body.lines.map((line) => line.line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(body.lines.map((line) => line.status)).toEqual([202, 400, 400, 422, 400, 202, 400, 202, 202]);
    expect(body.lines[3]!.problem!.errors).toEqual([expect.objectContaining({ field: 'body' })]);
    expect(body.lines[4]!.problem!.detail).toMatch(/UTF-8/);
    expect(body.lines[7]).toMatchObject({ reportId: body.lines[0]!.reportId, duplicate: true });
    for (const [at, report] of [[0, first] as const, [5, second] as const, [8, last] as const]) {
      const id = body.lines[at]!.reportId;
      const { report: kept } = await house.client.read<ReportAnswer>(`/v1/reports/${id}`, body.position);
      expect(kept).toMatchObject(report);
    }
  });

  it('given lines none of which is a report, then each is answered for, and there is no position to wait for', async () => {
    const { status, body } = await house.client.post<{ lines: Line[]; position: null }>('/v1/reports', '{}\n3', NDJSON);
    expect(status).toBe(207);
    expect(body.lines.map((line) => line.status)).toEqual([422, 422]);
    expect(body.position).toBeNull();
  });

  it('given a thousand lines that revise what nobody has sent, then all are refused after one wait', async () => {
    const orphan = (at: number) =>
      JSON.stringify(reportOf({ revises: `11111111-1111-4111-8111-${String(at).padStart(12, '0')}` }));
    const started = performance.now();
    const { body } = await house.client.post<{ lines: Line[] }>(
      '/v1/reports',
      Array.from({ length: 1000 }, (_, at) => orphan(at)).join('\n'),
      NDJSON,
    );
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(new Set(body.lines.map((line) => `${line.status} ${line.problem?.errors?.[0]?.field}`))).toEqual(
      new Set(['422 revises']),
    );
  });

  it('given fifty reports at once, then all fifty are taken', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(reportOf())));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 202));
    expect(new Set(answers.map(({ body }) => body.reportId)).size).toBe(50);
  });

  it('given structured events without a body, then they are recorded as their source states them', async () => {
    const group = {
      type: 'PrisonersPardoned',
      key: '#group',
      data: {
        country: 'BY',
        count: { value: 123, qualifier: 'exact' },
        population: 'prisoners',
        occurred: '2025-12-13',
      },
    };
    const member = {
      type: 'GroupMemberNamed',
      data: { country: 'BY', of: '#group', person: { name: 'Ales Bialiatski', script: 'Latn', country: 'BY' } },
    };
    const { body: _, ...report } = reportOf({ events: [member, group] });
    const { reportId, position } = await house.client.report(report);
    const { events } = await house.client.read<ReportAnswer>(`/v1/reports/${reportId}`, position);
    const named = events.find(({ type }) => type === 'GroupMemberNamed')!;
    const pardoned = events.find(({ type }) => type === 'PrisonersPardoned')!;
    expect(events).toHaveLength(2);
    expect(named.data).toMatchObject({ of: pardoned.id, modality: 'performed', extractor: { name: 'producer' } });
    expect(pardoned.data.evidence).toMatchObject([{ reportId, start: 0, end: 0, quote: '' }]);
  });

  it('given a report that its publisher withdraws, then its claims are retracted and the rows are gone', async () => {
    const { reportId, position } = await house.client.report(reportOf({ events: [countOf({}, 'LV')] }));
    expect((await house.client.read('/v1/counts?country=LV', position)).items).toHaveLength(1);
    const withdrawal = { by: { id: 'desk', name: 'The desk' }, reason: 'It was a rumour.' };
    const path = `/v1/reports/${reportId}/withdrawal`;
    const { status, body } = await house.client.post<{ withdrawalId: string; position: string }>(path, withdrawal);
    expect(status).toBe(202);
    expect((await house.client.read('/v1/counts?country=LV', body.position)).items).toEqual([]);
    const { events } = await house.client.read<ReportAnswer>(`/v1/reports/${reportId}`);
    expect(events.find(({ type }) => type === 'ReportWithdrawn')?.data).toMatchObject({ of: reportId, retracted: 1 });
    const again = await house.client.post<{ withdrawalId: string }>(path, withdrawal);
    expect(again.body.withdrawalId).toBe(body.withdrawalId);
  });

  it('given a withdrawal of what nobody has sent, or one that is incomplete, then it is refused and nothing is kept', async () => {
    const before = await house.stored();
    const unknown = '/v1/reports/11111111-1111-4111-8111-111111111111/withdrawal';
    const answer = await house.client.post(unknown, { by: { id: 'a', name: 'A' }, reason: 'Gone.' });
    expect(answer.status).toBe(404);
    expect(problemOf(answer).detail).toContain('11111111-1111-4111-8111-111111111111');
    expect(problemOf(await house.client.post(unknown, { by: { id: 'a' } })).errors?.map(({ field }) => field)).toEqual([
      'by.name',
      'reason',
    ]);
    expect((await house.client.post('/v1/reports/nope/withdrawal', {})).status).toBe(404);
    const bare = await send(house.url, { method: 'POST', path: unknown });
    expect(bare.status).toBe(400);
    expect(await house.stored()).toBe(before);
  });
});
