import type { Message } from 'kafkajs';
import type { Instant } from '#domain';
import { type Draft, RECORD_BYTES_MAX } from '../contract.js';

/**
 * The most that goes into one request, so that it fits a topic with Kafka's own limit (1 MiB a batch) too; a larger
 * record goes alone. kafkajs sorts the messages of a request by partition in quadratic time, hence their number.
 */
const PARCEL_BYTES_MAX = 900 * 1024;
const PARCEL_MESSAGES_MAX = 2000;

/**
 * Prints a draft for Kafka. The message's timestamp is left to the client.
 * @throws RangeError when the record is larger than the log takes
 */
export function messageOf(draft: Draft, at: Instant): Message & { key: string; value: Buffer } {
  const bytes = draft.print(at);
  if (bytes.length > RECORD_BYTES_MAX) {
    const size = `A record of ${bytes.length} bytes (key ${draft.key.slice(0, 100)})`;
    throw new RangeError(`${size} is larger than the ${RECORD_BYTES_MAX} bytes that the log takes.`);
  }
  return { key: draft.key, value: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** Counts what goes into one request. */
export class Parcel {
  #bytes = 0;
  #count = 0;

  /** Takes the message in, unless the parcel would grow too large with it. An empty one takes any message. */
  takes(message: { key: string; value: Buffer }): boolean {
    const bytes = message.value.length + Buffer.byteLength(message.key) + 32;
    const isFull = this.#count === PARCEL_MESSAGES_MAX || this.#bytes + bytes > PARCEL_BYTES_MAX;
    if (isFull && this.#count > 0) return false;
    this.#bytes += bytes;
    this.#count++;
    return true;
  }
}
