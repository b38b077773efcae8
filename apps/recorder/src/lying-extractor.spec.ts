import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { idOf, type Origin } from '#domain';
import { createLogger, Metrics } from '#service';
import { ForeignReader } from './foreign-reader.js';
import { readProse } from './prose.js';
import { WIRE } from './testing/submissions.js';

const BODY = 'On Saturday Belarus freed 123 prisoners. 😀 Belarus freed 123 prisoners, said a guard.';
const origin: Origin = {
  reportId: idOf('read by a liar', {}),
  report: { source: WIRE, body: BODY, lang: 'en', publishedAt: '2025-12-14' },
  ledger: 'urn:clemency:test:1',
};
const JSON_TYPE = { 'content-type': 'application/json' };

/** An answer with one claim, whose evidence is as it is told, in raw JSON. */
const answer = (evidence: string, more = ''): string =>
  `{"extractor":{"name":"liar","version":"1"},"claims":[{"type":"PrisonersReleased","data":{"country":"BY",` +
  `"count":{"value":123,"qualifier":"exact"},"population":"prisoners","evidence":${evidence}${more}}}]}`;

describe('an extractor that lies', () => {
  let server: Server;
  let say: (response: ServerResponse) => void = () => undefined;
  let asked = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked += 1;
      request.resume().on('end', () => {
        say(response);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked = 0;
  });

  function read(timeoutMs = 20_000) {
    const { port } = server.address() as AddressInfo;
    const settings = { EXTRACTOR_URL: `http://127.0.0.1:${port}/`, EXTRACTOR_TIMEOUT_MS: timeoutMs };
    const here = { read: (report: Origin) => Promise.resolve(readProse(report)) };
    return new ForeignReader(settings, here, new Metrics('recorder'), createLogger('recorder', 'silent')).read(origin);
  }
  const saying = (text: string | Buffer, headers: Record<string, string> = JSON_TYPE) => {
    say = (response) => response.writeHead(200, headers).end(text);
  };

  it.each([
    ['far behind the body', '[{"quote":"freed 123 prisoners","start":999999}]', 52],
    ['within another quote', '[{"quote":"freed 123 prisoners","start":3}]', 20],
  ])('about where a quote stands (%s) has it found where it does stand', async (_, evidence, start) => {
    saying(answer(evidence));
    const { events } = await read();
    expect(events).toMatchObject([{ data: { evidence: [{ start, quote: 'freed 123 prisoners' }] } }]);
  });

  it.each([
    ['half a character', answer('[{"quote":"\\ud83d"}]')],
    ['an empty quote', answer('[{"quote":""}]')],
    ['no quote at all', answer('[]')],
    ['a place that is no number', answer('[{"quote":"freed 123 prisoners","start":"3"}]')],
    ['a confidence beyond all', answer('[{"quote":"freed 123 prisoners"}]', ',"confidence":1e308')],
    ['a day that no calendar has', answer('[{"quote":"freed 123 prisoners"}]', ',"occurred":"2025-02-30"')],
  ])('in a claim with %s has that refused, and the report is recorded', async (_, text) => {
    saying(text);
    const { events, refused, extractor } = await read();
    expect(extractor.name).toBe('liar');
    expect(events).toEqual([]);
    expect(refused).toHaveLength(1);
  });

  it.each<[string, () => void, RegExp]>([
    [
      'NaN',
      () => {
        saying(answer('[{"quote":"freed 123 prisoners","start":NaN}]'));
      },
      /of no use \(is no JSON/,
    ],
    [
      'a page in place of JSON',
      () => {
        saying('<!doctype html><h1>Sign in</h1>', { 'content-type': 'text/html' });
      },
      /is no JSON/,
    ],
    [
      'bytes that are no UTF-8',
      () => {
        saying(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
      },
      /of no use/,
    ],
    [
      'a hundred megabytes in a few kilobytes',
      () => {
        saying(gzipSync(Buffer.alloc(100 * 1024 * 1024, 32)), { ...JSON_TYPE, 'content-encoding': 'gzip' });
      },
      /is longer than 4194304 bytes/,
    ],
    [
      'a compression that is none',
      () => {
        saying('{}', { ...JSON_TYPE, 'content-encoding': 'gzip' });
      },
      /the built-in one was asked/,
    ],
    [
      'a longer length than it sends',
      () => {
        say = (response) => {
          response.writeHead(200, { ...JSON_TYPE, 'content-length': '9999' });
          response.write('{"extr');
          setTimeout(() => response.destroy(), 20);
        };
      },
      /the built-in one was asked/,
    ],
    [
      'another address',
      () => {
        say = (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
      },
      /extractor answered 302; the built-in one was asked/,
    ],
  ])('given %s, it is not believed, and the built-in one reads', async (_, lie, why) => {
    lie();
    const { extractor, events, reason } = await read();
    expect(extractor.name).toBe('clemency-en');
    expect(events.length).toBeGreaterThan(0);
    expect(reason).toMatch(why);
  });

  it('given a byte now and then for ever, it is left at the limit', async () => {
    say = (response) => {
      response.writeHead(200, JSON_TYPE);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    };
    const began = performance.now();
    const { extractor, reason } = await read(250);
    expect(extractor.name).toBe('clemency-en');
    expect(reason).toMatch(/did not answer in time/);
    expect(asked).toBe(3);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
