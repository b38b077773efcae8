import type { Worth } from './ablation.js';
import type { Story } from './stories.js';
import type { Rule } from './switches.js';

/** What a rule rests on, story by story. */
export interface Support {
  readonly rule: Rule;
  readonly structural: boolean;
  /** Stories with a document that it could change, and those with one that it does change. */
  readonly occurs: ReadonlySet<number>;
  readonly changes: ReadonlySet<number>;
  readonly helps: ReadonlySet<number>;
  readonly hurts: ReadonlySet<number>;
  /** What it is worth where it was tried: points won less points lost. */
  readonly points: number;
}

/** Of which story a document is. */
export function storyOfIn(stories: readonly Story[]): (document: number) => number {
  const storyOf = new Map(stories.flatMap(({ documents }, at) => documents.map((document) => [document, at] as const)));
  return (document) => storyOf.get(document)!;
}

export function supportOf(worths: readonly Worth[], storyOf: (document: number) => number): Support[] {
  return worths.map(({ rule, structural, candidates, effects }) => {
    const points = new Map<number, number>();
    for (const effect of effects) {
      const story = storyOf(effect.document);
      points.set(story, (points.get(story) ?? 0) + effect.points);
    }
    const where = (holds: (points: number) => boolean): Set<number> =>
      new Set([...points].flatMap(([story, each]) => (holds(each) ? [story] : [])));
    return {
      rule,
      structural,
      occurs: new Set(candidates.map((at) => storyOf(at))),
      changes: new Set(points.keys()),
      helps: where((each) => each > 0),
      hurts: where((each) => each < 0),
      points: [...points.values()].reduce((sum, each) => sum + each, 0),
    };
  });
}

/** The one story that needs a rule; undefined where none does or more do. */
export const onlyStory = ({ helps, structural }: Support): number | undefined =>
  !structural && helps.size === 1 ? [...helps][0] : undefined;

/**
 * The rules that nobody would have without a story: it alone shows that they are of use, or their words stand nowhere
 * else. A rule that does harm there stays, for nobody would have taken it out.
 */
export const restingOn = (supports: readonly Support[], story: number): Support[] =>
  supports.filter((support) => {
    if (support.structural || support.hurts.has(story)) return false;
    if (onlyStory(support) === story) return true;
    return support.rule.letters !== undefined && support.occurs.size === 1 && support.occurs.has(story);
  });

/** Names of all countries and peoples: they are complete whatever the stories are, as an atlas is. */
export const isAtlas = ({ file, within }: Rule): boolean =>
  (file === 'lexicon/demonyms.ts' || file === 'lexicon/countries.ts') && /^(?:DEMONYMS|NAMES)\b/.test(within);
