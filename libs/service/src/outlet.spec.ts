import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { Outlet } from './outlet.js';

const MIB = 1024 * 1024;

describe('answers that nobody reads', () => {
  let fastify: FastifyInstance;
  let port: number;
  const open: IncomingMessage[] = [];
  beforeEach(async () => {
    fastify = Fastify({ forceCloseConnections: true });
    new Outlet(fastify, { bytesMax: 48 * MIB, patienceMs: 500 });
    fastify.get('/long', () => 'a'.repeat(20 * MIB));
    fastify.get('/short', () => 'here');
    await fastify.listen({ port: 0, host: '127.0.0.1' });
    port = (fastify.server.address() as AddressInfo).port;
  });
  afterEach(async () => {
    for (const response of open.splice(0)) response.destroy();
    await fastify.close();
  });

  /** Asks, and takes nothing but the head of the answer. */
  const ask = async (path: string): Promise<IncomingMessage> => {
    const request = get({ port, path, agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    // Whoever is cut off learns it here as well.
    response.on('error', () => response.destroy());
    open.push(response);
    return response;
  };

  it('given more of them than may lie here, then the next is refused with Retry-After, and short ones go out', async () => {
    expect((await ask('/long')).statusCode).toBe(200);
    expect((await ask('/long')).statusCode).toBe(200);
    const refused = await ask('/long');
    expect(refused.statusCode).toBe(503);
    expect(refused.headers).toMatchObject({ 'retry-after': '2', 'content-type': 'application/problem+json' });
    expect((await refused.toArray()).join('')).toContain('"status":503');
    expect((await ask('/short')).statusCode).toBe(200);
  });

  it('given that the reader goes on, or goes, then there is room again', async () => {
    const [read, left] = [await ask('/long'), await ask('/long')];
    left.destroy();
    expect((await read.toArray()).reduce((sum: number, chunk: Buffer) => sum + chunk.length, 0)).toBe(20 * MIB);
    await pause(50);
    expect((await ask('/long')).statusCode).toBe(200);
    expect((await ask('/long')).statusCode).toBe(200);
  });

  it('given a reader who takes nothing for longer than the patience, then he is cut off and gives up the place', async () => {
    const [first] = [await ask('/long'), await ask('/long')];
    const gone = new Promise<void>((resolve) => first.once('close', resolve));
    await pause(1800);
    expect((await ask('/long')).statusCode).toBe(200);
    first.resume();
    await gone;
    expect(first.complete).toBe(false);
  });
});
