const BUGS = [SyntaxError, TypeError, RangeError, ReferenceError];

/** Is it our own bug rather than an outage? Trying again would not help, and kafkajs must not see it either. */
export const isBug = (error: unknown): boolean => BUGS.some((kind) => error instanceof kind) || BUGS.some(named(error));

// An error out of another realm (a test's sandbox, a worker) is of another class by the same name.
const named = (error: unknown) => (kind: { name: string }) =>
  error instanceof Object && 'name' in error && error.name === kind.name;

/** The type of a Kafka protocol error, such as INVALID_PRODUCER_EPOCH, also where kafkajs has wrapped it. */
export function protocolType(error: unknown): string | undefined {
  for (let at = error; at instanceof Object; at = 'cause' in at ? at.cause : undefined) {
    if ('type' in at && typeof at.type === 'string') return at.type;
  }
  return undefined;
}

const FENCED = ['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED', 'INVALID_PRODUCER_ID_MAPPING', 'UNKNOWN_PRODUCER_ID'];

/** Says that another producer has taken over our transactional id, or that the broker has ended our transaction. */
export const isFenced = (error: unknown): boolean => FENCED.includes(protocolType(error) ?? '');

const HOPELESS = /TOO_LARGE$|AUTHORIZATION_FAILED$|^INVALID_RECORD$|^UNSUPPORTED_/;

/** Will the broker give the same answer for ever? */
export const isHopeless = (error: unknown): boolean => HOPELESS.test(protocolType(error) ?? '');

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Trouble that must end the consumer: a bug, or an outage that outlasted our patience. The cause is what to report. */
export class Unbearable extends Error {
  override readonly name = 'Unbearable';
}

/** How long one trouble may last, and how long to wait before the next try. */
export class Patience {
  #since: number | undefined;
  #tries = 0;

  constructor(
    private readonly what: string,
    private readonly limitMs: number,
  ) {}

  /**
   * @returns the milliseconds to wait before the next try: 50 at first, doubled each time, 5,000 at most
   * @throws Unbearable when the error is a bug or the trouble has lasted for longer than the limit
   */
  endure(error: unknown): number {
    if (error instanceof Unbearable) throw error;
    if (isBug(error)) throw new Unbearable(messageOf(error), { cause: error });
    const now = performance.now();
    this.#since ??= now;
    if (now - this.#since >= this.limitMs) {
      const message = `${this.what} failed for ${Math.round((now - this.#since) / 1000)} s: ${messageOf(error)}`;
      throw new Unbearable(message, { cause: new Error(message, { cause: error }) });
    }
    return Math.min(50 * 2 ** this.#tries++, 5000);
  }

  /** It went well: the next trouble is a new one. */
  relieved(): void {
    this.#since = undefined;
    this.#tries = 0;
  }
}
