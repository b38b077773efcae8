import { setTimeout as pause } from 'node:timers/promises';

/** A client of the house as tests need one: JSON in and out, the status beside the body. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

export interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly events: readonly string[];
}
export interface Page {
  readonly items: readonly Row[];
  readonly next: string | null;
  readonly asOf: string;
  readonly knownAt: string;
  readonly knownUpTo: string;
  readonly generation: string;
}
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly recordedtime: string;
  readonly data: Record<string, unknown> & {
    readonly modality: string;
    readonly evidence: readonly { readonly start: number; readonly end: number; readonly quote: string }[];
  };
}
export interface ReportAnswer {
  readonly report: Record<string, unknown>;
  readonly events: readonly StoredEvent[];
  readonly receipt: StoredEvent | null;
}

export class Client {
  constructor(readonly url: string) {}

  async get<Body = Record<string, unknown>>(path: string, headers: Record<string, string> = {}): Promise<Answer<Body>> {
    return answerOf<Body>(await fetch(`${this.url}${path}`, { headers }));
  }

  async post<Body = Record<string, unknown>>(
    path: string,
    value: unknown,
    mediaType = 'application/json',
  ): Promise<Answer<Body>> {
    const body = typeof value === 'string' || value instanceof Uint8Array ? value : JSON.stringify(value);
    return answerOf<Body>(
      await fetch(`${this.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': mediaType },
        body: body as string,
      }),
    );
  }

  /** Sends a report that must be accepted. */
  async report(report: unknown): Promise<{ reportId: string; duplicate: boolean; position: string }> {
    const { status, body } = await this.post<{ reportId: string; duplicate: boolean; position: string }>(
      '/v1/reports',
      report,
    );
    if (status !== 202) throw new Error(`The report was answered with ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** A read that must be answered, once what the position names is projected. */
  async read<Body = Page>(path: string, after?: string): Promise<Body> {
    const joined = after ? `${path}${path.includes('?') ? '&' : '?'}after=${after}&wait=20000` : path;
    const { status, body } = await this.get<Body>(joined);
    if (status !== 200) throw new Error(`${path} was answered with ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Waits until all that is known by now is projected: a log in Kafka is sure of it only when open transactions are over. */
  async settle(): Promise<void> {
    const now = new Date().toISOString();
    for (const until = Date.now() + 60_000; Date.now() < until; await pause(200)) {
      if ((await this.read('/v1/counts?limit=1')).knownUpTo >= now) return;
    }
    throw new Error(`Not everything that was known at ${now} was projected in time.`);
  }
}

async function answerOf<Body>(response: Response): Promise<Answer<Body>> {
  const text = await response.text();
  const body = (/[/+]json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text) as Body;
  return { status: response.status, body, headers: response.headers };
}
