import fc from 'fast-check';
import { commonPlaces, firstStretch, type Difference } from './alignment.js';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
/** What the verifier says of two lists, stretch after stretch. Things are known again by their small letter. */
function told(one: readonly string[], other: readonly string[]): string[] {
  const said: string[] = [];
  let [at, place] = [0, 0];
  while (at < one.length && place < other.length) {
    if (one[at] === other[place]) {
      [at, place] = [at + 1, place + 1];
      continue;
    }
    const [ones, others] = [one.slice(at), other.slice(place)];
    const names = { one: ones.map((thing) => thing.toLowerCase()), other: others.map((thing) => thing.toLowerCase()) };
    const stretch = firstStretch(ones, others, { names, isWhole: true })!;
    said.push(...stretch.differences.map((difference) => words(difference, ones, others)));
    [at, place] = [at + stretch.one, place + stretch.other];
  }
  return [
    ...said,
    ...one.slice(at).map((thing) => `cut ${thing}`),
    ...other.slice(place).map((thing) => `new ${thing}`),
  ];
}
const words = (difference: Difference, one: readonly string[], other: readonly string[]): string => {
  if (difference.what === 'inserted') return `inserted ${other[difference.other]}`;
  return difference.what === 'removed'
    ? `removed ${one[difference.one]}`
    : `${one[difference.one]}->${other[difference.other]}`;
};
const from = (text: string): string[] => [...text];

describe('what was done to a list', () => {
  it.each([
    ['nothing', 'abcdefgh', []],
    ['one changed', 'abCdefgh', ['c->C']],
    ['the last changed', 'abcdefgH', ['h->H']],
    ['one removed', 'abdefgh', ['removed c']],
    ['one inserted', 'abXcdefgh', ['inserted X']],
    ['neighbours swapped', 'acbdefgh', ['b->c', 'c->b']],
    ['two swapped with one between', 'adcbefgh', ['b->d', 'd->b']],
    ['two swapped far apart', 'agcdefbh', ['b->g', 'g->b']],
    ['its end cut off', 'abcdef', ['cut g', 'cut h']],
    ['something new behind its end', 'abcdefghXY', ['new X', 'new Y']],
    ['one changed and one removed', 'aBcdegh', ['b->B', 'removed f']],
    ['one removed before one that was changed', 'acDefgh', ['removed b', 'd->D']],
    ['a swap behind a removal', 'acdefhg', ['removed b', 'g->h', 'h->g']],
    ['the last two swapped, and new ones behind them', 'abcdefhgXY', ['g->h', 'h->g', 'new X', 'new Y']],
    ['one near the end removed, and new ones behind it', 'abcdefhXY', ['removed g', 'new X', 'new Y']],
    ['everything else', 'ZYXWVUTS', from('abcdefgh').map((thing, at) => `${thing}->${'ZYXWVUTS'[at]}`)],
    ['nothing left', '', from('abcdefgh').map((thing) => `cut ${thing}`)],
  ])('is told in the fewest words: %s', (_, other, expected) => {
    expect(told(from('abcdefgh'), from(other))).toEqual(expected);
  });

  it('says nothing of lists that are not the same again yet, while more comes', () => {
    const names = { one: from('abc'), other: from('xyz') };
    expect(firstStretch(from('abc'), from('xyz'), { names, isWhole: false })).toBeUndefined();
  });

  it('names each removed thing, whichever they are, and as many as there are', () => {
    fc.assert(
      fc.property(fc.subarray(LETTERS), (kept) => {
        const gone = told(LETTERS, kept)
          .filter((text) => /^(removed|cut) /.test(text))
          .map((text) => text.slice(-1));
        expect(new Set(gone)).toEqual(new Set(LETTERS.filter((letter) => !kept.includes(letter))));
      }),
    );
  });
});

describe('what two lists have in common', () => {
  it('is the longest run that ascends in both', () => {
    expect(commonPlaces(from('abcdef'), from('bacfde'))).toHaveLength(4);
    expect(commonPlaces(from('abc'), from('xyz'))).toEqual([]);
    expect(commonPlaces(from('aab'), from('baa'))).toHaveLength(1);
  });
});
