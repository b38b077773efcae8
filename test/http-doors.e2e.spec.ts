import {
  describeWithDatabase,
  openWhole,
  problemOf,
  reportOf,
  send,
  sendBytes,
  startMain,
  type Whole,
} from './whole.js';

const NOBODY = '11111111-1111-4111-8111-111111111111';

describeWithDatabase('The doors of a house with keys', () => {
  let house: Whole;
  beforeAll(async () => {
    house = await openWhole({ API_KEYS: 'first-key, second-key' });
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  const ask = (path: string, key?: string, method = 'GET') => {
    const body = method === 'POST' ? JSON.stringify(reportOf()) : undefined;
    const headers = { 'content-type': 'application/json', ...(key ? { authorization: key } : {}) };
    return send(house.url, { method, path, headers, ...(body ? { body } : {}) });
  };

  it('given no key, a wrong one or half of one, then every route under /v1 says 401 and nothing else', async () => {
    for (const key of [undefined, 'Bearer nope', 'Bearer first-ke', 'Basic first-key', 'first-key', 'Bearer ']) {
      for (const path of ['/v1/counts', `/v1/events/${NOBODY}`, '/v1/audit/state', '/v1/schemas']) {
        const answer = await ask(path, key);
        expect(answer.status).toBe(401);
        expect(problemOf(answer).detail).toContain('Bearer');
        expect(answer.headers['www-authenticate']).toBe('Bearer');
      }
      expect((await ask('/v1/reports', key, 'POST')).status).toBe(401);
    }
  });

  it('given one of the keys, then reports are taken and questions answered', async () => {
    expect((await ask('/v1/reports', 'Bearer first-key', 'POST')).status).toBe(202);
    expect((await ask('/v1/counts', 'Bearer second-key')).status).toBe(200);
  });

  it('given an address that leads to the same route by other letters, then it asks for the key as well', async () => {
    for (const path of ['/%761/counts', '/v%31/counts', '/v1/%63ounts', '/%76%31/audit/state']) {
      expect((await ask(path)).status).toBe(401);
    }
    expect((await ask('/%761/reports', undefined, 'POST')).status).toBe(401);
    const { host } = new URL(house.url);
    for (const target of [`http://${host}/v1/counts`, 'http://elsewhere/v1/counts']) {
      const answer = await sendBytes(house.url, `GET ${target} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    }
    for (const path of ['//v1/counts', '/v1//counts', '/./v1/counts', '/V1/counts']) {
      expect((await ask(path)).status).toBe(404);
    }
  });

  it('given no key, then health, metrics and the description of the routes are open, since they tell of no report', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs']) {
      expect((await ask(path)).status).toBe(200);
    }
  });
});

describeWithDatabase('The doors of a house', () => {
  let house: Whole;
  beforeAll(async () => {
    house = await openWhole();
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  it('given a HOST that others can reach and no keys, then it refuses to start, and says what to do', async () => {
    const { ended, output } = startMain({ HOST: '::', DATABASE_URL: house.databaseUrl, API_KEYS: '', PORT: '0' });
    expect(await ended).toBe(1);
    expect(output()).toBe(
      'HOST is ::, which others can reach, but no key is set: set API_KEYS (a list divided by commas), or HOST=127.0.0.1.\n',
    );
  }, 90_000);

  it('are shut to a method that a route does not have', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      for (const path of ['/v1/reports', `/v1/reports/${NOBODY}`, '/v1/counts', '/v1/reviews', '/healthz']) {
        const answer = await send(house.url, { method, path });
        expect(answer.status).toBe(404);
        expect(problemOf(answer).detail).toContain(method);
      }
    }
    expect((await send(house.url, { method: 'POST', path: '/v1/counts' })).status).toBe(404);
    expect((await send(house.url, { path: '/v1/reviews' })).status).toBe(404);
  });

  it('answer HEAD as GET, without the body', async () => {
    for (const path of ['/v1/counts', '/healthz', `/v1/counts/${NOBODY}`]) {
      const [head, get] = [await send(house.url, { method: 'HEAD', path }), await send(house.url, { path })];
      expect(head.status).toBe(get.status);
      expect(head.headers['content-type']).toBe(get.headers['content-type']);
      expect(head.text).toBe('');
    }
  });

  it('answer what is no HTTP with a problem document too, and stay open for others', async () => {
    const host = 'host: a\r\n';
    const json = `${host}content-type: application/json\r\n`;
    const nonsense: [string, number][] = [
      ['HELLO\r\n\r\n', 400],
      [`GET /v1/counts/\0 HTTP/1.1\r\n${host}\r\n`, 400],
      [`GET /healthz HTTP/1.1\r\n${host}x: ${'y'.repeat(70_000)}\r\n\r\n`, 431],
      [`POST /v1/reports HTTP/1.1\r\n${json}content-length: x\r\n\r\n{}`, 400],
      [`POST /v1/reports HTTP/1.1\r\n${json}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
      [`POST /v1/reports HTTP/1.1\r\n${json}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n`, 400],
      [`POST /v1/reports HTTP/1.1\r\n${json}content-length: 99999999999\r\n\r\n{}`, 413],
      ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ];
    for (const [bytes, status] of nonsense) {
      const answer = await sendBytes(house.url, bytes);
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(answer).toContain('application/problem+json');
      expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ type: 'about:blank', status });
    }
    const unescaped = await sendBytes(house.url, `GET /v1/search?q=Колесникова HTTP/1.1\r\n${host}\r\n`);
    expect(unescaped).toContain('must be percent-encoded');
    expect((await house.client.get('/readyz')).status).toBe(200);
  });

  it('given a sender who hangs up in the middle of a report, then nothing of it is stored', async () => {
    const before = await house.stored();
    const report = JSON.stringify(reportOf());
    const head = `POST /v1/reports HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${report.length + 9}`;
    await sendBytes(house.url, `${head}\r\n\r\n${report}`);
    expect(await house.stored()).toBe(before);
    expect((await house.client.get('/readyz')).status).toBe(200);
  });

  it('given fourteen requests of seven MiB at once, then each is taken or told when to come again', async () => {
    const body = (at: number) =>
      JSON.stringify(Array.from({ length: 7 }, () => reportOf({ body: `${at} `.repeat(300_000) })));
    const answers = await Promise.all(
      Array.from({ length: 14 }, (_, at) => house.client.post('/v1/reports', body(at))),
    );
    for (const answer of answers) {
      if (answer.status === 202) continue;
      expect(problemOf(answer).status).toBe(503);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(answers.some(({ status }) => status === 202)).toBe(true);
    expect((await house.client.post('/v1/reports', reportOf())).status).toBe(202);
  }, 120_000);
});
