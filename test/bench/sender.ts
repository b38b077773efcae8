import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';

export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** Sends requests over connections that stay open; lighter than `fetch`, since it shares the machine with what it loads. */
export class Sender {
  private readonly agent: Agent;

  constructor(
    private readonly url: string,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  post(path: string, body: string, mediaType = 'application/json'): Promise<Reply> {
    const headers = { 'content-type': mediaType, 'content-length': String(Buffer.byteLength(body)) };
    return this.send('POST', path, headers, body);
  }

  get(path: string): Promise<Reply> {
    return this.send('GET', path, {});
  }

  close(): void {
    this.agent.destroy();
  }

  private async send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Reply> {
    const sent = request(`${this.url}${path}`, { method, headers, agent: this.agent });
    sent.end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return { status: response.statusCode!, text: Buffer.concat(chunks).toString('utf8') };
  }
}

/** The reply, unless it is not the one wanted. */
export function expectStatus(reply: Reply, status: number): Reply {
  if (reply.status !== status) throw new Error(`Answered with ${reply.status}: ${reply.text.slice(0, 500)}`);
  return reply;
}

/**
 * Some callers, each of whom sends again as soon as it is answered, until the time is over.
 * @returns how often they were answered, and in how many seconds
 */
export async function inTurn(
  callers: number,
  seconds: number,
  call: () => Promise<unknown>,
): Promise<{ calls: number; seconds: number }> {
  const began = performance.now();
  const until = began + seconds * 1000;
  let calls = 0;
  const caller = async (): Promise<void> => {
    while (performance.now() < until) {
      await call();
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { calls, seconds: (performance.now() - began) / 1000 };
}
