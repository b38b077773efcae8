import canonicalize from 'canonicalize';
import { openLedger, type Ledger } from '#register';
import type { ReportAnswer, StoredEvent } from './client.js';
import { countOf, describeWithDatabase, openWhole, problemOf, reportOf, send, type Whole } from './whole.js';

/** Texts that a careless step would change: composed, cut, turned round, trimmed or decoded anew. */
const TEXTS: [what: string, text: string][] = [
  ['surrogate pairs', '😀 𝒜 👩‍👩‍👧‍👦 🇧🇾 end'],
  ['combining marks, not composed', 'Zmicier Daşkievič \u0041\u030a e\u0301\u0323 n\u0303'],
  ['composed letters beside decomposed ones', '\u00e9 e\u0301 \u1e69 s\u0323\u0307'],
  ['right-to-left writing with marks of direction', 'العفو عن 123 سجينا \u200f\u202eabc\u202c שלום'],
  ['Cyrillic with letters of Belarusian', 'Помілаваны Алесь Бяляцкі: ўўў, ґ, ʼ, і ды ё'],
  ['zero-width characters', 'a\u200bb\u200cc\u200dd\u2060e\ufefff'],
  ['a byte order mark in the middle and at the end', 'before\ufeffafter\ufeff'],
  ['white space of every kind', '\t \u00a0\u2003\u3000\u2028\u2029\r\n\n\r x '],
  ['control characters', 'a\u0001\u0007\u001b[31m\u007f\u0085b'],
  ['what looks like markup, escapes and templates', '<script>"\\u0041 \\n %00 &amp; ${x} \'; drop table report; --'],
  ['characters that are none', '\uffff\ufffe\ufffd\u{10ffff}'],
  ['a long line', `${'wörd '.repeat(50_000)}😀`],
];

describeWithDatabase('Text on its way through the house', () => {
  let house: Whole;
  let ledger: Ledger;
  beforeAll(async () => {
    house = await openWhole();
    ledger = await openLedger({ databaseUrl: house.databaseUrl, name: 'clemency' });
  }, 90_000);
  afterAll(async () => {
    await ledger?.close();
    await house?.close();
  }, 60_000);

  it.each(TEXTS)('keeps %s, unit for unit', async (_, body) => {
    const report = reportOf({ body, title: body.trim().slice(0, 1000).toWellFormed(), lang: 'be' });
    const { reportId, position } = await house.client.report(report);
    const answer = await house.client.read<ReportAnswer>(`/v1/reports/${reportId}`, position);
    expect(answer.report.body).toBe(body);
    expect(answer.report.title).toBe(report.title);
  });

  it.each(TEXTS)('quotes %s by its place in the body', async (_, text) => {
    const body = `😀${text}é`.slice(0, 900).toWellFormed();
    const spans = [
      { start: 0, end: 2 },
      { start: 2, end: body.length },
      { start: 0, end: body.length },
    ];
    const { reportId, position } = await house.client.report(
      reportOf({ body, events: [countOf({ evidence: spans })] }),
    );
    const { events } = await house.client.read<ReportAnswer>(`/v1/reports/${reportId}`, position);
    expect(events[0]!.data.evidence).toMatchObject(spans.map(({ start, end }) => ({ quote: body.slice(start, end) })));
  });

  it('quotes prose that it read itself by its place in the body, behind characters of two units', async () => {
    const body =
      '😀 𝒜 e\u0301 \u200f Belarus pardoned 123 prisoners on Saturday, 13 December 2025. 😀 Ales Bialiatski was released.';
    const { reportId, position } = await house.client.report(reportOf({ body }));
    const { events } = await house.client.read<ReportAnswer>(`/v1/reports/${reportId}`, position);
    expect(events.length).toBeGreaterThan(0);
    for (const { data } of events) {
      for (const { start, end, quote } of data.evidence) expect(quote).toBe(body.slice(start, end));
    }
  });

  it('refuses a passage that begins or ends inside a pair', async () => {
    for (const span of [
      { start: 1, end: 3 },
      { start: 0, end: 1 },
    ]) {
      const report = reportOf({ body: '😀 rest', events: [countOf({ evidence: [span] })] });
      const answer = await house.client.post('/v1/reports', report);
      expect(answer.status).toBe(422);
      expect(problemOf(answer).errors).toMatchObject([{ field: 'events[0].data.evidence' }]);
    }
  });

  it('gives an event as its exact bytes when asked for a CloudEvent: canonical JSON, and the bytes of the log', async () => {
    const body = 'Zażółć 😀 "quoted" \\ \u2028 \u007f €: Belarus pardoned 123 prisoners on Saturday.';
    const { reportId, position } = await house.client.report(
      reportOf({
        body,
        events: [countOf({ population: body, evidence: [{ start: 0, end: body.length }], confidence: 1e-7 })],
      }),
    );
    const { events, receipt } = await house.client.read<ReportAnswer>(`/v1/reports/${reportId}`, position);
    const logged = await eventsInLog();
    for (const { id } of [...events, receipt!]) {
      const headers = { accept: 'application/cloudevents+json' };
      const answer = await send(house.url, { path: `/v1/events/${id}`, headers });
      expect(answer.headers['content-type']).toMatch(/^application\/cloudevents\+json/);
      expect(answer.text).toBe(canonicalize(JSON.parse(answer.text)));
      expect(answer.text).toBe(logged.get(id)?.toString('utf8'));
      const shown = await house.client.read<StoredEvent & { meta: unknown }>(`/v1/events/${id}`);
      const { meta: _, ...event } = shown;
      expect(event).toEqual(JSON.parse(answer.text));
    }
  });

  async function eventsInLog(): Promise<Map<string, Buffer>> {
    const values = new Map<string, Buffer>();
    for (const [partition, end] of (await ledger.log.ends('events')).entries()) {
      for await (const { records } of ledger.log.read('events', partition, 0n, end)) {
        for (const { value } of records) {
          values.set((JSON.parse(value.toString('utf8')) as StoredEvent).id, Buffer.from(value));
        }
      }
    }
    return values;
  }
});
