import type { ReportAnswer, Row, StoredEvent } from './client.js';
import { countOf, describeWithDatabase, openWhole, problemOf, reportOf, type Whole } from './whole.js';

interface Reviewed {
  readonly eventId: string;
  readonly duplicate: boolean;
  readonly position: string;
}
const NOBODY = '11111111-1111-4111-8111-111111111111';
const by = { id: 'analyst-7', name: 'An analyst' };

describeWithDatabase('Reviews', () => {
  let house: Whole;
  beforeAll(async () => {
    house = await openWhole();
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  /** The only figure of a country of its own, and the list of that country's figures after a position. */
  const figureOf = async (country: string, more: Record<string, unknown> = {}): Promise<Row> => {
    const { position } = await house.client.report(reportOf({ events: [countOf(more, country)] }));
    return (await house.client.read(`/v1/counts?country=${country}`, position)).items.at(-1)!;
  };
  const figures = async (country: string, position?: string) =>
    (await house.client.read(`/v1/counts?country=${country}`, position)).items;
  const review = async (value: Record<string, unknown>): Promise<Reviewed> => {
    const { status, body } = await house.client.post<Reviewed>('/v1/reviews', { by, ...value });
    expect(status).toBe(202);
    return body;
  };

  it('given a confirmation, then the row says so, and the review is an event under the subject of its claim', async () => {
    const [claim] = (await figureOf('AA')).events;
    const { eventId, duplicate, position } = await review({
      type: 'ClaimConfirmed',
      of: claim,
      reason: 'Two sources.',
    });
    expect(duplicate).toBe(false);
    expect(await figures('AA', position)).toMatchObject([{ acts: [{ event: claim, confirmed: true }] }]);
    const event = await house.client.read<StoredEvent>(`/v1/events/${eventId}`);
    expect(event).toMatchObject({ type: 'ClaimConfirmed', subject: 'count/aa/released', data: { of: claim, by } });
  });

  it('given the same review twice, then it is one event', async () => {
    const [claim] = (await figureOf('AB')).events;
    const first = await review({ type: 'ClaimRejected', of: claim, reason: 'extraction_error' });
    const again = await review({ type: 'ClaimRejected', of: claim, reason: 'extraction_error' });
    expect(again).toEqual({ ...first, duplicate: true });
    expect(await figures('AB', first.position)).toEqual([]);
  });

  it('given a correction, then the replacement stands and the corrected claim does not', async () => {
    const [of] = (await figureOf('AC', { population: 'all prisoners' })).events;
    await figureOf('AC', { population: 'men' });
    const replacedBy = (await figures('AC')).find(({ population }) => population === 'men')!.events[0];
    const { position } = await review({ type: 'ClaimCorrected', of, reason: 'source_correction', replacedBy });
    expect((await figures('AC', position)).map(({ events }) => events)).toEqual([[replacedBy]]);
  });

  it('given a claim retracted and its retraction retracted, then the claim is back; each time is still known', async () => {
    const [claim] = (await figureOf('AD')).events;
    const before = (await house.client.read('/v1/counts?country=AD')).knownAt;
    const retraction = await review({ type: 'ClaimRetracted', of: claim, reason: 'source_retraction' });
    const between = await house.client.read('/v1/counts?country=AD', retraction.position);
    expect(between.items).toEqual([]);
    const back = await review({ type: 'ClaimRetracted', of: retraction.eventId, reason: 'duplicate' });
    expect((await figures('AD', back.position)).map(({ events }) => events)).toEqual([[claim]]);
    expect((await figures(`AD&knownAt=${before}`)).map(({ events }) => events)).toEqual([[claim]]);
    expect(await figures(`AD&knownAt=${between.knownAt}`)).toEqual([]);
    expect(await figures(`AD&knownAt=2025-01-01T00:00:00Z`)).toEqual([]);
  });

  it('given a confirmation, then the claim is no longer in the queue', async () => {
    const of = (await figureOf('AF')).events[0]!;
    const queue = '/v1/reviews/queue?country=AF&type=CountClaimed';
    expect((await house.client.read(queue)).items).toMatchObject([{ id: of, claim: { country: 'AF' } }]);
    const { position } = await review({ type: 'ClaimConfirmed', of, reason: 'Two sources.' });
    expect((await house.client.read(queue, position)).items).toEqual([]);
  });

  it('given a report in prose whose claim is confirmed, then it is exported as an annotated example', async () => {
    const body = 'Nicaragua freed 40 political prisoners on Friday.';
    const source = { id: 'a-wire', name: 'A wire', kind: 'newsroom' };
    const sent = await house.client.post<{ reportId: string; position: string }>('/v1/reports', {
      ...{ source, title: 'A release', body, lang: 'en', publishedAt: '2025-12-13T08:00:00Z' },
    });
    const { reportId: id, position: from } = sent.body;
    const { events } = await house.client.read<{ events: { id: string }[] }>(`/v1/reports/${id}`, from);
    expect(events.length).toBeGreaterThan(0);
    let position = from;
    for (const { id: of } of events)
      position = (await review({ type: 'ClaimConfirmed', of, reason: 'Seen.' })).position;
    const answer = await fetch(`${house.url}/v1/reviews/export?after=${position}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    const lines = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { doc: string });
    expect(lines.find(({ doc }) => doc === `${id}.txt`)).toMatchObject({
      ...{ title: 'A release', publisher: 'A wire', published: '2025-12-13', text: body, complete: true },
      events: [{ type: 'prisoner_released', certainty: 'asserted', tense: 'done', count: { value: 40 } }],
      not_events: [],
    });
  });

  it('of an event that nobody has are refused with 404, and of a replacement that nobody has with 422', async () => {
    const [claim] = (await figureOf('AE')).events;
    const before = await house.stored();
    for (const type of ['ClaimConfirmed', 'ClaimRejected', 'ClaimRetracted']) {
      const answer = await house.client.post('/v1/reviews', { type, of: NOBODY, by, reason: 'duplicate' });
      expect(answer.status).toBe(404);
      expect(problemOf(answer).detail).toContain(NOBODY);
    }
    const correction = { type: 'ClaimCorrected', of: claim, by, reason: 'duplicate', replacedBy: NOBODY };
    const answer = await house.client.post('/v1/reviews', correction);
    expect(answer.status).toBe(422);
    expect(problemOf(answer).errors).toMatchObject([{ field: 'replacedBy' }]);
    expect(await house.stored()).toBe(before);
  });

  it('of a receipt, or that replace a claim by itself or by a receipt, are refused, with nothing stored', async () => {
    const { reportId, position } = await house.client.report(reportOf({ events: [countOf({}, 'AG')] }));
    const { receipt, events } = await house.client.read<ReportAnswer>(`/v1/reports/${reportId}`, position);
    const [claim] = events;
    const before = await house.stored();
    const cases: [Record<string, unknown>, string][] = [
      [{ type: 'ClaimRejected', of: receipt!.id }, 'of'],
      [{ type: 'ClaimCorrected', of: claim!.id, replacedBy: claim!.id }, 'replacedBy'],
      [{ type: 'ClaimCorrected', of: claim!.id, replacedBy: receipt!.id }, 'replacedBy'],
    ];
    for (const [value, field] of cases) {
      const answer = await house.client.post('/v1/reviews', { by, reason: 'duplicate', ...value });
      expect(answer.status).toBe(422);
      expect(problemOf(answer).errors).toMatchObject([{ field }]);
    }
    expect(await house.stored()).toBe(before);
  });

  it('given an id in capital letters, then it is the same id, in bodies and in addresses', async () => {
    const row = await figureOf('AH');
    const claim = row.events[0]!;
    for (const path of [`/v1/counts/${row.id.toUpperCase()}`, `/v1/events/${claim.toUpperCase()}`])
      expect((await house.client.read<Row>(path)).id).toMatch(/^[0-9a-f-]{36}$/);
    const capital = await review({ type: 'ClaimRejected', of: claim.toUpperCase(), reason: 'court' });
    const small = await review({ type: 'ClaimRejected', of: claim, reason: 'court' });
    expect(small).toEqual({ ...capital, duplicate: true });
    expect(await figures('AH', capital.position)).toEqual([]);
  });

  it('that are not whole are refused by the name of the field, with nothing stored', async () => {
    const [of] = (await figureOf('AF')).events;
    const before = await house.stored();
    const cases: [unknown, string][] = [
      [{ of, by, reason: 'duplicate' }, 'type'],
      [{ type: 'ClaimDoubted', of, by, reason: 'duplicate' }, 'type'],
      [{ type: 'ClaimRejected', of: 'x', by, reason: 'duplicate' }, 'of'],
      [{ type: 'ClaimRejected', of, reason: 'duplicate' }, 'by'],
      [{ type: 'ClaimRejected', of, by: { id: '', name: 'A' }, reason: 'duplicate' }, 'by.id'],
      [{ type: 'ClaimRejected', of, by, reason: 'I did not like it' }, 'reason'],
      [{ type: 'ClaimRejected', of, by, reason: 'duplicate', replacedBy: of }, 'replacedBy'],
      [{ type: 'ClaimCorrected', of, by, reason: 'duplicate' }, 'replacedBy'],
      [{ type: 'ClaimConfirmed', of, by, reason: 'x', ofSubject: 'count/aa/held' }, 'ofSubject'],
      [[], 'body'],
    ];
    for (const [body, field] of cases) {
      const answer = await house.client.post('/v1/reviews', body);
      expect(answer.status).toBe(422);
      expect(problemOf(answer).errors?.map((error) => error.field)).toContain(field);
    }
    expect((await house.client.post('/v1/reviews', '{"type":"ClaimRejected","type":"ClaimConfirmed"}')).status).toBe(
      400,
    );
    expect(await house.stored()).toBe(before);
  });
});
