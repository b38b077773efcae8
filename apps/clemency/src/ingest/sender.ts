import { setTimeout as pause } from 'node:timers/promises';
import pRetry, { type RetryContext } from 'p-retry';
import { Refusal } from '#process';
import { NoHouse, type House } from '../house.js';
import type { Entry } from './batches.js';

/** What became of one entry. */
export type Outcome = 'added' | 'duplicate' | { readonly refused: string; readonly field?: string | undefined };

export interface Patience {
  /** How long one load may be tried, in milliseconds. */
  readonly ms: number;
  /** Told once when an outage begins, with the reason, and once when it is over. */
  readonly outage: (reason: string | undefined) => void;
  readonly signal: AbortSignal;
}

/** The house is there and can't take anything in just now, or is gone for a while. */
class Outage extends Error {
  override readonly name = 'Outage';
  constructor(
    message: string,
    readonly afterMs: number,
  ) {
    super(message);
  }
}

const REQUEST_MS_MAX = 120_000;
const [PAUSE_MS_MIN, PAUSE_MS_MAX] = [500, 10_000];

interface Line {
  readonly line: number;
  readonly status: number;
  readonly duplicate?: boolean;
  readonly problem?: { readonly detail: string; readonly errors?: readonly { readonly field: string }[] };
}

/** Sends reports to `POST /v1/reports`, line by line, and waits as long as the house asks it to. */
export class Sender {
  private isOut = false;

  constructor(
    private readonly house: House,
    private readonly patience: Patience,
  ) {}

  /**
   * @returns one outcome an entry, in order, when what was taken in is durable
   * @throws Refusal when the house takes nothing from us at all, or when an outage outlasts the patience
   */
  async send(entries: readonly Entry[]): Promise<Outcome[]> {
    const lines = entries.flatMap(({ found }) => ('json' in found ? [found.json, NEWLINE] : []));
    const answers = lines.length === 0 ? [] : await this.persistently(Buffer.concat(lines));
    if (answers.length !== lines.length / 2) {
      throw new Error(`The house answered for ${answers.length} reports of ${lines.length / 2}.`);
    }
    let at = 0;
    return entries.map(({ found }) => ('json' in found ? outcomeOf(answers[at++]!) : { refused: found.unfit }));
  }

  private async persistently(body: Buffer): Promise<readonly Line[]> {
    const { ms, signal, outage } = this.patience;
    let answer: readonly Line[] | undefined;
    const attempt = async (): Promise<void> => {
      answer = await this.post(body);
    };
    try {
      await pRetry(attempt, {
        retries: Number.POSITIVE_INFINITY,
        minTimeout: PAUSE_MS_MIN,
        maxTimeout: PAUSE_MS_MAX,
        randomize: true,
        maxRetryTime: ms,
        signal,
        shouldRetry: ({ error }) => error instanceof Outage,
        onFailedAttempt: (context) => this.bear(context),
      });
    } catch (error) {
      if (error instanceof Outage) {
        const tried = `Gave up after ${Math.round(ms / 1000)} s`;
        throw new Refusal(`${tried}: ${error.message} What was acknowledged is safe; run it again to go on.`);
      }
      // A request is not cut off by a signal: an answer that came together with one counts.
      if (answer === undefined) throw error;
    }
    if (this.isOut) outage(undefined);
    this.isOut = false;
    return answer!;
  }

  /** As long as the house asks for, on top of the backoff, which spreads those who wait together. */
  private async bear({ error }: RetryContext): Promise<void> {
    if (!(error instanceof Outage)) return;
    if (!this.isOut) this.patience.outage(error.message);
    this.isOut = true;
    await pause(error.afterMs, undefined, { signal: this.patience.signal });
  }

  private async post(body: Buffer): Promise<readonly Line[]> {
    const headers = { 'content-type': 'application/x-ndjson' };
    const signal = AbortSignal.timeout(REQUEST_MS_MAX);
    try {
      const answer = await this.house.fetch('/v1/reports', { method: 'POST', headers, body, signal });
      if (answer.status === 207) return ((await answer.json()) as { lines: readonly Line[] }).lines;
      const refusal = this.house.refusal(answer, await answer.text());
      if (answer.status === 429 || answer.status >= 500) throw new Outage(refusal.message, retryAfterOf(answer));
      throw refusal;
    } catch (error) {
      if (error instanceof NoHouse) throw new Outage(error.message, 0);
      if ((error as Error).name === 'TimeoutError') throw new Outage('The house gives no answer.', 0);
      // A connection that breaks while the answer is read: whether it was taken in is known when it is sent again.
      if (error instanceof TypeError) throw new Outage(`The answer broke off (${error.message}).`, 0);
      throw error;
    }
  }
}

const NEWLINE = Buffer.from('\n');

function outcomeOf({ status, duplicate, problem }: Line): Outcome {
  if (status === 202) return duplicate ? 'duplicate' : 'added';
  return { refused: problem?.detail ?? `is refused with ${status}`, field: problem?.errors?.[0]?.field };
}

/** Milliseconds from a number of seconds or a date (RFC 9110, section 10.2.3). */
function retryAfterOf({ headers }: Response): number {
  const value = headers.get('retry-after');
  if (value === null) return 0;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : 0;
}
