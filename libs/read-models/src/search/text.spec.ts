import fc from 'fast-check';
import { FOUND_FROM, FOUND_TO, rangesOf, snippetsOf, type Range } from './snippets.js';
import { foldText, searchedText, SEARCHED_MAX, wholeUnits } from './text.js';

describe('The text that is searched', () => {
  it('has no marks, so that it is found by who types none, and keeps every unit in its place', () => {
    expect(foldText('Łukašenka, Алесь Бяляцкі, Йосиф')).toBe('Łukasenka, Алесь Бяляцкі, Иосиф');
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => foldText(text).length === text.length));
  });

  it('holds nothing that Postgres takes for markup, and no sign that marks what was found', () => {
    expect(foldText(`a <b> ${FOUND_FROM}c${FOUND_TO}`)).toBe('a  b>  c ');
  });

  it('is the title and as much of the body as is searched, never half of a pair', () => {
    expect(searchedText({ title: 'One', body: 'two' })).toBe('One two');
    expect(searchedText({ body: 'x'.repeat(SEARCHED_MAX + 5) })).toHaveLength(SEARCHED_MAX + 1);
    expect(wholeUnits('ab\u{1F600}', 3)).toBe('ab');
  });
});

describe('What was found in a text', () => {
  const words = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.boolean()), { maxLength: 60 });

  it('is where the marks are once they are taken out', () => {
    fc.assert(
      fc.property(words, (list) => {
        const clean = list.map(([word, isFound]) => [foldText(word), isFound && word !== ''] as const);
        const marked = clean.map(([word, isFound]) => (isFound ? FOUND_FROM + word + FOUND_TO : word)).join(' ');
        const text = clean.map(([word]) => word).join(' ');
        const expected = clean.filter(([, isFound]) => isFound).map(([word]) => word);
        expect(rangesOf(marked).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
      }),
    );
  });

  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 900 });
  it('is shown in at most three passages that lie in the text, in order, with the first find in the first', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(899), { minLength: 1, maxLength: 9 }), (whole, places) => {
        const starts = [...new Set(places.map((place) => place % whole.length))].sort((a, b) => a - b);
        const found: Range[] = starts.map((start) => ({ start, end: start + 1 }));
        const snippets = snippetsOf(whole, found);
        expect(snippets.length).toBeGreaterThan(0);
        expect(snippets.length).toBeLessThanOrEqual(3);
        expect(snippets[0]!.highlights[0]).toEqual(found[0]);
        for (const { start, end, text: shown, highlights } of snippets) {
          expect(shown).toBe(whole.slice(start, end));
          for (const range of highlights) expect(range.start >= start && range.end <= end).toBe(true);
        }
      }),
    );
  });

  it('is cut at spaces where there are any, and never within a surrogate pair', () => {
    const long = `${'word '.repeat(50)}Belaruskali ${'word '.repeat(50)}`;
    const [snippet] = snippetsOf(long, [{ start: 250, end: 261 }]);
    expect(snippet!.text).toMatch(/^word (word )+Belaruskali( word)+$/);
    const faces = '\u{1F600}'.repeat(200);
    const [cut] = snippetsOf(faces, [{ start: 200, end: 202 }]);
    expect(cut!.text.isWellFormed()).toBe(true);
  });
});
