import fc from 'fast-check';
import { areCopies, distanceOf, fingerprint } from './fingerprint.js';

const distance = (a: string, b: string): number => distanceOf(fingerprint(a), fingerprint(b));

const STORY =
  'MINSK, Dec 13 - Belarus pardoned 123 prisoners on Saturday, among them the Nobel peace laureate Ales Bialiatski, ' +
  'the opposition figures Maria Kolesnikova and Viktar Babaryka, after the United States agreed to ease its sanctions ' +
  "on potash, the country's most valuable export. An envoy of the American president said after two days of talks in " +
  'the capital that more would follow as relations between the two countries became normal. Most of those freed were ' +
  'taken to Ukraine, and nine of them to Lithuania, where families and reporters waited at the border until the night. ' +
  'The European Union said that its own restrictions on Belarusian potash stay in force. Human rights groups count more ' +
  'than a thousand political prisoners who are still held, and say that new arrests go on every week. Since July of ' +
  'last year more than 430 people have been let go in several rounds, many of them straight into exile.';

const OTHER =
  'The harvest in the southern provinces was the poorest for eleven years, the ministry of agriculture said on Monday. ' +
  'Wheat fell by a quarter and barley by a third after a spring without rain. Bakers in the larger towns have raised ' +
  'the price of a loaf twice since June, and the cabinet is to discuss whether the duty on imported grain should be ' +
  'suspended until the end of the winter. Farmers asked for help with the seed for next year instead, and blocked two ' +
  'roads with their tractors for an hour. Economists expect that inflation will rise above six percent before it falls.';

const words = STORY.split(' ');

describe('the fingerprint of a text', () => {
  it('is 64 bits in hexadecimal, whatever the text, and the same every time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fingerprint(text)).toMatch(/^[0-9a-f]{16}$/);
        expect(fingerprint(text)).toBe(fingerprint(text));
      }),
    );
  });

  it('is not changed by case, punctuation, white space or the way an accent is written', () => {
    expect(distance(STORY, STORY.toUpperCase().replaceAll(' ', ' \n ').replaceAll(',', ' –'))).toBe(0);
    expect(distance('Café Свабода', 'Cafe\u0301 Свабода')).toBe(0);
  });

  it('differs in few bits when a desk has edited a word of the story, wherever it stands', () => {
    fc.assert(
      fc.property(fc.nat(words.length - 1), fc.constantFrom('', 'reportedly', 'some two'), (at, word) => {
        const edited = words.with(at, word).join(' ');
        expect(distance(STORY, edited)).toBeLessThanOrEqual(12);
      }),
    );
  });

  it('differs in few bits when a desk has put its own line before the story and its own after it', () => {
    const copy = `(Example Wire) ${STORY} Reporting by our own correspondent.`;
    expect(distance(STORY, copy)).toBeLessThanOrEqual(12);
  });

  it('differs in many bits between independent texts', () => {
    expect(distance(STORY, OTHER)).toBeGreaterThanOrEqual(20);
  });

  it('differs in many bits between texts of random words', () => {
    const text = fc.array(fc.stringMatching(/^[a-z]{3,9}$/), { minLength: 60, maxLength: 90 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [one, two] = [new Set(a), new Set(b)];
        fc.pre([...one].filter((word) => two.has(word)).length < 5);
        expect(distance(a.join(' '), b.join(' '))).toBeGreaterThan(12);
      }),
      { numRuns: 300 },
    );
  });

  it('tells copies from independent texts', () => {
    expect(areCopies(fingerprint(STORY), fingerprint(`${STORY} Reporting by our own correspondent.`))).toBe(true);
    expect(areCopies(fingerprint(STORY), fingerprint(OTHER))).toBe(false);
  });

  it('is as far from another as the number of bits in which they differ', () => {
    const print = fc.stringMatching(/^[0-9a-f]{16}$/);
    fc.assert(
      fc.property(print, print, (a, b) => {
        const differing = (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2);
        expect(distanceOf(a, b)).toBe([...differing].filter((bit) => bit === '1').length);
      }),
    );
  });
});
