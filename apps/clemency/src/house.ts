import type { Command } from 'commander';
import { Refusal, type Config } from '#process';

export interface HouseOptions {
  readonly url?: string;
  readonly key?: string;
}

/** The options by which a command finds the house that it speaks to. */
export const withHouse = (command: Command): Command =>
  command
    .option('--url <url>', 'the address of the running house (default: HOST and PORT)')
    .option('--key <key>', 'where the house asks for one (default: CLEMENCY_KEY, or the first of API_KEYS)');

/** Nothing answers there. */
export class NoHouse extends Refusal {}

const READ_MS_MAX = 120_000;
/** Addresses to listen on that are none to connect to. */
const ANY: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };

/** A running house, over HTTP like anybody else. What can't be done is a Refusal of one sentence. */
export class House {
  /** Without a slash at its end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;

  /** @throws Refusal for an address that is none */
  constructor({ url, key }: HouseOptions, config: Config) {
    this.url = addressOf(url, config);
    const given = key ?? config.CLEMENCY_KEY ?? config.API_KEYS?.[0];
    this.headers = given === undefined ? {} : { authorization: `Bearer ${given}` };
  }

  /** @throws NoHouse, Refusal for any other answer than a 2xx */
  async read<Body>(path: string, query: Readonly<Record<string, string>> = {}, signal?: AbortSignal): Promise<Body> {
    const parameters = new URLSearchParams(query).toString();
    return this.ask(`${path}${parameters && `?${parameters}`}`, { ...(signal ? { signal } : {}) });
  }

  /** @param value sent as JSON */
  async post<Body>(path: string, value: unknown): Promise<Body> {
    const headers = { 'content-type': 'application/json' };
    return this.ask(path, { method: 'POST', headers, body: JSON.stringify(value) });
  }

  private async ask<Body>(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Body> {
    const answer = await this.fetch(path, { signal: AbortSignal.timeout(READ_MS_MAX), ...init });
    const text = await answer.text();
    if (answer.ok && isJson(answer)) return JSON.parse(text) as Body;
    throw this.refusal(answer, text);
  }

  /** One request, its answer as it is. @throws NoHouse when nothing answers */
  async fetch(path: string, init: RequestInit & { headers?: Record<string, string> } = {}): Promise<Response> {
    try {
      return await fetch(`${this.url}${path}`, { ...init, headers: { ...this.headers, ...init.headers } });
    } catch (error) {
      // Node's fetch says "fetch failed" of every network error, and why in the cause.
      if (!(error instanceof TypeError)) throw error;
      const why = (error.cause as NodeJS.ErrnoException | undefined)?.code ?? error.message;
      throw new NoHouse(
        `No house answers at ${this.url} (${why}): start it with \`npm start\`, or give another address with --url.`,
        { cause: error },
      );
    }
  }

  /** The sentence for an answer that is not what was asked for. */
  refusal(answer: Response, text: string): Refusal {
    if (answer.status === 401) {
      return new Refusal(
        'authorization' in this.headers
          ? `The house at ${this.url} does not know this key: give another with --key or CLEMENCY_KEY.`
          : `The house at ${this.url} asks for a key: give one with --key or CLEMENCY_KEY.`,
      );
    }
    const detail = isJson(answer) ? (JSON.parse(text) as { detail?: unknown }).detail : undefined;
    if (typeof detail === 'string') return new Refusal(`The house answers ${answer.status}: ${detail}`);
    return new Refusal(`What answers at ${answer.url} is no house of this kind (${answer.status}).`);
  }
}

const isJson = (answer: Response): boolean =>
  /^application\/(problem\+)?json\b/.test(answer.headers.get('content-type') ?? '');

function addressOf(url: string | undefined, { HOST, PORT }: Config): string {
  const host = ANY[HOST] ?? (HOST.includes(':') ? `[${HOST}]` : HOST);
  const address = url ?? `http://${host}:${PORT}`;
  if (!/^https?:\/\//.test(address) || !URL.canParse(address)) {
    throw new Refusal(`--url ${address} is no address of a house, such as http://127.0.0.1:3000.`);
  }
  return address.replace(/\/+$/, '');
}
