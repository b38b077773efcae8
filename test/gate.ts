import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A door before a real house, such as a proxy is, that can be full or shut. */
export interface Gate {
  readonly url: string;
  /** When each POST came, on the monotonic clock. */
  readonly posts: readonly number[];
  close(): Promise<void>;
}

/** @param refusals so many of the first POSTs are answered with 503 and Retry-After of 3 s */
export async function openGate(houseUrl: string, refusals: number, port = 0): Promise<Gate> {
  const { hostname, port: housePort } = new URL(houseUrl);
  const posts: number[] = [];
  const server: Server = createServer((asked, answer) => {
    if (asked.method === 'POST') posts.push(performance.now());
    if (asked.method === 'POST' && posts.length <= refusals) {
      asked.resume();
      answer.writeHead(503, { 'retry-after': '3', 'content-type': 'application/problem+json' });
      answer.end('{"detail":"Full."}');
      return;
    }
    const { method, url: path, headers } = asked;
    const passed = request({ hostname, port: housePort, method, path, headers }, (response) => {
      answer.writeHead(response.statusCode!, response.headers);
      response.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { url, posts, close };
}
