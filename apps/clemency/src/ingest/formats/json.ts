import { BYTE_ORDER_MARK, REPORT_BYTES_MAX, type Format, type FoundReport, type Unfit } from './format.js';

const [QUOTE, BACKSLASH, COMMA, SPACE] = [0x22, 0x5c, 0x2c, 0x20];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);
const BRACKET = 0x5b;
const BREAKS = new Set([0x0a, 0x0d]);
const isSpace = (byte: number): boolean => byte === SPACE || byte === 0x09 || BREAKS.has(byte);

/**
 * One report, or an array of them. An array is cut into its elements without being parsed: it may be larger than
 * memory, and the house gets each element to the byte, so that it refuses what it would refuse otherwise.
 */
export const json: Format = {
  name: 'json',
  endings: ['.json'],
  mediaTypes: ['application/json'],
  counts: 'report',
  seeks: false,
  async *read({ bytes }): AsyncGenerator<FoundReport | Unfit> {
    const cutter = new Cutter();
    for await (const chunk of bytes) yield* cutter.cut(chunk);
    yield* cutter.finish();
  },
};

/** Follows strings and brackets, nothing else of JSON. */
class Cutter {
  private number = 0;
  private end = 0;
  private depth = 0;
  private inString = false;
  private isEscaped = false;
  /** Undefined before the first byte that says it; `over` behind the array's end. */
  private kind: 'array' | 'single' | 'over' | undefined;
  private element = new Element();

  *cut(chunk: Buffer): Generator<FoundReport | Unfit> {
    let from = 0;
    const start = this.end;
    if (start === 0 && chunk.indexOf(BYTE_ORDER_MARK) === 0) from = BYTE_ORDER_MARK.length;
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at]!;
      if (this.inString) {
        this.walkString(byte);
        continue;
      }
      if (this.kind === undefined) {
        if (isSpace(byte)) continue;
        this.kind = byte === BRACKET ? 'array' : 'single';
        from = this.kind === 'array' ? at + 1 : at;
        if (this.kind === 'array') {
          this.depth = 1;
          continue;
        }
      }
      const isTop = this.kind === 'array' && this.depth === 1;
      if (isTop && (byte === COMMA || CLOSING.has(byte))) {
        this.element.add(chunk.subarray(from, at));
        from = at + 1;
        this.end = start + at + 1;
        yield* this.take(byte === COMMA);
        if (byte !== COMMA) [this.kind, this.depth] = ['over', 0];
        continue;
      }
      if (byte === QUOTE) this.inString = true;
      else if (OPENING.has(byte)) this.depth += 1;
      else if (CLOSING.has(byte)) this.depth -= 1;
    }
    if (this.kind !== undefined) this.element.add(chunk.subarray(from));
    this.end = start + chunk.length;
  }

  *finish(): Generator<FoundReport | Unfit> {
    if (this.kind === 'single') yield* this.take(true);
    if (this.kind === 'array') yield this.unfit('does not end: the array has no closing bracket');
    if (this.kind === 'over' && !this.element.isBlank) yield this.unfit('stands behind the end of the array');
  }

  private walkString(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.inString = false;
    else if (BREAKS.has(byte)) this.element.isBroken = true;
  }

  private unfit(why: string): Unfit {
    return { number: this.number + 1, end: this.end, unfit: why };
  }

  /** @param isMore whether a comma follows: nothing before the bracket of an empty array is no element */
  private *take(isMore: boolean): Generator<FoundReport | Unfit> {
    const { element } = this;
    this.element = new Element();
    if (element.isBlank && !isMore && this.number === 0) return;
    if (element.length > REPORT_BYTES_MAX) {
      yield this.unfit(`has ${element.length} bytes; the most is ${REPORT_BYTES_MAX}`);
    } else if (element.isBroken) yield this.unfit('is no JSON: a string in it goes over the end of a line');
    else if (element.isBlank) yield this.unfit('is empty: there is nothing between two commas');
    else yield { number: this.number + 1, end: this.end, json: element.line() };
    this.number += 1;
  }
}

/** The bytes of one element. Of one that is too long its length alone is kept. */
class Element {
  private parts: Buffer[] = [];
  length = 0;
  isBlank = true;
  /** Whether a string in it holds an end of line, which JSON does not allow; elsewhere one is a space. */
  isBroken = false;

  add(part: Buffer): void {
    this.length += part.length;
    this.isBlank &&= part.every(isSpace);
    if (this.length > REPORT_BYTES_MAX) this.parts = [];
    else this.parts.push(part);
  }

  line(): Buffer {
    const bytes = Buffer.concat(this.parts);
    for (const [at, byte] of bytes.entries()) if (BREAKS.has(byte)) bytes[at] = SPACE;
    return bytes;
  }
}
