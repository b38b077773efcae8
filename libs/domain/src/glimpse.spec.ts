import fc from 'fast-check';
import { glimpse, parseInstant, readEvent, stampOf, writeRecord } from './index.js';
import { EXAMPLES } from './testing/examples.js';

const STAMP = parseInstant('2025-12-20T12:00:00Z')!;
const event = EXAMPLES.CountClaimed[0];
const bytes = Buffer.from(writeRecord(event)(STAMP));
const whole = { id: event.id, type: 'CountClaimed', submission: event.correlationid, recorded: STAMP };

describe('a glimpse of a record that cannot be read', () => {
  it('given a record of a newer release, then it tells whose it is and when it was recorded', () => {
    const newer = Buffer.from(bytes.toString().replace(':CountClaimed:1"', ':CountClaimed:2"'));
    expect(() => readEvent(newer)).toThrow('is not known here');
    expect(glimpse(newer)).toEqual(whole);
  });

  it('given a record that is cut off, then it tells the submission, which stands before the data', () => {
    expect(glimpse(bytes.subarray(0, 200))).toEqual({ submission: event.correlationid });
  });

  it('given a record that is spoilt before its end, then it tells when that was recorded', () => {
    const spoilt = Buffer.from(bytes.toString().replace('"data":{', '"data":{{'));
    expect(glimpse(spoilt)).toEqual({ submission: event.correlationid, recorded: STAMP });
  });

  it('given fields that are not what they should be, then it leaves them out', () => {
    const odd = { id: 'one', type: 7, correlationid: null, recordedtime: '2025-12-20T12:00:00Z' };
    expect(glimpse(Buffer.from(JSON.stringify(odd)))).toEqual({});
    expect(glimpse(Buffer.from('null'))).toEqual({});
  });

  it('given any bytes, then it does not throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (any) => void glimpse(any)));
  });

  it('given a record of any type, whole, in another order, cut or changed anywhere, then its stamp alone is the stamp of the glimpse', () => {
    const records = Object.values(EXAMPLES)
      .flat()
      .map((one) => Buffer.from(writeRecord(one)(STAMP)));
    const anyOf = fc.constantFrom(...records);
    const other = '{"recordedtime":"2020-01-01T00:00:00.000000Z","type":"x"}';
    const changes: ((text: string, at: number) => string)[] = [
      (text) => text,
      (text, at) => text.slice(0, at),
      (text, at) => text.slice(at),
      (text, at) => `${text.slice(0, at)}"${text.slice(at + 1)}`,
      (text, at) => `${text.slice(0, at)}\\${text.slice(at)}`,
      (text) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse())),
      (text) => `${text.slice(0, -1)},"zone":${other}}`,
      (text) => text.replace(/"type":"(\w+)"\}$/, (_, type: string) => `"type":${JSON.stringify(other + type)}}`),
      (text) => `[${text},${other}]`,
      (text) => `${text.slice(0, -1)},"recordedtime":"2020-01-01T00:00:00.000000Z","type":"x"}`,
    ];
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(anyOf, fc.constantFrom(...changes), share, (record, change, where) => {
        const changed = Buffer.from(change(record.toString(), Math.floor(where * record.length)));
        expect(stampOf(changed)).toBe(glimpse(changed).recorded);
      }),
      { numRuns: 1000 },
    );
  });
});
