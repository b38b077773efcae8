import fc from 'fast-check';
import type { About, Format } from './format.js';
import { REPORT_BYTES_MAX } from './format.js';
import { formatOf } from './formats.js';
import { json } from './json.js';
import { ndjson } from './ndjson.js';
import { text } from './text.js';

type Told = { number: number; end: number; json?: string; unfit?: string };

/** Everything that a format finds in these bytes when they come in pieces of a size. */
async function foundIn(format: Format, bytes: string | Buffer, pieces = 1 << 16, about: About = {}): Promise<Told[]> {
  const whole = Buffer.from(bytes);
  async function* cut(): AsyncGenerator<Buffer> {
    for (let at = 0; at < whole.length; at += pieces) yield whole.subarray(at, at + pieces);
  }
  const found: Told[] = [];
  for await (const one of format.read({ name: 'it', bytes: cut(), about })) {
    const { number, end } = one;
    if ('json' in one) found.push({ number, end, json: Buffer.from(one.json).toString() });
    else found.push({ number, end, unfit: one.unfit });
  }
  return found;
}
const jsonOf = (found: Told[]): (string | undefined)[] => found.map((one) => one.json);

describe('Lines of JSON', () => {
  it('given lines, then each is a report with its number and the offset of the next', async () => {
    expect(await foundIn(ndjson, '{"a":1}\n{"b":2}\r\n\n  {"c":"ü"}')).toEqual([
      { number: 1, end: 8, json: '{"a":1}' },
      { number: 2, end: 17, json: '{"b":2}' },
      { number: 4, end: 30, json: '{"c":"ü"}' },
    ]);
  });

  it('given a start in the middle, then numbers and offsets go on from there', async () => {
    const bytes = Buffer.from('{"b":2}\n');
    const found = [];
    for await (const one of ndjson.read({ name: 'it', bytes: chunks(bytes), about: {} }, { number: 7, end: 100 }))
      found.push(one);
    expect(found).toEqual([{ number: 8, end: 108, json: Buffer.from('{"b":2}') }]);
  });

  it('given a line of 9 MB, then it is unfit with its size, and the lines around it are reports', async () => {
    const long = `{"a":"${'x'.repeat(9_000_000)}"}`;
    expect(await foundIn(ndjson, `{"a":1}\n${long}\n{"c":3}\n`)).toEqual([
      { number: 1, end: 8, json: '{"a":1}' },
      { number: 2, end: 9_000_017, unfit: `has 9000008 bytes; the most is ${REPORT_BYTES_MAX}` },
      { number: 3, end: 9_000_025, json: '{"c":3}' },
    ]);
  });

  it('given the longest line that a request can hold, then it is a report', async () => {
    const [found] = await foundIn(ndjson, `"${'x'.repeat(REPORT_BYTES_MAX - 2)}"\n`);
    expect(found!.json).toHaveLength(REPORT_BYTES_MAX);
  });

  it('given nothing, or a mark of byte order alone, then there is no report', async () => {
    expect(await foundIn(ndjson, '')).toEqual([]);
    expect(await foundIn(ndjson, '\ufeff\n\n')).toEqual([]);
    expect(jsonOf(await foundIn(ndjson, '\ufeff{"a":1}'))).toEqual(['{"a":1}']);
  });

  it('given bytes that are no UTF-8, then they are sent on as they are, for the house to refuse', async () => {
    const found = [];
    for await (const one of ndjson.read({ name: 'it', bytes: chunks(Buffer.from([0xff, 0x0a])), about: {} }))
      found.push(one);
    expect(found).toEqual([{ number: 1, end: 2, json: Buffer.from([0xff]) }]);
  });
});

describe('A file of JSON', () => {
  it('given one report over several lines, then it is that report on one line', async () => {
    expect(jsonOf(await foundIn(json, '\n{\n  "a": [1,\r\n 2]\n}\n'))).toEqual(['{   "a": [1,   2] } ']);
  });

  it('given an array, then each element is a report, whatever brackets its strings hold', async () => {
    const found = await foundIn(json, '[ {"a":"]},\\"["} ,\n[1], 3 ]\n');
    expect(jsonOf(found).map((one) => JSON.parse(one!) as unknown)).toEqual([{ a: ']},"[' }, [1], 3]);
    expect(found.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('given an empty array, or nothing, then there is no report', async () => {
    expect(await foundIn(json, ' [ ] ')).toEqual([]);
    expect(await foundIn(json, '\n')).toEqual([]);
  });

  it('given an array that is cut off, goes on behind its end or has a gap, then that is told and the rest are reports', async () => {
    expect(await foundIn(json, '[{"a":1},{"b":')).toEqual([
      { number: 1, end: 9, json: '{"a":1}' },
      { number: 2, end: 14, unfit: 'does not end: the array has no closing bracket' },
    ]);
    expect(await foundIn(json, '[1] [2]')).toEqual([
      { number: 1, end: 3, json: '1' },
      { number: 2, end: 7, unfit: 'stands behind the end of the array' },
    ]);
    expect((await foundIn(json, '[1,,2]')).map(({ unfit }) => unfit)).toEqual([
      undefined,
      'is empty: there is nothing between two commas',
      undefined,
    ]);
  });

  it('given a string that goes over the end of a line, then it is not mended', async () => {
    const [first, second] = await foundIn(json, '[{"a":"one\ntwo"},{"b":1}]');
    expect(first!.unfit).toMatch(/no JSON/);
    expect(second!.json).toBe('{"b":1}');
  });

  it('given an element of 9 MB, then it is unfit with its size and the next is a report', async () => {
    const [first, second] = await foundIn(json, `["${'x'.repeat(9_000_000)}",2]`);
    expect(first!.unfit).toBe(`has 9000002 bytes; the most is ${REPORT_BYTES_MAX}`);
    expect(second!.json).toBe('2');
  });
});

describe('Plain text', () => {
  const about = { source: { id: 'me', name: 'Me', kind: 'person' }, lang: 'en', title: 'Freed' };

  it('given a text, then it is one report with what the sender says of it', async () => {
    const [one] = await foundIn(text, 'Three were freed.\n', 4, about);
    expect(JSON.parse(one!.json!)).toEqual({ ...about, body: 'Three were freed.\n' });
  });

  it('given no source, then it is refused before anything is read', async () => {
    await expect(foundIn(text, 'Three were freed.')).rejects.toThrow(/--source-id/);
  });

  it('given what is no UTF-8 or more than a body may have, then it is unfit', async () => {
    expect((await foundIn(text, Buffer.from([0x41, 0xff]), 1, about))[0]!.unfit).toBe('is no UTF-8 text');
    expect((await foundIn(text, 'x'.repeat(1024 * 1024 + 1), 1 << 16, about))[0]!.unfit).toMatch(/has 1048577 bytes/);
  });
});

describe('Any format', () => {
  it('is told by the ending of the name', () => {
    expect(['a.ndjson', 'b.JSONL', 'c.json', 'd.txt', 'e.csv'].map((name) => formatOf(name)?.name)).toEqual([
      'ndjson',
      'ndjson',
      'json',
      'text',
      undefined,
    ]);
  });

  it('given any values, in pieces of any size, then lines and an array give these values', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 40 }), both),
    );
  });
});

async function both(values: unknown[], pieces: number): Promise<void> {
  const printed = values.map((value) => JSON.stringify(value));
  expect(jsonOf(await foundIn(ndjson, printed.join('\n'), pieces))).toEqual(printed);
  const array = await foundIn(json, JSON.stringify(values, undefined, 2), pieces);
  expect(array.map((one) => JSON.stringify(JSON.parse(one.json!)))).toEqual(printed);
}

async function* chunks(...parts: Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
}
