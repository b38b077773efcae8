import type { FastifyInstance, FastifyReply } from 'fastify';
import { Problem } from './problem.js';

/** What may lie here, written and not yet read by those who asked. One answer may be larger, when it is alone. */
const HELD_BYTES_MAX = 64 * 1024 * 1024;
/** For how long a connection may take nothing of its answer; Node looks twice before it believes it. */
const PATIENCE_MS = 30_000;

/**
 * Knows how many bytes of answers wait for their readers. Whoever asks on many connections for long lists and reads
 * none of them is told so before memory is gone, and a reader who takes nothing at all is cut off, so that nobody keeps
 * the place for ever. Streams are not counted: they take from their own source only what their reader takes.
 */
export class Outlet {
  private held = 0;

  constructor(
    fastify: FastifyInstance,
    private readonly bounds: { bytesMax: number; patienceMs: number } = {
      bytesMax: HELD_BYTES_MAX,
      patienceMs: PATIENCE_MS,
    },
  ) {
    fastify.addHook('onSend', async (_request, reply, payload) => {
      const bytes = bytesOf(payload);
      if (this.held > 0 && bytes > SMALL_BYTES && this.held + bytes > bounds.bytesMax) {
        return this.send(reply, refusalOn(reply));
      }
      return this.send(reply, payload);
    });
  }

  private send<Payload>(reply: FastifyReply, payload: Payload): Payload {
    const { raw } = reply;
    const bytes = bytesOf(payload);
    this.held += bytes;
    // Emitted when the last byte is out, and also when the reader is gone before.
    raw.once('close', () => {
      this.held -= bytes;
    });
    raw.setTimeout(this.bounds.patienceMs, () => raw.destroy());
    return payload;
  }
}

/** Health, problems and other short answers go out whatever lies here. */
const SMALL_BYTES = 16 * 1024;

const bytesOf = (payload: unknown): number =>
  typeof payload === 'string' || Buffer.isBuffer(payload) ? Buffer.byteLength(payload) : 0;

function refusalOn(reply: FastifyReply): string {
  const problem = new Problem(
    503,
    'Answers are asked for faster than they are read: read them, or ask for less at once.',
  );
  void reply.code(503).type('application/problem+json').header('retry-after', '2').removeHeader('content-length');
  return JSON.stringify(problem.document());
}
