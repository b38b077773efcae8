import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extract } from '#extraction';
import { corpusOf, SMALL } from './corpora.js';
import { readCorpus } from './corpus.js';
import { crossReport, crossValidate, EXTRACTION } from './cross.js';
import { alternativesOf, without } from './rules/patterns.js';
import { storiesIn } from './rules/stories.js';
import { nameOf } from './rules/switches.js';
import { Workshop } from './rules/variant.js';

/** An extractor of one rule a kind, so that what each is good for is known beforehand. */
const TOY = {
  'lexicon/words.ts': `export const words = (list: string): string[] => list.split(/\\s+/).filter(Boolean);`,
  'lexicon/verbs.ts': `import { words } from './words.js';
export const VERBS = { release: words('freed loosed') };`,
  'extract.ts': `import { VERBS } from './lexicon/verbs.js';
import { quoted } from './text/quote.js';
export function extract({ body }: { body: string }) {
  const drafts: unknown[] = [];
  for (const found of body.matchAll(/\\b(?:freed|loosed|let out) (\\d+)/g)) {
    if (/never/.test(body)) continue;
    const verb = found[0].split(' ')[0]!;
    if (!VERBS.release.includes(verb) && verb !== 'let') continue;
    drafts.push(quoted(found, Number(found[1])));
  }
  return { drafts, extractor: { name: 'toy', version: '1' } };
}`,
  'text/quote.ts': `export const quoted = ({ 0: text, index }: RegExpMatchArray, value: number) => ({
  type: 'PrisonersReleased', modality: 'performed', confidence: 1, assertedBy: { how: 'own_account' },
  occurred: { edtf: '2025-12-12', earliest: '2025-12-12', latest: '2025-12-12', precision: 'day' },
  evidence: [{ start: index!, end: index! + text.length }],
  fields: { country: 'NI', count: { value, qualifier: 'exact' }, population: 'people', named: [], partitions: [] },
});`,
};

function toy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clemency-toy-'));
  for (const [file, text] of Object.entries(TOY)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

const freed = (verb: string, value: number) => ({
  text: `They ${verb} ${value} people.`,
  events: [{ type: 'prisoner_released', quote: `${verb} ${value}`, count: { value } }],
});
/** Two documents of one arc and two of their own: "loosed" stands in one arc alone, "freed" in three stories. */
const CORPUS = {
  'a.txt': freed('loosed', 40),
  'b.txt': freed('loosed', 41),
  'c.txt': freed('freed', 42),
  'd.txt': freed('freed', 43),
  'e.txt': { text: 'They never freed 44 people.', events: [] },
};
const ARCS = [{ arc: 'one', docs: ['a.txt', 'b.txt'] }];

describe('given an extractor whose rules are known, when it is cross-validated', () => {
  const found = crossValidate(readCorpus(corpusOf(CORPUS, ARCS)), toy());
  const byName = new Map(found.supports.map((support) => [nameOf(support.rule), support]));
  const helpsIn = (name: string): string[] =>
    [...byName.get(name)!.helps].map((story) => found.stories[story]!.name).sort();

  it('then each rule is named, with the stories in which it helps', () => {
    expect(helpsIn('lexicon/verbs.ts VERBS.release "freed"')).toEqual(['c.txt', 'd.txt']);
    expect(helpsIn('lexicon/verbs.ts VERBS.release "loosed"')).toEqual(['one']);
    expect(helpsIn('extract.ts extract /let out/')).toEqual([]);
    expect(helpsIn('extract.ts extract /never/')).toEqual(['e.txt']);
  });

  it('then what one story alone needs is shown, the dearest first, and what several need is not', () => {
    const report = crossReport(found);
    expect(report).toMatch(/\+8 {2}lexicon\/verbs\.ts VERBS\.release "loosed" {2}\(one\)/);
    expect(report).not.toMatch(/"freed" {2}\(/);
  });

  it('then a story is read without what it alone supports, and the figures are those that one counts by hand', () => {
    expect(found.all).toMatchObject({ precision: 1, recall: 1, f1: 1 });
    // Without its own rules the arc finds nothing, and the document that says "never" has a false claim.
    expect(found.leftOut).toMatchObject({ precision: 0.667, recall: 0.5 });
  });
});

describe('the switches', () => {
  it('given all of them on, then what is read is what the house reads', () => {
    const { extract: whole } = new Workshop(EXTRACTION).without([]);
    for (const { text } of Object.values(SMALL)) {
      const report = {
        source: { id: 's', name: 'S', kind: 'newsroom' as const },
        body: text,
        publishedAt: '2025-12-13',
      };
      expect(whole(report)).toEqual(extract(report));
      expect(whole(report).drafts.length).toBeGreaterThan(0);
    }
  });

  it('leave the groups of a pattern their numbers when an alternative is taken out', () => {
    const source = '(a(x)|b) (c|d)';
    const alternatives = alternativesOf(source, '');
    const texts = alternatives.map(({ from, to }) => source.slice(from, to));
    expect(texts).toEqual([source, 'a(x)', 'b', 'c', 'd']);
    const less = new RegExp(without(source, [alternatives[1]!]));
    expect(less.exec('ax c')).toBeNull();
    expect(less.exec('b c')?.[3]).toBe('c');
    expect(new RegExp(without(source, [alternatives[0]!, alternatives[3]!])).test('b d')).toBe(false);
  });
});

describe('stories', () => {
  it('are what arcs tie, also by way of a document of two, and each other document by itself', () => {
    const arcs = [
      { arc: 'one', docs: ['a.txt', 'b.txt'] },
      { arc: 'two', docs: ['b.txt', 'd.txt', 'elsewhere.txt'] },
    ];
    expect(storiesIn(readCorpus(corpusOf(CORPUS, arcs)))).toEqual([
      { name: 'one + two', documents: [0, 1, 3] },
      { name: 'c.txt', documents: [2] },
      { name: 'e.txt', documents: [4] },
    ]);
    expect(storiesIn(readCorpus(corpusOf(CORPUS)))).toHaveLength(5);
  });
});
