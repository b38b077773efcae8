import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { EXTRACTOR_CONTRACT, idOf, type Origin } from '#domain';
import { createLogger, Metrics } from '#service';
import { ForeignReader, type ForeignSettings } from './foreign-reader.js';
import { ReaderClosed, type Reader } from './reader.js';
import { readProse } from './prose.js';
import { WIRE } from './testing/submissions.js';

const BODY = 'On Saturday Belarus freed 123 prisoners. Belarus freed 123 prisoners, said a guard.';
const origin: Origin = {
  reportId: idOf('read elsewhere', {}),
  report: { source: WIRE, body: BODY, lang: 'en', publishedAt: '2025-12-14' },
  ledger: 'urn:clemency:test:1',
};
const EXTRACTOR = { name: 'stranger', version: '7' };
const released = (data: Record<string, unknown>, type = 'PrisonersReleased'): unknown => ({
  type,
  data: { country: 'BY', count: { value: 123, qualifier: 'exact' }, population: 'prisoners', ...data },
});
const quoting = (quote: string, start?: number) => ({
  evidence: [{ quote, ...(start === undefined ? {} : { start }) }],
});
const HERE: Reader = { read: (report) => Promise.resolve(readProse(report)) };

describe('reading by an extractor beside the house', () => {
  type Answer = { status?: number; body?: unknown; afterMs?: number };
  let server: Server;
  let answers: Answer[] = [];
  const asked: { contract: string; report: { body: string }; schema: object }[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        asked.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof asked)[number]);
        const { status = 200, body = { extractor: EXTRACTOR, claims: [] }, afterMs = 0 } = answers.shift() ?? {};
        setTimeout(() => {
          response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
        }, afterMs);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    answers = [];
    asked.length = 0;
  });

  function reader(more: Partial<ForeignSettings> = {}): ForeignReader {
    const { port } = server.address() as AddressInfo;
    const settings = { EXTRACTOR_URL: `http://127.0.0.1:${port}/`, EXTRACTOR_TIMEOUT_MS: 20_000, ...more };
    return new ForeignReader(settings, HERE, new Metrics('recorder'), createLogger('recorder', 'silent'));
  }
  const claims = (...list: unknown[]): Answer => ({ body: { extractor: EXTRACTOR, claims: list } });

  it('sends the report and a JSON Schema to which a good answer keeps', async () => {
    answers = [claims(released(quoting('Belarus freed 123 prisoners', 40)))];
    const { events, extractor } = await reader().read(origin);
    expect(asked).toMatchObject([{ contract: EXTRACTOR_CONTRACT, report: { body: BODY } }]);
    const isAnswer = ajvFormats.default(new Ajv2020({ strict: true, allowUnionTypes: true })).compile(asked[0]!.schema);
    expect(isAnswer(claims(released(quoting('x'))).body)).toBe(true);
    expect(isAnswer(claims(released({ ...quoting('x'), colour: 'red' })).body)).toBe(false);
    expect(isAnswer(claims(released(quoting('x'), 'PrisonersFreed')).body)).toBe(false);
    expect(extractor).toEqual(EXTRACTOR);
    expect(events).toMatchObject([
      {
        type: 'PrisonersReleased',
        data: { extractor: EXTRACTOR, confidence: 0.5, evidence: [{ start: 41, end: 68 }] },
      },
    ]);
  });

  it('takes what stands in the report and lists what does not', async () => {
    answers = [
      claims(
        released(quoting('Belarus freed 9,999 prisoners')),
        released(quoting('freed 123 prisoners')),
        released(quoting('freed 123 prisoners'), 'PrisonersFreed'),
        released({ ...quoting('freed 123 prisoners'), count: 'many' }),
        released({ ...quoting('freed 123 prisoners'), extractor: { name: 'clemency-en', version: '1' } }),
        released({}),
        null,
      ),
    ];
    const { events, reason, refused } = await reader().read(origin);
    expect(events).toHaveLength(1);
    expect(reason).toMatch(/^6 claims were refused; the first: data.evidence quotes what the report does not say/);
    expect(refused!.map(({ at, type }) => [at, type])).toEqual([
      [0, 'PrisonersReleased'],
      [2, 'PrisonersFreed'],
      [3, 'PrisonersReleased'],
      [4, 'PrisonersReleased'],
      [5, 'PrisonersReleased'],
      [6, undefined],
    ]);
  });

  it('asks again when it is told to come later, and takes the answer', async () => {
    answers = [{ status: 503 }, claims(released(quoting('freed 123 prisoners')))];
    expect((await reader().read(origin)).extractor).toEqual(EXTRACTOR);
    expect(asked).toHaveLength(2);
  });

  it.each<[string, Answer, number, RegExp]>([
    ['a status that no patience mends', { status: 404 }, 1, /extractor answered 404; the built-in one was asked/],
    ['no JSON', { body: 'I think that' }, 1, /gave an answer of no use \(is no JSON/],
    ['another shape', { body: { claims: [] } }, 1, /gave an answer of no use \(extractor /],
    [
      'the name of the built-in one',
      { body: { extractor: { name: 'clemency-en', version: '9' }, claims: [] } },
      1,
      /is a name of the house/,
    ],
    ['five megabytes', { body: ' '.repeat(5 * 1024 * 1024) }, 1, /is longer than 4194304 bytes/],
  ])('given %s, has the built-in extractor read, and says why', async (_, answer, times, why) => {
    answers = [answer];
    const { extractor, events, reason } = await reader().read(origin);
    expect(extractor.name).toBe('clemency-en');
    expect(events.length).toBeGreaterThan(0);
    expect(reason).toMatch(why);
    expect(asked).toHaveLength(times);
  });

  it('given no answer in time, three times, has the built-in one read, and after three such reports asks no more for a while', async () => {
    const slow = reader({ EXTRACTOR_TIMEOUT_MS: 200 });
    for (let report = 0; report < 3; report += 1) {
      answers = [{ afterMs: 2000 }, { afterMs: 2000 }, { afterMs: 2000 }];
      expect((await slow.read(origin)).reason).toMatch(/^The configured extractor did not answer in time;/);
    }
    const tried = asked.length;
    expect(tried).toBeGreaterThan(3);
    expect(tried).toBeLessThanOrEqual(9);
    expect((await slow.read(origin)).reason).toMatch(/^The configured extractor has not answered for a while;/);
    expect(asked).toHaveLength(tried);
  }, 120_000);

  it('when it is closed, records nothing of what it was asking', async () => {
    const closed = reader({ EXTRACTOR_TIMEOUT_MS: 60_000 });
    answers = [{ afterMs: 3000 }];
    const pending = closed.read(origin);
    setTimeout(() => {
      closed.onApplicationShutdown();
    }, 100);
    await expect(pending).rejects.toThrow(ReaderClosed);
  });

  it('reads by the example server', async () => {
    const program = join(import.meta.dirname, '../../../examples/extractor/server.mjs');
    const child = spawn(process.execPath, [program], { env: { PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const url = /http:\S+/.exec(line.toString())![0];
    const { events, extractor, reason } = await reader({ EXTRACTOR_URL: url }).read(origin);
    child.kill();
    expect(reason).toBeUndefined();
    expect(extractor.name).toBe('example-released');
    expect(events).toMatchObject([
      { data: { occurred: { edtf: '2025-12-14' }, evidence: [{ start: 12 }, { start: 41 }] } },
    ]);
  });
});
