import { Inject, Injectable, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import pLimit from 'p-limit';
import pRetry, { AbortError } from 'p-retry';
import {
  EXTRACTOR_CONTRACT,
  extractorAnswerJsonSchema,
  extractorAnswerSchema,
  parseJson,
  RecordRefused,
  type ExtractorAnswer,
  type Origin,
} from '#domain';
import { EXTRACTOR } from '#extractor';
import { CONFIG, LOGGER, Metrics, type Config, type Logger } from '#service';
import { Reader, ReaderClosed, READING_GRACE_MS } from './reader.js';
import { readAnswer, type Understanding } from './reading.js';
import { ThreadReader } from './thread-reader.js';

/** Reports that are asked about at once. */
const ASKED_AT_ONCE = 4;
const RETRIES = 2;
const RETRY_MS_MIN = 250;
/** The longest answer, in bytes: a thousand claims of 4 KiB. */
const ANSWER_BYTES_MAX = 4 * 1024 * 1024;
/** After so many reports in a row without an answer it is not asked for a while: nobody waits for what is not there. */
const SILENT_MAX = 3;
const REST_MS = 60_000;
/** Names by which the house tells who read a report are no stranger's. */
const RESERVED = new Set([EXTRACTOR.name, 'producer']);

export type ForeignSettings = Pick<Config, 'EXTRACTOR_URL' | 'EXTRACTOR_TIMEOUT_MS'>;

/**
 * Reads by way of an extractor beside the house, such as one with a language model, which answers over HTTP and is not
 * trusted (docs/extractor.md). Where it gives no answer that can be used, the built-in one reads, and the receipt says so.
 * Without an address the built-in one reads everything.
 */
@Injectable()
export class ForeignReader extends Reader implements OnModuleDestroy, OnApplicationShutdown {
  private readonly limit = pLimit(ASKED_AT_ONCE);
  private readonly schema = extractorAnswerJsonSchema();
  private readonly closing = new AbortController();
  private silent = 0;
  private restUntil = 0;

  constructor(
    @Inject(CONFIG) private readonly settings: ForeignSettings,
    @Inject(ThreadReader) private readonly builtIn: Reader,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  async read(origin: Origin): Promise<Understanding> {
    const { EXTRACTOR_URL: url } = this.settings;
    if (url === undefined) return this.builtIn.read(origin);
    return this.limit(() => this.readBy(url, origin));
  }

  /** Who answers after seconds is not waited for: the report is read by whoever gets its batch next. */
  onModuleDestroy(): void {
    setTimeout(() => {
      this.closing.abort();
    }, READING_GRACE_MS).unref();
  }

  onApplicationShutdown(): void {
    this.closing.abort();
  }

  private async readBy(url: string, origin: Origin): Promise<Understanding> {
    if (performance.now() < this.restUntil) return this.instead(origin, 'has not answered for a while');
    try {
      const answer = await this.ask(url, origin);
      this.silent = 0;
      this.metrics.reportsRead.inc({ outcome: 'read' });
      return readAnswer(origin, answer);
    } catch (error) {
      if (this.closing.signal.aborted) throw new ReaderClosed('The reader is closed.', { cause: error });
      const useless = error instanceof RecordRefused;
      this.silent = useless ? 0 : this.silent + 1;
      if (this.silent >= SILENT_MAX) {
        this.silent = 0;
        this.restUntil = performance.now() + REST_MS;
      }
      this.logger.warn({ reportId: origin.reportId, err: error }, 'extractor not used');
      return this.instead(origin, useless ? `gave an answer of no use (${wordsOf(error)})` : wordsOf(error));
    }
  }

  private async instead(origin: Origin, why: string): Promise<Understanding> {
    this.metrics.reportsRead.inc({ outcome: 'fallback' });
    const understood = await this.builtIn.read(origin);
    const reason = [`The configured extractor ${why}; the built-in one was asked.`, understood.reason];
    return { ...understood, unread: true, reason: reason.filter((text) => text !== undefined).join(' ') };
  }

  /** @throws RecordRefused for an answer that is none; Error in words when there is no answer */
  private ask(url: string, { reportId, report }: Origin): Promise<ExtractorAnswer> {
    const { source, title, body, lang, publishedAt, credit } = report;
    const asked = { id: reportId, source, title, body, lang, publishedAt, credit };
    const request = JSON.stringify({ contract: EXTRACTOR_CONTRACT, report: asked, schema: this.schema });
    const attempt = async (): Promise<ExtractorAnswer> => {
      const late = AbortSignal.timeout(this.settings.EXTRACTOR_TIMEOUT_MS);
      try {
        return await this.exchange(url, request, late);
      } catch (error) {
        if (late.aborted) throw new Error('did not answer in time', { cause: error });
        // What comes of the network is tried again, whatever it calls itself.
        if (error instanceof RecordRefused || error instanceof AbortError) throw error;
        throw new Error(wordsOf(error), { cause: error });
      }
    };
    return pRetry(attempt, {
      retries: RETRIES,
      minTimeout: RETRY_MS_MIN,
      signal: this.closing.signal,
      // To ask again for what was answered is to ask for the same.
      shouldRetry: ({ error }) => !(error instanceof RecordRefused),
    });
  }

  private async exchange(url: string, body: string, late: AbortSignal): Promise<ExtractorAnswer> {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body,
      // Whoever answers is whom the operator chose: another address is an answer of no use.
      redirect: 'manual',
      signal: AbortSignal.any([late, this.closing.signal]),
    });
    if (answer.ok) return answerOf(await bytesOf(answer));
    await answer.body?.cancel();
    const failed = new Error(`answered ${answer.status}`);
    throw answer.status >= 500 || answer.status === 429 ? failed : new AbortError(failed);
  }
}

/** @throws RecordRefused when it is longer than any answer may be */
async function bytesOf(answer: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    // Leaving the loop closes the connection.
    if (length > ANSWER_BYTES_MAX) throw new RecordRefused(`is longer than ${ANSWER_BYTES_MAX} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function answerOf(bytes: Uint8Array): ExtractorAnswer {
  const parsed = extractorAnswerSchema.safeParse(parseJson(bytes));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new RecordRefused(`${(issue?.path ?? []).join('.')} ${issue?.message ?? 'is invalid'}`.trim());
  }
  const { name } = parsed.data.extractor;
  if (RESERVED.has(name)) throw new RecordRefused(`${name} is a name of the house`);
  return parsed.data;
}

function wordsOf(error: unknown): string {
  const { message, cause } = error as Error;
  // Node's fetch says "fetch failed" of every network error, and why in the cause.
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return typeof code !== 'string' ? message : `could not be reached (${code})`;
}
