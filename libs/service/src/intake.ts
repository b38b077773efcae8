import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

/** The largest request, in bytes. */
export const REQUEST_BYTES_MAX = 8 * 1024 * 1024;

/** What all requests together may hold at once; while it is read and printed, a body takes several times its size. */
const HELD_BYTES_MAX = 32 * 1024 * 1024;

/** Who is still sending does not read an answer, so what is refused is let through to nowhere, up to here. */
const DRAINED_BYTES_MAX = 64 * 1024 * 1024;

/**
 * Reads bodies as bytes and knows how many are held, from the first chunk until the answer is out: whoever sends faster
 * than we work is told so before memory is gone. What came is counted, not what was announced, so that a connection
 * that promises much and sends nothing takes nobody's place.
 */
export class Intake {
  private held = 0;
  private readonly lengths = new WeakMap<FastifyRequest, number>();

  constructor(fastify: FastifyInstance, mediaTypes: string[]) {
    fastify.addHook('onRequest', (request, reply, done) => {
      // Emitted when the answer is out, and also when its receiver is gone before.
      reply.raw.once('close', () => {
        this.release(request);
      });
      done();
    });
    fastify.addContentTypeParser(mediaTypes, (request: FastifyRequest, payload: Readable) =>
      this.read(request, payload).finally(() => payload.resume()),
    );
  }

  /** @throws Problem 413, 415, 400 for a body that breaks off, 503 with Retry-After while too much is held */
  private async read(request: FastifyRequest, payload: Readable): Promise<Buffer> {
    refuseEncoding(request);
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > DRAINED_BYTES_MAX) throw tooLarge();
    let refusal = announced > REQUEST_BYTES_MAX ? tooLarge() : undefined;
    let chunks: Buffer[] = [];
    let length = 0;
    try {
      // A stream that is destroyed takes the connection with it, and the answer.
      for await (const chunk of payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > DRAINED_BYTES_MAX) throw tooLarge();
        refusal ??= this.hold(request, length, chunk.length);
        if (refusal) chunks = [];
        else chunks.push(chunk);
      }
    } catch (error) {
      if (error instanceof Problem) throw error;
      throw new Problem(400, 'The request ended before its body was complete.', { cause: error });
    }
    if (refusal) throw refusal;
    return Buffer.concat(chunks, length);
  }

  /** @returns why there is no room for the next bytes; then nothing is held for this request any more */
  private hold(request: FastifyRequest, length: number, bytes: number): Problem | undefined {
    const isFull = this.held + bytes > HELD_BYTES_MAX;
    if (length <= REQUEST_BYTES_MAX && !isFull) {
      this.held += bytes;
      this.lengths.set(request, length);
      return undefined;
    }
    this.release(request);
    if (length > REQUEST_BYTES_MAX) return tooLarge();
    return new Problem(503, 'Reports arrive faster than they can be taken in.', { retryAfterS: 2 });
  }

  private release(request: FastifyRequest): void {
    this.held -= this.lengths.get(request) ?? 0;
    this.lengths.delete(request);
  }
}

const tooLarge = (): Problem => new Problem(413, `The request is larger than ${REQUEST_BYTES_MAX / 1024 / 1024} MiB.`);

/** Bytes in another encoding than they are read in would be taken for something else, or stored as it. */
function refuseEncoding({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new Problem(415, `The content encoding ${encoding} is not read here: send the body as it is.`);
  }
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset === undefined || /^utf-?8$/i.test(charset)) return;
  throw new Problem(415, `The charset ${charset} is not read here: JSON is UTF-8 (RFC 8259, section 8.1).`);
}
