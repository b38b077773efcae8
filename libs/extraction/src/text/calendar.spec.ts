import * as chrono from 'chrono-node';
import fc from 'fast-check';
import { calendarDates } from './calendar.js';

const INSTANT = new Date('2025-12-13T12:00:00Z');
const PIECES = [
  ...['on', 'in', 'the', 'of', 'to', 'since', ',', '-', '/', 'at', 'about', 'and', 'within', 'end'],
  ...['May', 'Sept.', 'December', 'Monday', 'Sun', 'weekend', 'today', 'yesterday', 'now', 'night', 'noon'],
  ...['3', '15th', '2021', '2024-02-03', '3/4/2021', '5/2021', '14:30', '7 pm', 'two', 'a few', 'several'],
  ...['days', 'weeks', 'month', 'year', 'ago', 'earlier', 'later', 'from now', 'last', 'this', 'past', 'next'],
];

describe('dates that the library finds', () => {
  it('are all found, though patterns that cannot match are not tried', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 9 }), (pieces) => {
        const text = pieces.join(' ');
        const told = (results: chrono.ParsedResult[]): unknown =>
          results.map(({ index, text: found, start }) => [index, found, start.date().toISOString()]);
        expect(told(calendarDates(text, INSTANT))).toEqual(
          told(chrono.en.parse(text, { instant: INSTANT, timezone: 0 })),
        );
      }),
      { numRuns: 300 },
    );
  });
});
