import fc from 'fast-check';
import { EXAMPLES, glimpse, parseInstant, readEvent, writeRecord } from './index.js';

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

  it('given fields that are not what they should be, then it leaves them out', () => {
    const odd = { id: 'one', type: 7, correlationid: null, recordedtime: '2025-12-20T12:00:00Z' };
    expect(glimpse(Buffer.from(JSON.stringify(odd)))).toEqual({});
    expect(glimpse(Buffer.from('null'))).toEqual({});
  });

  it('given any bytes, then it does not throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (any) => void glimpse(any)));
  });
});
