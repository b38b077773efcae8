import type { Document } from '../corpus.js';
import { predictBy, reportOf, type Extract, type Predicted } from '../predict.js';
import { figuresOf, score } from '../score.js';
import { matchesOtherwise, type Rule } from './switches.js';
import type { Workshop } from './variant.js';

/** What a rule does in one document: how many points it is worth there. 0 where it changes claims, but no point. */
export interface Effect {
  readonly document: number;
  readonly points: number;
}

export interface Worth {
  readonly rule: Rule;
  /** Documents that it could change: those with its letters, or where its condition decided something. */
  readonly candidates: readonly number[];
  /** Those that it changes. */
  readonly effects: readonly Effect[];
  /** Without it the extractor breaks: it holds the code together and says nothing about a language. */
  readonly structural: boolean;
}

/**
 * The points of a document: one for each annotated event that is found, one each for its exact type, modality and
 * number; one off for each false claim, and one more where it says that something happened which did not.
 */
export function pointsOf(predicted: Predicted): number {
  const { types, predicted: ours, happened, happenedOk } = score([predicted]);
  let points = happenedOk - happened;
  for (const { found, strict, modality, countOk } of types.values()) points += found + strict + modality + countOk;
  for (const { wrong } of ours.values()) points -= wrong;
  return points;
}

/** A document with what the whole extractor makes of it. */
interface Read {
  readonly document: Document;
  readonly drafts: string;
  readonly points: number;
  /** Its words in lower case, each behind a space. */
  readonly words: string;
  readonly decided: Uint8Array;
  readonly matched: readonly ReadonlySet<string>[];
}

function readWhole(workshop: Workshop, document: Document): Read {
  const { extract, switches } = workshop.without([], true);
  const drafts = JSON.stringify(extract(reportOf(document)).drafts);
  const words = `${document.title ?? ''} ${document.text}`.toLowerCase().split(/[^\p{L}]+/u);
  const points = pointsOf(predictBy(extract, document));
  return {
    document,
    drafts,
    points,
    words: ` ${words.join(' ')}`,
    decided: switches.decided,
    matched: switches.matched!,
  };
}

/** A rule that helps in so many stories is no one's own: no more documents are tried. */
export const STORIES_ENOUGH = 2;

/** Documents, and of which story each is. */
export interface Tried {
  readonly documents: readonly Document[];
  readonly storyOf: (document: number) => number;
}

/** Switches each rule off by itself, in the documents that it could change, and compares. */
export function ablate(workshop: Workshop, { documents, storyOf }: Tried, progress: (done: number) => void): Worth[] {
  const read = documents.map((document) => readWhole(workshop, document));
  const couldChange = changers(workshop);
  // Most rules have helped in stories enough before the long documents, which take the time, are reached.
  const cheapestFirst = [...read.keys()].sort((a, b) => read[a]!.document.text.length - read[b]!.document.text.length);
  const worths = workshop.rules.map((rule) => ({
    rule,
    candidates: cheapestFirst.filter((at) => couldChange(rule, read[at]!)),
    effects: [] as Effect[],
    structural: false,
  }));
  let done = 0;
  const conditions = worths.filter(({ rule }) => rule.kind === 'condition');
  const { extract, switches } = workshop.without([]);
  for (const worth of conditions) {
    switches.condition(worth.rule.id, false);
    weigh(worth, { read, storyOf }, extract);
    switches.condition(worth.rule.id, true);
    progress((done += 1));
  }
  const others = worths.filter(({ rule }) => rule.kind !== 'condition');
  for (const together of packed(others, documents.length)) {
    const less = loaded(workshop, together);
    for (const worth of together) weigh(worth, { read, storyOf }, less ?? loaded(workshop, [worth]));
    progress((done += together.length));
  }
  return worths;
}

/** Looks what documents come to without a rule, until it has helped in enough stories, or breaks. */
function weigh(
  worth: Worth & { effects: Effect[]; structural: boolean },
  { read, storyOf }: { read: readonly Read[]; storyOf: Tried['storyOf'] },
  less: Extract | undefined,
): void {
  const helped = new Map<number, number>();
  for (const at of worth.candidates) {
    const effect = less && effectIn(read[at]!, less);
    if (effect === undefined) {
      worth.structural = true;
      return;
    }
    if (effect === 'none') continue;
    worth.effects.push({ document: at, points: effect });
    helped.set(storyOf(at), (helped.get(storyOf(at)) ?? 0) + effect);
    if ([...helped.values()].filter((points) => points > 0).length >= STORIES_ENOUGH) return;
  }
}

/** Whether a rule could change what is read in a document: never no where it could. */
function changers({ patterns }: Workshop): (rule: Rule, read: Read) => boolean {
  const placeOf = new Map(
    patterns.flatMap(({ alternatives, first }, pattern) =>
      alternatives.map((_, at) => [first + at, { pattern, at }] as const),
    ),
  );
  return ({ id, kind, letters }, { words, decided, matched }) => {
    if (kind === 'condition') return decided[id] === 1;
    if (kind !== 'pattern') return letters === undefined || words.includes(` ${letters}`);
    const { pattern, at } = placeOf.get(id)!;
    const asked = patterns[pattern]!;
    return asked.negative || matchesOtherwise(asked, at, matched[pattern]!);
  };
}

/** A constant may be made of the rule, and then already loading breaks. */
function loaded(workshop: Workshop, together: readonly Worth[]): Extract | undefined {
  try {
    return workshop.without(together.map(({ rule }) => rule.id)).extract;
  } catch {
    // Whatever it is, it is the answer to the question that was asked: whether it works without.
    return undefined;
  }
}

/** How many points a document has less without the rule; undefined where the extractor breaks on it. */
function effectIn({ document, drafts, points }: Read, less: Extract): number | 'none' | undefined {
  try {
    if (JSON.stringify(less(reportOf(document)).drafts) === drafts) return 'none';
    return points - pointsOf(predictBy(less, document));
  } catch {
    return undefined;
  }
}

/** Rules that can't change the same document are tried in one go. Those of few documents fill the gaps of the others. */
function* packed<Each extends Pick<Worth, 'candidates'>>(
  worths: readonly Each[],
  documents: number,
): Generator<Each[]> {
  let rest = worths.filter(({ candidates }) => candidates.length > 0);
  rest.sort((a, b) => b.candidates.length - a.candidates.length);
  while (rest.length > 0) {
    const taken = new Uint8Array(documents);
    const together: Each[] = [];
    const later: Each[] = [];
    for (const each of rest) {
      if (each.candidates.some((at) => taken[at] === 1)) later.push(each);
      else {
        for (const at of each.candidates) taken[at] = 1;
        together.push(each);
      }
    }
    yield together;
    rest = later;
  }
}

/** The figures of documents, each read by an extractor of its own. */
export const figuresBy = (documents: readonly Document[], readerOf: (document: Document) => Extract) =>
  figuresOf(score(documents.map((document) => predictBy(readerOf(document), document))));
