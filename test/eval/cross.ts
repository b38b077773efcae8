import { join } from 'node:path';
import type { Corpus } from './corpus.js';
import { ablate, figuresBy } from './rules/ablation.js';
import { flagged, harmful, leftOutTable, supportTable } from './rules/report.js';
import { storiesIn, type Story } from './rules/stories.js';
import { isAtlas, restingOn, storyOfIn, supportOf, type Support } from './rules/support.js';
import { Workshop } from './rules/variant.js';
import type { Figures } from './score.js';

export interface CrossValidation {
  readonly stories: readonly Story[];
  readonly supports: readonly Support[];
  readonly all: Figures;
  /** Each story read without what it alone supports. */
  readonly leftOut: Figures;
  /** The same, with the names of countries and peoples left on. */
  readonly butAtlas: Figures;
}

/** The sources of the extractor, beside which this is compiled. */
export const EXTRACTION = join(import.meta.dirname, '..', '..', 'libs', 'extraction', 'src');

/** Shows for every rule of the extractor in which stories it is of use, and what stories come to that are left out. */
export function crossValidate(
  corpus: Pick<Corpus, 'documents' | 'stories'>,
  folder: string = EXTRACTION,
  progress: (done: number, of: number) => void = () => undefined,
): CrossValidation {
  const workshop = new Workshop(folder);
  const { documents } = corpus;
  const stories = storiesIn(corpus);
  const storyOf = storyOfIn(stories);
  const worths = ablate(workshop, { documents, storyOf }, (done) => progress(done, workshop.rules.length));
  const supports = supportOf(worths, storyOf);
  const leaveOut = (keeps: (support: Support) => boolean): Figures => {
    const readers = new Map(
      stories.flatMap(({ documents: of }, story) => {
        const off = restingOn(supports, story).filter((support) => !keeps(support));
        const { extract } = workshop.without(off.map(({ rule }) => rule.id));
        return of.map((at) => [documents[at]!, extract] as const);
      }),
    );
    return figuresBy(documents, (document) => readers.get(document)!);
  };
  const whole = workshop.without([]).extract;
  return {
    stories,
    supports,
    all: figuresBy(documents, () => whole),
    leftOut: leaveOut(() => false),
    butAtlas: leaveOut(({ rule }) => isAtlas(rule)),
  };
}

/** How many of the rules that one story needs, or that do harm, are shown. */
const SHOWN_MAX = 60;

export function crossReport({ stories, supports, all, leftOut, butAtlas }: CrossValidation): string {
  const some = (lines: readonly string[]): string =>
    [
      ...lines.slice(0, SHOWN_MAX),
      ...(lines.length > SHOWN_MAX ? [`  … and ${lines.length - SHOWN_MAX} more`] : []),
    ].join('\n');
  return [
    `Each of ${supports.length} rules switched off by itself, in ${stories.length} stories:`,
    supportTable(supports),
    '',
    'Needed by one story alone (points, rule, story):',
    some(flagged(supports, stories)),
    '',
    'Of more harm than use:',
    some(harmful(supports, stories)),
    '',
    'Each story read without the rules that only it supports:',
    leftOutTable(all, leftOut, butAtlas),
  ].join('\n');
}
