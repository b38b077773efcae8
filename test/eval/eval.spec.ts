import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare, readBaseline } from './baseline.js';
import { argumentsOf } from './arguments.js';
import { SMALL, corpusOf } from './corpora.js';
import { readCorpus } from './corpus.js';
import { predict, printed } from './predict.js';
import { markdown, missesOf, tables } from './report.js';
import { figuresOf, kindsOf, score } from './score.js';

const scored = (texts: Parameters<typeof corpusOf>[0] = SMALL) =>
  score(readCorpus(corpusOf(texts)).documents.map(predict));

describe('given a corpus of two texts, when the extractor is measured', () => {
  it('then the figures are those that one counts by hand', () => {
    // Three of four annotated events are found, and all three predictions are right.
    expect(figuresOf(scored())).toEqual({
      docs: 2,
      predicted: 3,
      precision: 1,
      recall: 0.75,
      f1: 0.857,
      macroRecall: 0.667,
      strictTypeRecall: 0.75,
      modalityAccuracy: 1,
      countAccuracy: 1,
      happenedPrecision: 1,
      badQuotes: 0,
    });
  });

  it('then each kind has its own precision and recall, and none where there is nothing to divide by', () => {
    const kinds = new Map(kindsOf(scored()).map((each) => [each.kind, each]));
    expect(kinds.get('released')).toMatchObject({ gold: 2, precision: 1, recall: 1, f1: 1, counts: 1 });
    expect(kinds.get('died in custody')).toMatchObject({ gold: 1, precision: undefined, recall: 0, f1: undefined });
    expect(markdown(scored())).toContain('| released | 2 | 1.00 | 1.00 | 1.00 | 1.00 | 1.00 |');
    expect(tables(scored())).toMatch(/^prisoner_released +2 +100\.0 +100\.0 +100\.0 +100\.0$/m);
  });

  it('then the further arguments are judged where they are annotated', () => {
    const figures = new Map(
      argumentsOf(scored()).map(({ argument, agree, annotated }) => [argument, [agree, annotated]]),
    );
    expect(Object.fromEntries(figures)).toEqual({
      date: [1, 1],
      authority: [2, 2],
      target: [0, 0],
      place: [0, 0],
      instrument: [0, 0],
      names: [1, 1],
    });
  });

  it('then what was missed stands in its sentence', () => {
    expect(missesOf(scored(), false)).toBe(
      'MISSED docs/two.txt:57 prisoner_died asserted/done\n       … [[The mayor opened a school]].',
    );
  });
});

describe('the rules of the measure', () => {
  const TEXT = 'Cuba released 30 prisoners. Officials spoke again of the 30 prisoners who were released by Cuba.';

  it('given an event told again elsewhere, then it is neither counted nor punished', () => {
    const figures = figuresOf(
      scored({
        'a.txt': {
          text: TEXT,
          events: [{ type: 'prisoner_released', quote: 'released 30 prisoners', count: { value: 30 } }],
        },
      }),
    );
    expect(figures).toMatchObject({ precision: 1, recall: 1 });
  });

  it('given what is out of scope, then finding it costs nothing and missing it costs nothing', () => {
    const events = [{ type: 'prisoner_released', quote: 'released 30 prisoners', scope: 'ordinary_crime' }];
    expect(figuresOf(scored({ 'a.txt': { text: 'Cuba released 30 prisoners.', events } }))).toMatchObject({
      predicted: 0,
    });
  });

  it('given a hope that is read as done, then it counts against what is said to have happened', () => {
    const event = {
      type: 'prisoner_released',
      quote: 'released 30 prisoners',
      certainty: 'hypothetical',
      tense: 'none',
    };
    const one = scored({ 'a.txt': { text: 'Cuba released 30 prisoners.', events: [event] } });
    expect(figuresOf(one)).toMatchObject({ precision: 1, recall: 1, modalityAccuracy: 0, happenedPrecision: 0 });
    expect(one.misses.map(({ kind }) => kind)).toEqual(['false', 'modality']);
  });

  it('given another number, then it is a miss of the count alone', () => {
    const event = { type: 'prisoner_released', quote: 'released 30 prisoners', count: { value: 31 } };
    const one = scored({ 'a.txt': { text: 'Cuba released 30 prisoners.', events: [event] } });
    expect(figuresOf(one)).toMatchObject({ recall: 1, countAccuracy: 0 });
    expect(one.misses).toMatchObject([{ kind: 'count', note: '31 read as 30' }]);
  });
});

describe('given what an earlier run wrote', () => {
  const figures = figuresOf(scored());
  const path = join(corpusOf({}), 'earlier.json');

  it('when a figure is less now, then it is named, unless the drop is let pass', () => {
    writeFileSync(path, `a table\n${JSON.stringify({ ...figures, recall: 0.8 })}\n`);
    const then = readBaseline(path);
    expect(compare(figures, then, 0).dropped).toEqual(['recall fell from 0.8 to 0.75']);
    expect(compare(figures, then, 0.05).dropped).toEqual([]);
    expect(compare(figures, figures, 0).dropped).toEqual([]);
  });

  it('when it is no such file, then that is said', () => {
    writeFileSync(path, 'no figures\n');
    expect(() => readBaseline(path)).toThrow(/does not end in a line of figures/);
  });
});

describe('a corpus that is not as it should be', () => {
  it('is refused with the file and the line', () => {
    expect(() => readCorpus('/nowhere')).toThrow(/gold\.jsonl does not exist/);
    const folder = corpusOf(SMALL);
    writeFileSync(join(folder, 'gold.jsonl'), '{"doc":"docs/one.txt","events":[{"id":"e1"}]}\n');
    expect(() => readCorpus(folder)).toThrow(/gold\.jsonl:1: events\.0\.type /);
    writeFileSync(join(folder, 'gold.jsonl'), '{"doc":"docs/none.txt","events":[]}\n');
    expect(() => readCorpus(folder)).toThrow(/there is no .*none\.txt/);
  });
});

describe('the file of predictions', () => {
  it('has a document a line, each event with its passage as the text has it', () => {
    const corpus = readCorpus(corpusOf(SMALL));
    const lines = printed(corpus.documents.map(predict))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { doc: string; events: Record<string, unknown>[] });
    expect(lines.map(({ doc }) => doc)).toEqual(['docs/one.txt', 'docs/two.txt']);
    expect(lines[0]!.events[0]).toMatchObject({
      type: 'PrisonersReleased',
      modality: 'performed',
      count: { value: 40, qualifier: 'exact' },
      occurred: '2025-12-12',
    });
    for (const { start, end, quote } of lines[0]!.events)
      expect(SMALL['docs/one.txt'].text.slice(start as number, end as number)).toBe(quote);
  });
});
