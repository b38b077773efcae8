import { openHouse, type House } from './house.js';
import { describeWithDatabase, problemOf, reportOf, send, sendBytes } from './whole.js';

const MIB = 1024 * 1024;
const json = { 'content-type': 'application/json' };

describeWithDatabase('The gateway', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse('postgres');
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  const post = (body: string, headers: Record<string, string> = json) =>
    send(house.url, { method: 'POST', path: '/v1/reports', headers, body });

  it('passes bodies on to the letter, and answers back as they are', async () => {
    const taken = await post(JSON.stringify(reportOf({ body: '😀 e\u0301 \u200f\ufeff' })));
    expect(taken.status).toBe(202);
    const lines = await post(`${JSON.stringify(reportOf())}\n{`, { 'content-type': 'application/x-ndjson' });
    expect(lines.status).toBe(207);
    for (const [body, headers, status] of [
      ['{"a":1,"a":2}', json, 400],
      ['x', { 'content-type': 'text/plain' }, 415],
      ['{}', { ...json, 'content-encoding': 'gzip' }, 415],
      ['{}', json, 422],
      ['1'.repeat(8 * MIB + 1), json, 413],
    ] as const) {
      const answer = await post(body, headers);
      expect(answer.status).toBe(status);
      problemOf(answer);
    }
  });

  it('passes no address on that climbs out of its prefix, and answers what is no HTTP as every service does', async () => {
    for (const path of ['/v1/../metrics.json', '/v1/%2e%2e/metrics.json', '/v1/audit/%2e%2e/%2e%2e/healthz']) {
      const answer = await send(house.url, { path });
      expect(answer.status).toBe(400);
      problemOf(answer);
    }
    for (const [path, status] of [
      ['/v1/counts/%ff', 400],
      ['/v1/nope', 404],
      [`/v1/counts/${'9'.repeat(5000)}`, 414],
    ] as const) {
      const answer = await send(house.url, { path });
      expect(answer.status).toBe(status);
      problemOf(answer);
    }
    expect(await sendBytes(house.url, 'HELLO\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 [^]*application\/problem\+json/);
  });

  it('given a service that is gone, then says which one and when to come again, and is not ready', async () => {
    await house.kill(house.program('query'));
    const answer = await send(house.url, { path: '/v1/counts' });
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(problemOf(answer).detail).toBe('The query service does not answer.');
    const ready = await send(house.url, { path: '/readyz' });
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.text)).toMatchObject({ status: 'not ready', checks: { ingest: 'ok' } });
    expect((await post(JSON.stringify(reportOf()))).status).toBe(202);
  });
});
