import { isUtf8 } from 'node:buffer';
import { BODY_BYTES_MAX } from '#domain';
import { Refusal } from '#process';
import type { Format, FoundReport, Unfit } from './format.js';

/** One file is one report; who says it, and what else is known of it, comes from whoever sends it. */
export const text: Format = {
  name: 'text',
  endings: ['.txt'],
  mediaTypes: ['text/plain'],
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
    const whole = Buffer.concat(parts);
    if (end > BODY_BYTES_MAX) yield { number: 1, end, unfit: `has ${end} bytes; the most is ${BODY_BYTES_MAX}` };
    else if (!isUtf8(whole)) yield { number: 1, end, unfit: 'is no UTF-8 text' };
    else {
      const body = new TextDecoder().decode(whole);
      yield { number: 1, end, json: Buffer.from(JSON.stringify({ ...about, body })) };
    }
  },
};
