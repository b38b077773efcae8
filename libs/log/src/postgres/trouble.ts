import { setTimeout as sleep } from 'node:timers/promises';
import { LogRefused } from '../contract.js';
import type { LogSink } from '../sink.js';

const BUGS = ['SyntaxError', 'TypeError', 'RangeError', 'ReferenceError'];

/** What is thrown may come from another realm (a worker, a test's sandbox), where `instanceof Error` is false. */
const looked = (thrown: unknown): Partial<AggregateError> => Object(thrown) as Partial<AggregateError>;

/** Is it a bug of our own or a refusal? Trying again helps neither. */
const isHopeless = (error: unknown): boolean => error instanceof LogRefused || BUGS.includes(looked(error).name ?? '');

/** Thrown out of `persist` when its signal says that nobody wants the outcome any more. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned';
}

export interface Persistence {
  /** For the message, as the subject of "failed for 60 s". */
  readonly what: string;
  /** How long one trouble may last, in milliseconds. */
  readonly outageMsMax: number;
  readonly signal: AbortSignal;
  /** Told of each failure that is tried again. */
  readonly sink: LogSink;
}

/**
 * Tries until it works, with a growing pause (50 ms to 5 s) after each failure.
 * @throws Abandoned once the signal is given, except that a try under way is finished, and counts where it works
 * @throws the error itself for a bug or a refusal, and an error with the last one as its cause when the bound is reached
 */
export async function persist<T>({ what, outageMsMax, signal, sink }: Persistence, work: () => Promise<T>): Promise<T> {
  let since: number | undefined;
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 5000)) {
    if (signal.aborted) throw new Abandoned(`${what} was given up.`);
    try {
      return await work();
    } catch (error) {
      if (isHopeless(error)) throw error;
      if (signal.aborted) throw new Abandoned(`${what} was given up.`, { cause: error });
      since ??= performance.now();
      const lastedMs = performance.now() - since;
      if (lastedMs >= outageMsMax) {
        throw new Error(`${what} failed for ${Math.round(lastedMs / 1000)} s: ${reasonOf(error)}`, { cause: error });
      }
      sink({ level: 'warn', message: `${what} failed and is tried again.`, error: reasonOf(error) });
      await pause(Math.min(pauseMs, outageMsMax - lastedMs), signal);
    }
  }
}

/** A connection that is refused on each address of a host has its reasons inside, and no message of its own. */
export function reasonOf(error: unknown): string {
  const { message, errors } = looked(error);
  return message || errors?.map(reasonOf).join('; ') || String(error);
}

/** Waits, or less long when the signal is given. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
