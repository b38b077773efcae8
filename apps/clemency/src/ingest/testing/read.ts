import type { About, Format } from '../formats/format.js';

/** A report as a format makes it, or why there is none. */
export interface Made {
  readonly number: number;
  readonly report?: Record<string, unknown>;
  readonly unfit?: string;
}

/** All that a format finds, from bytes that come a few at a time, as they do from a network. */
export async function foundBy(format: Format, given: string | Buffer, about: About = {}): Promise<Made[]> {
  const bytes = Buffer.from(given as string);
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
  }
  const made: Made[] = [];
  for await (const found of format.read({ name: 'a feed', bytes: chunks(), about })) {
    const { number } = found;
    if ('unfit' in found) made.push({ number, unfit: found.unfit });
    else made.push({ number, report: JSON.parse(Buffer.from(found.json).toString()) as Record<string, unknown> });
  }
  return made;
}
