import fc from 'fast-check';
import { countryCode, languageTag, phrase, slug, wellFormedText } from './text.js';

const takes = (schema: typeof wellFormedText, text: string): boolean => schema.safeParse(text).success;

describe('text that every part of the house can hold', () => {
  it.each(['', 'plain', 'Свабода 🕊', '\u0001\u001f', 'e\u0301', '\ufffd'])('takes %j', (text) => {
    expect(takes(wellFormedText, text)).toBe(true);
  });

  it.each(['\ud83d', '\udd4a', 'a \ud83d b', '\udd4a\ud83d', '🕊'.slice(0, 1)])('refuses %j, half a pair', (text) => {
    expect(takes(wellFormedText, text)).toBe(false);
  });

  it('refuses a NUL wherever it stands', () => {
    for (const text of ['\0', 'a\0', '\0a', 'a\0b']) expect(takes(wellFormedText, text)).toBe(false);
  });

  it('refuses a phrase that is empty, blank or too long', () => {
    expect(takes(phrase(3), 'abc')).toBe(true);
    for (const text of ['', '  \n', 'abcd']) expect(takes(phrase(3), text)).toBe(false);
  });

  it.each(['en', 'be', 'be-Cyrl', 'be-tarask', 'sr-Latn-RS', 'zh-Hant-TW', 'de-CH-1996', 'en-a-bbb-x-a'])(
    'takes the language %s',
    (tag) => {
      expect(takes(languageTag, tag)).toBe(true);
    },
  );

  it.each(['', 'e', 'english language', 'en_GB', 'en-', '-en', 'be--Cyrl', 'en-a', 'rus-беларуская', 'en-GB-GB'])(
    'refuses the language "%s"',
    (tag) => {
      expect(takes(languageTag, tag)).toBe(false);
    },
  );

  it('takes a country in two capitals and nothing else', () => {
    expect(['BY', 'US', 'EU', 'ZZ'].every((code) => takes(countryCode, code))).toBe(true);
    expect(['by', 'BLR', 'B', 'B1', 'БY', ''].some((code) => takes(countryCode, code))).toBe(false);
  });
});

describe('a slug', () => {
  it.each([
    ['Belaruskali OAO', 'belaruskali-oao'],
    ['  "Гродна Азот" ', 'гродна-азот'],
    ['Naftan — JSC (Novopolotsk)', 'naftan-jsc-novopolotsk'],
    ['ﬁrst', 'first'],
    ['!!!', 'unknown'],
    ['', 'unknown'],
  ])('of "%s" is %s', (text, expected) => {
    expect(slug(text)).toBe(expected);
  });

  it('cuts no character in two, and is long enough for a whole name when told so', () => {
    const text = '𐌰'.repeat(70);
    expect([...slug(text)]).toHaveLength(60);
    expect([...slug(text, 300)]).toHaveLength(70);
  });

  it('is well formed, lower case, without spaces, and never empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const slugged = slug(text.toWellFormed());
        expect(slugged).toMatch(/^[\p{L}\p{N}-]{1,120}$/u);
        expect(slugged.isWellFormed()).toBe(true);
        expect(slugged).toBe(slugged.toLowerCase());
      }),
    );
  });
});
