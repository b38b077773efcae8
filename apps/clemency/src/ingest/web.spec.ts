import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sourcesOf } from './sources.js';
import { fetchWhole } from './web.js';

describe('a feed on the web', () => {
  let server: Server;
  let site: string;
  const agents: (string | undefined)[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      agents.push(request.headers['user-agent']);
      if (request.url === '/moved') response.writeHead(302, { location: '/feed' }).end();
      else if (request.url === '/feed')
        response.writeHead(200, { 'content-type': 'Text/XML; charset=utf-8' }).end('<rss/>');
      else if (request.url === '/sdn.csv') response.writeHead(200, { 'content-type': 'text/csv' }).end('1,2\n');
      else if (request.url === '/page') response.writeHead(200, { 'content-type': 'text/html' }).end('a page');
      else response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it('given an address that has moved, then what is there now is fetched, and the server learns who asks', async () => {
    expect(await fetchWhole(`${site}/moved`)).toEqual({ bytes: Buffer.from('<rss/>'), mediaType: 'text/xml' });
    expect(agents.at(-1)).toMatch(/^Clemency/);
  });

  it('given no format, then the name or the media type says it', async () => {
    const formatAt = async (path: string, format?: string) =>
      (await sourcesOf(`${site}${path}`, format, { about: {} })).list.map((source) => source.format.name);
    expect(await formatAt('/feed')).toEqual(['rss']);
    expect(await formatAt('/sdn.csv')).toEqual(['ofac-sdn']);
    expect(await formatAt('/page', 'text')).toEqual(['text']);
    await expect(formatAt('/page')).rejects.toThrow(`${site}/page is text/html: say with --format`);
  });

  it('given nothing there, or too much, then one sentence says so', async () => {
    await expect(fetchWhole(`${site}/nowhere`)).rejects.toThrow(`${site}/nowhere answered 404 Not Found.`);
    await expect(fetchWhole(`${site}/feed`, 5)).rejects.toThrow('holds more than 5 bytes: fetch it to a file first.');
    await expect(fetchWhole('http://127.0.0.1:9')).rejects.toThrow(
      /^http:\/\/127\.0\.0\.1:9 can't be fetched \(.+\)\.$/,
    );
  });
});
