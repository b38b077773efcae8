import fc from 'fast-check';
import { extract } from '../extract.js';
import { legible } from './legible.js';

const source = { id: 'spec', name: 'Spec', kind: 'newsroom' };
const quotesOf = (body: string): string[] =>
  extract({ source, body, lang: 'en', publishedAt: '2025-12-13' }).drafts.map(({ evidence: [first] }) =>
    body.slice(first!.start, first!.end),
  );

describe('what a reader does not see', () => {
  it.each([
    ['soft hyphens', 'Belarus freed 52 poli\u00ADtical pris\u00ADoners on Friday.'],
    ['spaces of no width', 'Belarus \u200Bfreed\u200B 52 \u200Bprisoners on Friday.'],
    ['marks of direction', '\u202ABelarus freed 52 prisoners\u202C on Friday.'],
    ['a byte order mark', '\uFEFFBelarus freed 52 prisoners on Friday.'],
    ['no-break spaces', 'Belarus\u00A0freed\u00A052\u00A0prisoners on Friday.'],
    ['tags', '<p class="lead">Belarus <b>freed</b> 52 <a href="/x">prisoners</a> on Friday.</p>'],
  ])('keeps nothing from being read, and stays in the quote: %s', (_name, body) => {
    const quotes = quotesOf(body);
    expect(quotes).toHaveLength(1);
    expect(body).toContain(quotes[0]);
    expect(quotes[0]).toMatch(/^\P{L}*Belarus[^]*Friday\./u);
  });

  it('is not read, where it is a script or a comment', () => {
    const body =
      '<script>var x = "Belarus freed 52 prisoners.";</script><!-- Belarus freed 52 prisoners. --> It rained.';
    expect(quotesOf(body)).toEqual([]);
  });

  it('leaves signs that are no tags where they are', () => {
    expect(legible('3 < 5 and 7 > 2, <Roe> said').text.replace(/ +/g, ' ')).toContain('3 < 5 and 7 > 2,');
  });

  it('is counted back to its place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'ß', '\u00AD', '\u200B', '<b>', ' ', '😀'), { maxLength: 40 }),
        (parts) => {
          const body = parts.join('');
          const { text, placeOf } = legible(body);
          for (let at = 0; at < text.length; at += 1) {
            if (text[at] !== ' ') expect(body[placeOf(at)]).toBe(text[at]);
          }
        },
      ),
    );
  });

  it('takes time in proportion to its length', () => {
    const began = process.cpuUsage();
    legible('<script><a <b <!-- '.repeat(50_000));
    legible('<div class="x"><b>'.repeat(50_000));
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(4000);
  });
});
