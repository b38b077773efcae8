import { argumentsOf } from './arguments.js';
import type { Predicted } from './predict.js';
import { figuresOf, kindsOf, type Miss, type Score } from './score.js';

const percent = (part: number, whole: number): string =>
  (whole > 0 ? (100 * part) / whole : Number.NaN).toFixed(1).replace('NaN', '-').padStart(6);
const share = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(3)).padStart(6);

/** The table of the annotated types, then ours by kind, then the further arguments, each with how it is judged. */
export function tables(score: Score): string {
  const types = [...score.types].sort(([, a], [, b]) => b.gold - a.gold);
  const kinds = kindsOf(score);
  return [
    'annotated type         gold  recall strict modal. count',
    ...types.map(
      ([name, t]) =>
        `${name.padEnd(22)} ${String(t.gold).padStart(4)} ${percent(t.found, t.gold)} ${percent(t.strict, t.gold)} ${percent(t.modality, t.found)} ${percent(t.countOk, t.count)}`,
    ),
    '',
    'kind                     gold  prec. recall     F1 modal. counts',
    ...kinds.map(
      ({ kind, gold, precision, recall, f1, modality, counts }) =>
        `${kind.padEnd(24)} ${String(gold).padStart(4)} ${[precision, recall, f1, modality, counts].map(share).join(' ')}`,
    ),
    '',
    'argument    agree     of  share  judged by',
    ...argumentsOf(score).map(
      ({ argument, agree, annotated, rule }) =>
        `${argument.padEnd(11)} ${String(agree).padStart(5)} ${String(annotated).padStart(6)} ${percent(agree, annotated)}  ${rule}`,
    ),
  ].join('\n');
}

/** The kinds as a Markdown table. */
export function markdown(score: Score): string {
  const all = figuresOf(score);
  const cell = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(2));
  return [
    '| kind | annotated | precision | recall | F1 | modality | counts |',
    '|---|---|---|---|---|---|---|',
    ...kindsOf(score).map(
      ({ kind, gold, precision, recall, f1, modality, counts }) =>
        `| ${kind} | ${gold} | ${[precision, recall, f1, modality, counts].map(cell).join(' | ')} |`,
    ),
    `| **all** | ${[...score.types.values()].reduce((sum, { gold }) => sum + gold, 0)} | ${[all.precision, all.recall, all.f1, all.modalityAccuracy, all.countAccuracy].map(cell).join(' | ')} |`,
  ].join('\n');
}

/** Characters of its text that are shown on each side of a miss. */
const AROUND = 110;
const WORDS: Readonly<Record<Miss['kind'], string>> = {
  missed: 'MISSED',
  false: 'FALSE ',
  modality: 'MODAL ',
  count: 'COUNT ',
};

/** Each miss in its sentence, with the passage in bold where the output is a terminal. */
export function missesOf({ misses }: Score, bold: boolean): string {
  return [...misses]
    .sort((a, b) => (a.doc < b.doc ? -1 : a.doc > b.doc ? 1 : a.start - b.start))
    .map(({ kind, doc, text, type, start, end, note }) => {
      const [left, right] = [edge(text, start, -1), edge(text, end, 1)];
      const passage = text.slice(start, end);
      const marked = bold ? `\u001b[1m${passage}\u001b[22m` : `[[${passage}]]`;
      const context = `${left > 0 ? '…' : ''}${text.slice(left, start)}${marked}${text.slice(end, right)}${right < text.length ? '…' : ''}`;
      return `${WORDS[kind]} ${doc}:${start} ${type}${note ? ` (${note})` : ''}\n       ${context.replace(/\s+/g, ' ')}`;
    })
    .join('\n');
}

/** The end of the sentence or line on one side, at most AROUND characters away. */
function edge(text: string, at: number, side: -1 | 1): number {
  const limit = side < 0 ? Math.max(0, at - AROUND) : Math.min(text.length, at + AROUND);
  const stretch = side < 0 ? text.slice(limit, at) : text.slice(at, limit);
  if (side < 0) {
    const stop = Math.max(stretch.lastIndexOf('\n'), stretch.lastIndexOf('. ') + 1);
    return stop > 0 ? limit + stop : limit;
  }
  const stop = stretch.search(/\n|[.!?](?:\s|$)/);
  return stop >= 0 ? at + stop + 1 : limit;
}

/** Drafts that the log would refuse: the extractor's own bugs. */
export const refusals = (predicted: readonly Predicted[]): string[] =>
  predicted.flatMap(({ document, refused }) => refused.map((reason) => `${document.doc}: ${reason}`));
