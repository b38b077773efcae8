import fc from 'fast-check';
import { CHARACTERS_MAX, segment } from './segment.js';

const sentences = (text: string): string[] => segment(text).sentences.map(({ start, end }) => text.slice(start, end));

describe('sentences', () => {
  it('end where a reader would end them', () => {
    expect(sentences('Mr. Roe met the U.S. envoy. They spoke of Gen. Doe.\nIt rained — again.')).toEqual([
      'Mr. Roe met the U.S. envoy.',
      'They spoke of Gen. Doe.',
      'It rained — again.',
    ]);
  });

  it('leave bullets out, and know who speaks', () => {
    const [first] = segment('- Secretary Ann Roe: “We welcome it.”').sentences;
    expect(first).toMatchObject({ start: 2, speaker: 'Secretary Ann Roe' });
  });

  it('are read in pieces when they are too long, cut where a clause ends', () => {
    const clause = `${'word '.repeat(99)}word; `;
    expect(segment(clause.repeat(4)).sentences.map(({ tokens }) => tokens.length)).toEqual([101, 101, 101, 101]);
    expect(segment('word '.repeat(400)).sentences.map(({ tokens }) => tokens.length)).toEqual([160, 160, 80]);
  });

  it('leave out what is no prose, and what is beyond the most that is read', () => {
    expect(segment(`${'x'.repeat(5000)} It rained today.`).sentences).toHaveLength(1);
    expect(segment('It rained. '.repeat(100_000)).unread).toBe(1_100_000 - CHARACTERS_MAX);
  });

  it('have tokens that are pieces of the text, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        let last = 0;
        for (const token of segment(text).sentences.flatMap((sentence) => sentence.tokens)) {
          expect(text.slice(token.start, token.end)).toBe(token.text);
          expect(token.start).toBeGreaterThanOrEqual(last);
          last = token.end;
        }
      }),
    );
  });
});
