import { BODY_BYTES_MAX } from '#domain';
import { Refusal } from '#service';
import type { Format, FoundReport, Unfit } from './format.js';

/** One file is one report; who says it, and what else is known of it, comes from whoever sends it. */
export const text: Format = {
  name: 'text',
  endings: ['.txt'],
  counts: 'report',
  seeks: false,
  async *read({ name, bytes, about }): AsyncGenerator<FoundReport | Unfit> {
    if (!about.source) {
      throw new Refusal(`${name} is plain text and does not say whose it is: give --source-id and --source-kind.`);
    }
    const parts: Buffer[] = [];
    let end = 0;
    for await (const part of bytes) {
      end += part.length;
      if (end <= BODY_BYTES_MAX) parts.push(part);
    }
    const body = end <= BODY_BYTES_MAX ? decoded(Buffer.concat(parts)) : undefined;
    if (end > BODY_BYTES_MAX) yield { number: 1, end, unfit: `has ${end} bytes; the most is ${BODY_BYTES_MAX}` };
    else if (body === undefined) yield { number: 1, end, unfit: 'is no UTF-8 text' };
    else yield { number: 1, end, json: Buffer.from(JSON.stringify({ ...about, body })) };
  },
};

/** @returns undefined for what is no UTF-8 */
function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
