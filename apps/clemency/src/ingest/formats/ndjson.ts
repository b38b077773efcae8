import { BYTE_ORDER_MARK, NOTHING_YET, REPORT_BYTES_MAX, type Format, type FoundReport, type Unfit } from './format.js';

const NEWLINE = 0x0a;
const SPACES = new Set([0x20, 0x09, 0x0d]);

/** One report a line, sent on to the byte. Empty lines are passed over. */
export const ndjson: Format = {
  name: 'ndjson',
  endings: ['.ndjson', '.jsonl'],
  mediaTypes: ['application/x-ndjson'],
  counts: 'line',
  seeks: true,
  async *read({ bytes }, after = NOTHING_YET): AsyncGenerator<FoundReport | Unfit> {
    const line = new Line();
    let { number, end } = after;
    for await (const chunk of bytes) {
      for (let from = 0; from < chunk.length;) {
        const newline = chunk.indexOf(NEWLINE, from);
        const to = newline < 0 ? chunk.length : newline;
        line.add(chunk.subarray(from, to));
        end += to - from;
        if (newline < 0) break;
        from = newline + 1;
        end += 1;
        number += 1;
        yield* line.take(number, end);
      }
    }
    yield* line.take(number + 1, end);
  },
};

/** The line that is being read. Of one that is too long its length alone is kept. */
class Line {
  private parts: Buffer[] = [];
  private length = 0;

  add(part: Buffer): void {
    this.length += part.length;
    if (this.length > REPORT_BYTES_MAX) this.parts = [];
    else this.parts.push(part);
  }

  *take(number: number, end: number): Generator<FoundReport | Unfit> {
    const { length } = this;
    const whole = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    this.parts = [];
    this.length = 0;
    if (length > REPORT_BYTES_MAX) {
      yield { number, end, unfit: `has ${length} bytes; the most is ${REPORT_BYTES_MAX}` };
      return;
    }
    const json = trimmed(number === 1 && whole.indexOf(BYTE_ORDER_MARK) === 0 ? whole.subarray(3) : whole);
    if (json.length > 0) yield { number, end, json };
  }
}

function trimmed(line: Buffer): Buffer {
  let to = line.length;
  while (to > 0 && SPACES.has(line[to - 1]!)) to -= 1;
  let from = 0;
  while (from < to && SPACES.has(line[from]!)) from += 1;
  return line.subarray(from, to);
}
