import { countOf, describeWithDatabase, openWhole, problemOf, reportOf, send, type Whole } from './whole.js';

const MIB = 1024 * 1024;
const json = { 'content-type': 'application/json' };
const deep = (levels: number): unknown => (levels === 0 ? 'so deep' : { inner: deep(levels - 1) });
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const without = (field: string): Record<string, unknown> => {
  const { [field]: _, ...rest } = reportOf();
  return rest;
};
/** A report as text, so that it can hold what no JavaScript value does. */
const written = (members: string): string => `{"source":{"id":"s","name":"S","kind":"k"},${members}}`;
const event = (members: string): string =>
  written(
    `"events":[{"type":"CountClaimed","data":{"country":"BY","metric":"held","window":{},"population":"p",${members}}}]`,
  );
const count = '"count":{"value":5,"qualifier":"exact"}';

/** What is sent, the status of the answer, and the field that it names. */
type Case = [what: string, body: unknown, status: number, field?: string];

const REPORTS: Case[] = [
  ['without a body', without('body'), 422, 'body'],
  ['with an empty body', reportOf({ body: '' }), 422, 'body'],
  ['with a body of white space', reportOf({ body: ' \n\t\u00a0\u3000' }), 422, 'body'],
  ['without a source', without('source'), 422, 'source'],
  ['with an unknown field', reportOf({ headline: 'x' }), 422, 'headline'],
  [
    'with an unknown field inside another',
    reportOf({ source: { id: 's', name: 'S', kind: 'k', url: 'x' } }),
    422,
    'source.url',
  ],
  ['published on a day that no calendar has', reportOf({ publishedAt: '2025-02-30' }), 422, 'publishedAt'],
  ['published in a thirteenth month', reportOf({ publishedAt: '2025-13-01' }), 422, 'publishedAt'],
  ['published "yesterday"', reportOf({ publishedAt: 'yesterday' }), 422, 'publishedAt'],
  ['retrieved at a time without a zone', reportOf({ retrievedAt: '2025-12-13T10:00:00' }), 422, 'retrievedAt'],
  ['in a language with no tag', reportOf({ lang: 'xx_yy!!' }), 422, 'lang'],
  ['with an address that is none', reportOf({ uri: 'not a uri' }), 422, 'uri'],
  ['with an address in the middle of white space', reportOf({ uri: ' https://a.example ' }), 422, 'uri'],
  ['with a body that is a number', reportOf({ body: 5 }), 422, 'body'],
  ['with a body that is a list', reportOf({ body: ['text'] }), 422, 'body'],
  ['with a body ten levels deep', reportOf({ body: deep(10) }), 422, 'body'],
  ['that revises what is no id', reportOf({ revises: 'the other one' }), 422, 'revises'],
  ['that revises what nobody sent', reportOf({ revises: '11111111-1111-4111-8111-111111111111' }), 422, 'revises'],
  ['that is null', null, 422, 'body'],
  ['that is a number', 3, 422, 'body'],
  ['that is an empty list', [], 422],
  ['that is a list in a list', [[reportOf()]], 422, '[0]'],
  ['with no event in its list of events', reportOf({ events: [] }), 422, 'events'],
  [
    'with more events than a report may yield',
    reportOf({ events: Array.from({ length: 1001 }, () => countOf()) }),
    422,
    'events',
  ],
];

const EVENTS: Case[] = [
  ['of no known type', { ...countOf(), type: 'CountInvented' }, 422, 'events[0].type'],
  ['of a type that only the house writes', { ...countOf(), type: 'ReportRecorded' }, 422, 'events[0].type'],
  ['of a type by the name of a prototype', { ...countOf(), type: 'constructor' }, 422, 'events[0].type'],
  ['with an unknown field', countOf({ colour: 'red' }), 422, 'events[0].data.colour'],
  ['with an unknown field inside another', countOf({ window: { since: '2024' } }), 422, 'events[0].data.window.since'],
  ['with a number as text', countOf({ count: { value: '5', qualifier: 'exact' } }), 422, 'events[0].data.count.value'],
  [
    'with a figure below nought',
    countOf({ count: { value: -1, qualifier: 'exact' } }),
    422,
    'events[0].data.count.value',
  ],
  [
    'with a figure that no table holds',
    countOf({ count: { value: 9e15, qualifier: 'exact' } }),
    422,
    'events[0].data.count.value',
  ],
  [
    'with a range the wrong way round',
    countOf({ count: { value: 9, max: 3, qualifier: 'range' } }),
    422,
    'events[0].data.count.max',
  ],
  ['on a day that no calendar has', countOf({ occurred: '2025-02-30' }), 422, 'events[0].data.occurred'],
  ['in the year nought', countOf({ occurred: '0000-01-01' }), 422, 'events[0].data.occurred'],
  ['on the last day of all', countOf({ occurred: '9999-12-31' }), 422, 'events[0].data.occurred'],
  ['on no day at all', countOf({ occurred: null }), 422, 'events[0].data.occurred'],
  ['with evidence beyond the body', countOf({ evidence: [{ start: 0, end: 5000 }] }), 422, 'events[0].data.evidence'],
  [
    'with a quote of its own',
    countOf({ evidence: [{ start: 0, end: 7, quote: 'Anything' }] }),
    422,
    'events[0].data.evidence[0].quote',
  ],
  [
    'with an extractor of its own',
    countOf({ extractor: { name: 'me', version: '1' } }),
    422,
    'events[0].data.extractor',
  ],
  ['more certain than certain', countOf({ confidence: 2 }), 422, 'events[0].data.confidence'],
  ['with a country in small letters', countOf({ country: 'by' }), 422, 'events[0].data.country'],
];

const TEXTS: Case[] = [
  ['that is empty', '', 400],
  ['that is no JSON', '{"source":', 400],
  ['that begins with a byte order mark', `\ufeff${JSON.stringify(reportOf())}`, 400],
  ['that is no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 400],
  ['with a NUL as an escape', written('"body":"a\\u0000b"'), 422, 'body'],
  ['with half a pair as an escape', written('"body":"a\\ud83d"'), 422, 'body'],
  ['with a NUL in a name', '{"source":{"id":"s","name":"S\\u0000","kind":"k"},"body":"b"}', 422, 'source.name'],
  ['with half a pair in a name', '{"source":{"id":"s","name":"\\udc00S","kind":"k"},"body":"b"}', 422, 'source.name'],
  ['with half a pair in an event', event(`${count},"x":["y","\\ud800"]`), 422, 'events[0].data.x[1]'],
  ['with half a pair in the name of a field', written('"body":"b","\\ud800":1'), 422],
  ['with a number beyond all numbers', event(`${count},"confidence":1e999`), 422, 'events[0].data.confidence'],
  ['with a prototype among its fields', written('"body":"b","__proto__":{"lang":"en"}'), 422, '__proto__'],
  [
    'with a prototype inside a field',
    '{"source":{"id":"s","name":"S","kind":"k","__proto__":{}},"body":"b"}',
    422,
    'source.__proto__',
  ],
  ['with a prototype in an event', event(`${count},"__proto__":{"x":1}`), 422, 'events[0].data.__proto__'],
  ['that names a field twice', written('"body":"one","body":"two"'), 400],
  ['that names a field twice, once in escapes', written('"body":"one","b\\u006fdy":"two"'), 400],
  ['that names a field twice inside an event', event(`${count},${count}`), 400],
  ['nested a hundred thousand lists deep', nested(100_000), 400],
  ['with a hundred thousand lists in an event', event(`${count},"x":${nested(100_000)}`), 400],
  ['of a hundred thousand lists that never close', '['.repeat(100_000), 400],
  ['of four million values', `[${'0,'.repeat(4 * MIB - 2)}0]`, 413],
  ['over eight MiB', JSON.stringify(reportOf({ title: 'x'.repeat(8 * MIB) })), 413],
];

describeWithDatabase('What the door for reports refuses, with nothing stored', () => {
  let house: Whole;
  beforeAll(async () => {
    house = await openWhole();
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  const refused = async (body: unknown, status: number, field?: string): Promise<void> => {
    const before = await house.stored();
    const answer = await house.client.post('/v1/reports', body);
    expect(answer.status).toBe(status);
    const { detail, errors } = problemOf(answer);
    if (field !== undefined) {
      expect(errors?.map((error) => error.field)).toContain(field);
      expect(detail).toContain(errors![0]!.field);
    }
    expect(await house.stored()).toBe(before);
  };

  for (const [what, body, status, field] of REPORTS)
    it(`a report ${what}`, () => refused(JSON.stringify(body), status, field));
  for (const [what, body, status, field] of EVENTS)
    it(`an event ${what}`, () => refused(reportOf({ events: [body] }), status, field));
  for (const [what, body, status, field] of TEXTS) it(`a request ${what}`, () => refused(body, status, field));

  it('a body of one byte more than 1 MiB of UTF-8, however many characters that are; one byte less is taken', async () => {
    for (const body of ['x'.repeat(MIB + 1), 'ж'.repeat(MIB / 2 + 1), '😀'.repeat(MIB / 4) + '.']) {
      await refused(reportOf({ body }), 413, 'body');
    }
    for (const body of ['x'.repeat(MIB), 'ж'.repeat(MIB / 2), '😀'.repeat(MIB / 4)]) {
      expect((await house.client.post('/v1/reports', reportOf({ body }))).status).toBe(202);
    }
  });

  it('two events with one key, and a name for an event that none has', async () => {
    const twice = [
      { ...countOf(), key: '#a' },
      { ...countOf({ population: 'others' }), key: '#a' },
    ];
    await refused(reportOf({ events: twice }), 422, 'events[1].key');
    const person = { name: 'Ales Bialiatski', script: 'Latn', country: 'BY' };
    const member = { type: 'GroupMemberNamed', data: { country: 'BY', of: '#nobody', person } };
    await refused(reportOf({ events: [member] }), 422, 'events[0].data.of');
  });

  it('more than ten thousand lines or reports in one request', async () => {
    for (const [body, type] of [
      ['\n'.repeat(10_001), 'application/x-ndjson'],
      [`[${'{},'.repeat(10_000)}{}]`, 'application/json'],
    ] as const) {
      const answer = await house.client.post('/v1/reports', body, type);
      expect(answer.status).toBe(413);
      expect(problemOf(answer).detail).toContain('10000');
    }
  });

  it('a request with too many findings to read, of which the first hundred are told', async () => {
    const fields = Array.from({ length: 5000 }, (_, at) => [`field${at}`, 1]);
    const answer = await house.client.post('/v1/reports', { ...reportOf(), ...Object.fromEntries(fields) });
    expect(answer.status).toBe(422);
    expect(problemOf(answer).errors).toHaveLength(100);
    expect(problemOf(answer).detail).toContain('4999 more');
  });

  it.each([
    ['no content type', {}],
    ['an empty one', { 'content-type': '' }],
    ['another', { 'content-type': 'text/plain' }],
    ['one that only begins like ours', { 'content-type': 'application/json-seq' }],
    ['another charset', { 'content-type': 'application/json; charset=iso-8859-1' }],
    ['a packed body', { ...json, 'content-encoding': 'gzip' }],
  ])('a request with %s', async (_, headers) => {
    const before = await house.stored();
    const body = JSON.stringify(reportOf());
    const answer = await send(house.url, { method: 'POST', path: '/v1/reports', headers, body });
    expect(answer.status).toBe(415);
    problemOf(answer);
    expect(await house.stored()).toBe(before);
  });
});
