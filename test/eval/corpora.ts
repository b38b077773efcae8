import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** An annotated event of a text, its place given by its words. */
export interface Annotated {
  readonly type: string;
  readonly quote: string;
  readonly certainty?: string;
  readonly tense?: string;
  readonly [more: string]: unknown;
}

/** Writes a corpus of a few texts into a temporary folder and returns its path. */
export function corpusOf(
  texts: Readonly<Record<string, { text: string; events: readonly Annotated[] }>>,
  arcs?: readonly { arc: string; docs: readonly string[] }[],
): string {
  const folder = mkdtempSync(join(tmpdir(), 'clemency-eval-'));
  const lines = Object.entries(texts).map(([doc, { text, events }]) => {
    mkdirSync(dirname(join(folder, doc)), { recursive: true });
    writeFileSync(join(folder, doc), text);
    const gold = events.map((event, at) => {
      const start = text.indexOf(event.quote);
      const span = [start, start + event.quote.length];
      return { certainty: 'asserted', tense: 'done', ...event, id: `e${at + 1}`, span };
    });
    return JSON.stringify({
      doc,
      title: 'A report',
      publisher: 'Wire',
      published: '2025-12-13',
      lang: 'en',
      events: gold,
    });
  });
  writeFileSync(join(folder, 'gold.jsonl'), `${lines.join('\n')}\n`);
  if (arcs) writeFileSync(join(folder, 'arcs.json'), JSON.stringify(arcs));
  return folder;
}

const NICARAGUA =
  'Nicaragua freed 40 political prisoners on Friday. A lawyer demanded the release of the editor Jairo Paz.';
const OFFICE = 'The United States sanctioned the Port Authority of Azov. The mayor opened a school.';

/** Two texts: all of the first is found; the second has an annotated event that no rule could find. */
export const SMALL = {
  'docs/one.txt': {
    text: NICARAGUA,
    events: [
      {
        type: 'prisoner_released',
        quote: 'freed 40 political prisoners',
        count: { value: 40, modifier: 'exact', unit: 'persons' },
        who_acts: 'Nicaragua',
        date: '2025-12-12',
      },
      {
        type: 'prisoner_released',
        quote: 'the release of the editor Jairo Paz',
        certainty: 'called_for',
        tense: 'none',
        named: ['Jairo Paz'],
      },
    ],
  },
  'docs/two.txt': {
    text: OFFICE,
    events: [
      { type: 'sanction_imposed', quote: 'sanctioned the Port Authority of Azov', who_acts: 'United States' },
      { type: 'prisoner_died', quote: 'The mayor opened a school' },
    ],
  },
} as const;
