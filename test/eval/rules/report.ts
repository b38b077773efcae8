import type { Figures } from '../score.js';
import type { Story } from './stories.js';
import { onlyStory, type Support } from './support.js';
import { nameOf, type RuleKind } from './switches.js';

const KINDS: Readonly<Record<RuleKind, string>> = {
  word: 'entries of lists',
  line: 'lines of tables',
  pattern: 'ways of patterns to match',
  condition: 'conditions in the code',
};

const COLUMNS: readonly (readonly [string, (support: Support) => boolean])[] = [
  ['all', () => true],
  ['occur', ({ occurs }) => occurs.size > 0],
  ['change', ({ changes }) => changes.size > 0],
  ['help 2+', ({ helps }) => helps.size > 1],
  ['help 1', ({ helps }) => helps.size === 1],
  ['hurt only', ({ helps, hurts }) => helps.size === 0 && hurts.size > 0],
  ['structural', ({ structural }) => structural],
];

/** How many rules of each kind occur, change something, help in several stories, in one, or only hurt. */
export function supportTable(supports: readonly Support[]): string {
  const heads = COLUMNS.map(([name]) => name.padStart(Math.max(name.length, 6)));
  const lines = (Object.keys(KINDS) as RuleKind[]).map((kind) => {
    const ofKind = supports.filter(({ rule }) => rule.kind === kind);
    const cells = COLUMNS.map(([, holds], at) => String(ofKind.filter(holds).length).padStart(heads[at]!.length));
    return `${KINDS[kind].padEnd(26)} ${cells.join('  ')}`;
  });
  return [`${''.padEnd(26)} ${heads.join('  ')}`, ...lines].join('\n');
}

const signed = (points: number): string => (points > 0 ? `+${points}` : String(points)).padStart(4);

/** The rules that one story alone needs, the dearest first. */
export const flagged = (supports: readonly Support[], stories: readonly Story[]): string[] =>
  supports
    .filter((support) => onlyStory(support) !== undefined)
    .sort((a, b) => b.points - a.points || a.rule.id - b.rule.id)
    .map(
      (support) =>
        `${signed(support.points)}  ${nameOf(support.rule)}  (${stories[onlyStory(support)!]!.name}` +
        `${support.hurts.size > 0 ? `; hurts in ${support.hurts.size}` : ''})`,
    );

/** The rules without which the measure would be better. */
export const harmful = (supports: readonly Support[], stories: readonly Story[]): string[] =>
  supports
    .filter(({ points, structural }) => points < 0 && !structural)
    .sort((a, b) => a.points - b.points || a.rule.id - b.rule.id)
    .map(
      ({ rule, points, helps, hurts }) =>
        `${signed(points)}  ${nameOf(rule)}  (helps in ${helps.size}, hurts in ${[...hurts].map((at) => stories[at]!.name).join(', ')})`,
    );

const FIGURES = [
  'precision',
  'recall',
  'f1',
  'strictTypeRecall',
  'modalityAccuracy',
  'countAccuracy',
  'happenedPrecision',
] as const;

export function leftOutTable(all: Figures, leftOut: Figures, butAtlas: Figures): string {
  const cell = (value: number): string => value.toFixed(3).padStart(8);
  return [
    `${''.padEnd(18)} ${'all'.padStart(8)} ${'left out'.padStart(8)} ${'but atlas'.padStart(8)}`,
    ...FIGURES.map((name) => `${name.padEnd(18)} ${cell(all[name])} ${cell(leftOut[name])} ${cell(butAtlas[name])}`),
  ].join('\n');
}
