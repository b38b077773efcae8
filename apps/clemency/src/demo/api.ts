/** What the story asks of a house, over HTTP like anybody else. */
export interface Event {
  readonly id: string;
  readonly type: string;
  readonly recordedtime: string;
  readonly data: {
    readonly modality: string;
    readonly occurred: { readonly edtf: string };
    readonly assertedBy: { readonly how: string; readonly name?: string; readonly role?: string };
    readonly evidence: readonly { readonly start: number; readonly quote: string }[];
    readonly count?: { readonly value: number; readonly qualifier: string };
    readonly person?: { readonly name: string };
    readonly target?: { readonly name: string };
    readonly authority?: string;
    readonly population?: string;
    readonly unit?: string;
    readonly licence?: { readonly number: string; readonly parties: readonly string[]; readonly unblocks?: boolean };
    readonly by?: unknown;
    readonly named?: readonly { readonly name: string }[];
    readonly link?: string;
    readonly window?: { readonly from?: string };
    readonly destination?: string;
  };
}
export interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly status?: string;
  readonly valid: { readonly from: string | null };
  readonly events: readonly string[];
}
export interface Page {
  readonly items: readonly Row[];
  readonly knownAt: string;
}
export interface ReportAnswer {
  readonly report: { readonly source: { readonly name: string }; readonly receivedAt: string };
  readonly events: readonly Event[];
}

export interface Sent {
  readonly reportId: string;
  readonly duplicate: boolean;
  readonly position: string;
}

export class Api {
  private readonly headers: Record<string, string>;

  constructor(
    readonly url: string,
    key: string | undefined,
  ) {
    this.headers = key ? { authorization: `Bearer ${key}` } : {};
  }

  async send(report: unknown): Promise<Sent> {
    const headers = { ...this.headers, 'content-type': 'application/json' };
    const answer = await fetch(`${this.url}/v1/reports`, { method: 'POST', headers, body: JSON.stringify(report) });
    return this.bodyOf(answer, 202);
  }

  async read<Body>(path: string, query: Record<string, string> = {}): Promise<Body> {
    const parameters = new URLSearchParams(query).toString();
    const answer = await fetch(`${this.url}${path}${parameters ? `?${parameters}` : ''}`, { headers: this.headers });
    return this.bodyOf(answer, 200);
  }

  private async bodyOf<Body>(answer: Response, expected: number): Promise<Body> {
    const body: unknown = await answer.json();
    if (answer.status === expected) return body as Body;
    throw new Error(`${answer.url} answered ${answer.status}: ${JSON.stringify(body)}`);
  }
}
