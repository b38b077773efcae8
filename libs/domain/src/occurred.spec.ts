import fc from 'fast-check';
import { isConsistent, occurredSchema, parseOccurred, PRECISIONS, UNKNOWN_DATE } from './occurred.js';

describe('when something was so in the world', () => {
  it.each([
    ['2025-12-13', '2025-12-13', '2025-12-13', 'day'],
    ['2024-02-29', '2024-02-29', '2024-02-29', 'day'],
    ['2025-12', '2025-12-01', '2025-12-31', 'month'],
    ['2024-02', '2024-02-01', '2024-02-29', 'month'],
    ['2025', '2025-01-01', '2025-12-31', 'year'],
    ['2025-12-13?', '2025-12-13', '2025-12-13', 'approximate'],
    ['2025-12~', '2025-12-01', '2025-12-31', 'approximate'],
    ['2025%', '2025-01-01', '2025-12-31', 'approximate'],
    ['2024-07/2025-12-13', '2024-07-01', '2025-12-13', 'approximate'],
    ['2024-07?/2025', '2024-07-01', '2025-12-31', 'approximate'],
  ])('%s is from %s to %s, and %s', (edtf, earliest, latest, precision) => {
    expect(parseOccurred(edtf)).toEqual({ edtf, earliest, latest, precision });
  });

  it('may be unknown, without bounds', () => {
    expect(parseOccurred('XXXX')).toEqual(UNKNOWN_DATE);
  });

  it.each([
    '2021-02-30',
    '2025-02-29',
    '2025-13',
    '2025-00',
    '2025-12-00',
    '2025-12-32',
    '2025-1-1',
    '25-12-13',
    '13 December 2025',
    '2025-12-13T15:00:00Z',
    '2025-12-13/2025-12-12',
    '2025/2024-07',
    '2024-07/',
    '../2025',
    '2025-21',
    '2025-21/2026',
    '2024/2025-41',
    '2025-12-XX',
    '2025-12-13?~',
    '0000',
    '0001',
    '9999-12-31',
    '',
  ])('is not read from "%s"', (text) => {
    expect(parseOccurred(text)).toBeUndefined();
  });

  it('has bounds in order, within what the text says, for every day, month and year', () => {
    const day = fc.date({
      min: new Date('0002-01-01T00:00:00Z'),
      max: new Date('9998-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(day, fc.constantFrom(4, 7, 10), (date, length) => {
        const text = date.toISOString().slice(0, length);
        const occurred = parseOccurred(text)!;
        expect(occurred.precision).toBe(PRECISIONS[(10 - length) / 3]);
        expect(occurred.earliest!.slice(0, length)).toBe(text);
        expect(occurred.latest!.slice(0, length)).toBe(text);
        expect(occurred.earliest! <= occurred.latest!).toBe(true);
        expect(isConsistent(occurred)).toBe(true);
      }),
    );
  });

  it.each([
    ['another day', { earliest: '2025-12-12' }],
    ['a later bound', { latest: '2025-12-14' }],
    ['no bound', { earliest: null }],
    ['another precision', { precision: 'month' }],
  ] as const)('is not consistent with %s than its text has', (_, wrong) => {
    const occurred = occurredSchema.parse({ ...parseOccurred('2025-12-13'), ...wrong });
    expect(isConsistent(occurred)).toBe(false);
  });
});
