import fc from 'fast-check';
import { parseInstant, parseStamp, printInstant } from './instant.js';

const FIRST = parseInstant('0000-01-01T00:00:00Z')!;
const LAST = parseInstant('9999-12-31T23:59:59.999999Z')!;
const instants = fc.bigInt({ min: FIRST, max: LAST });

describe('an instant', () => {
  it('comes back as it was printed, and has one spelling', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const text = printInstant(instant);
        expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
        expect(parseInstant(text)).toBe(instant);
      }),
    );
  });

  it('sorts as its text does', () => {
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        expect(printInstant(a) < printInstant(b)).toBe(a < b);
      }),
    );
  });

  it('keeps microseconds, and cuts off what is finer', () => {
    expect(printInstant(parseInstant('2025-12-13T15:00:00.123456Z')!)).toBe('2025-12-13T15:00:00.123456Z');
    expect(printInstant(parseInstant('2025-12-13T15:00:00.123456999Z')!)).toBe('2025-12-13T15:00:00.123456Z');
    expect(printInstant(parseInstant('2025-12-13T15:00:00.5Z')!)).toBe('2025-12-13T15:00:00.500000Z');
    expect(parseInstant('1969-12-31T23:59:59.999999Z')).toBe(-1n);
  });

  it.each([
    ['2025-12-13T15:00:00+03:00', '2025-12-13T12:00:00.000000Z'],
    ['2025-12-31T23:30:00-05:30', '2026-01-01T05:00:00.000000Z'],
    ['2024-02-29T00:00:00.000001+14:00', '2024-02-28T10:00:00.000001Z'],
    ['2025-12-13T15:00:00-00:00', '2025-12-13T15:00:00.000000Z'],
  ])('reads %s in its own zone', (text, utc) => {
    expect(printInstant(parseInstant(text)!)).toBe(utc);
  });

  it.each([
    ['a day that February does not have', '2025-02-29T00:00:00Z'],
    ['a day that June does not have', '2025-06-31T12:00:00+02:00'],
    ['month 13', '2025-13-01T00:00:00Z'],
    ['hour 24', '2025-12-13T24:00:00Z'],
    ['second 60', '2016-12-31T23:59:60Z'],
    ['a zone of 24 hours', '2025-12-13T15:00:00+24:00'],
    ['no zone', '2025-12-13T15:00:00'],
    ['no time', '2025-12-13'],
    ['a space in it', '2025-12-13 15:00:00Z'],
    ['something after it', '2025-12-13T15:00:00Z '],
    ['ten digits', '2025-12-13T15:00:00.0123456789Z'],
    ['a year of five digits', '12025-12-13T15:00:00Z'],
    ['a zone that takes it past year 9999', '9999-12-31T23:59:59-01:00'],
    ['a zone that takes it before year 0', '0000-01-01T00:00:00+01:00'],
    ['nothing', ''],
  ])('is not read from a text with %s', (_, text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});

describe('a stamp', () => {
  const digits = fc.stringMatching(/^\d{4}-[01]\d-[0-3]\d[Tt ][0-2]\d:[0-6]\d:[0-6]\d\.\d{5,7}[Z+]$/);

  it('is read as it was printed', () => {
    fc.assert(fc.property(instants, (instant) => expect(parseStamp(printInstant(instant))).toBe(instant)));
  });

  it('is every text that an instant is printed as, and no other', () => {
    fc.assert(
      fc.property(fc.oneof(digits, instants.map(printInstant)), (text) => {
        const instant = parseInstant(text);
        const isPrinted = instant !== undefined && printInstant(instant) === text;
        expect(parseStamp(text)).toBe(isPrinted ? instant : undefined);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['0099-02-28T00:00:00.000000Z', true],
    ['0000-02-29T23:59:59.999999Z', true],
    ['1900-02-29T00:00:00.000000Z', false],
    ['2000-02-29T00:00:00.000000Z', true],
    ['2025-00-10T00:00:00.000000Z', false],
    ['2025-12-00T00:00:00.000000Z', false],
    ['2025-12-13T24:00:00.000000Z', false],
    ['2016-12-31T23:59:60.000000Z', false],
    ['2025-12-13T15:00:00Z', false],
    ['2025-12-13T15:00:00.123456+00:00', false],
  ])('given %s, is one: %s', (text, isOne) => {
    expect(parseStamp(text) !== undefined).toBe(isOne);
  });
});
