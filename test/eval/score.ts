import { saysItHappened } from '#domain';
import type { GoldEvent } from './corpus.js';
import { FAMILY, KINDS, SCORED, STRICT, modalitiesOf } from './kinds.js';
import type { Predicted, Prediction } from './predict.js';

/** What one annotated type comes to. `count` is how many found ones have a number above one, `countOk` with ours equal. */
export interface Tally {
  gold: number;
  found: number;
  strict: number;
  modality: number;
  count: number;
  countOk: number;
}

/** An annotated event that nothing found, or a claim of a happening that is none. */
export interface Miss {
  readonly doc: string;
  readonly text: string;
  readonly kind: 'missed' | 'false' | 'modality' | 'count';
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly note: string;
}

export interface Score {
  readonly types: ReadonlyMap<string, Tally>;
  /** True and false predictions by our own type. */
  readonly predicted: ReadonlyMap<string, { right: number; wrong: number }>;
  /** Of the claims that something happened, how many there are and how many it did. */
  readonly happened: number;
  readonly happenedOk: number;
  readonly badQuotes: number;
  readonly misses: readonly Miss[];
  /** Each annotated event that was found, with the predictions that found it. */
  readonly pairs: readonly { readonly gold: GoldEvent; readonly hits: readonly Prediction[] }[];
  readonly documents: number;
}

/** Characters that a prediction may lie beside an annotated event. */
const SLACK = 40;

const overlaps = (event: Prediction, { span }: GoldEvent): boolean =>
  event.start < span[1] + SLACK && event.end > span[0] - SLACK;

const lastName = (name: string): string => name.trim().split(/\s+/).at(-1)!.toLowerCase();

/** An annotated event told again elsewhere in its document is neither counted nor punished. */
function restates(event: Prediction, gold: GoldEvent): boolean {
  if (!modalitiesOf(gold).includes(event.modality)) return false;
  if (event.count !== undefined && event.count.value > 1 && gold.count?.value === event.count.value) return true;
  const { person } = event;
  return (
    person !== undefined &&
    [...(gold.named ?? []), gold.target ?? ''].some((name) => name.toLowerCase().includes(lastName(person)))
  );
}

class Scoring {
  readonly types = new Map<string, Tally>();
  readonly predicted = new Map<string, { right: number; wrong: number }>();
  readonly misses: Miss[] = [];
  readonly pairs: { gold: GoldEvent; hits: readonly Prediction[] }[] = [];
  happened = 0;
  happenedOk = 0;
  badQuotes = 0;

  document({ document: { doc, text, gold }, events }: Predicted): void {
    const scored = events.filter(({ type }) => SCORED.has(type));
    const seen = new Set<string>();
    for (const event of scored) {
      if (text.slice(event.start, event.end) !== event.quote) this.badQuotes += 1;
      this.#prediction({ doc, text, gold }, event, seen);
    }
    for (const each of gold) if (!each.scope) this.#annotated({ doc, text }, each, scored);
  }

  #prediction(
    { doc, text, gold }: { doc: string; text: string; gold: readonly GoldEvent[] },
    event: Prediction,
    seen: Set<string>,
  ): void {
    const same = gold.filter(({ type }) => FAMILY[type]?.includes(event.type));
    const hits = same.filter((each) => overlaps(event, each));
    if (hits.length === 0 && same.some((each) => restates(event, each))) return;
    const agrees = hits.some((each) => modalitiesOf(each).includes(event.modality));
    const key = [event.type, event.person ?? '', event.modality, hits.map(({ id }) => id).join('+')].join('|');
    const good = hits.length > 0 && !seen.has(key);
    seen.add(key);
    if (hits.length > 0 && hits.every(({ scope }) => scope)) return;
    const tally = entry(this.predicted, event.type, () => ({ right: 0, wrong: 0 }));
    if (good) tally.right += 1;
    else tally.wrong += 1;
    const told = { doc, text, type: `${event.type} ${event.modality}`, start: event.start, end: event.end };
    if (!good && !saysItHappened(event.modality))
      this.misses.push({ ...told, kind: 'false', note: 'nothing of the kind is annotated here' });
    if (!saysItHappened(event.modality)) return;
    this.happened += 1;
    if (good && agrees) this.happenedOk += 1;
    else
      this.misses.push({
        ...told,
        kind: 'false',
        note:
          hits.length === 0
            ? 'nothing of the kind is annotated here'
            : good
              ? `annotated as ${hits.map(({ certainty, tense }) => `${certainty}/${tense}`).join(', ')}`
              : 'told twice',
      });
  }

  #annotated({ doc, text }: { doc: string; text: string }, gold: GoldEvent, events: readonly Prediction[]): void {
    const tally = entry(this.types, gold.type, () => ({
      gold: 0,
      found: 0,
      strict: 0,
      modality: 0,
      count: 0,
      countOk: 0,
    }));
    tally.gold += 1;
    const hits = events
      .filter(({ type }) => FAMILY[gold.type]?.includes(type))
      .filter((event) => overlaps(event, gold));
    const miss = {
      doc,
      text,
      type: `${gold.type} ${gold.certainty}/${gold.tense}`,
      start: gold.span[0],
      end: gold.span[1],
    };
    if (hits.length === 0) {
      this.misses.push({ ...miss, kind: 'missed', note: '' });
      return;
    }
    this.pairs.push({ gold, hits });
    tally.found += 1;
    if (hits.some(({ type }) => STRICT[gold.type]!.includes(type))) tally.strict += 1;
    if (hits.some(({ modality }) => modalitiesOf(gold).includes(modality))) tally.modality += 1;
    else
      this.misses.push({
        ...miss,
        kind: 'modality',
        note: `read as ${[...new Set(hits.map(({ modality }) => modality))].join(', ')}`,
      });
    if (!gold.count || !((gold.count.value ?? 0) > 1)) return;
    tally.count += 1;
    if (hits.some(({ count }) => count?.value === gold.count!.value)) tally.countOk += 1;
    else
      this.misses.push({
        ...miss,
        kind: 'count',
        note: `${gold.count.value} read as ${hits.map(({ count }) => count?.value ?? 'none').join(', ')}`,
      });
  }
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Compares what was read with what was annotated, by the rules of the corpus' own scorer. */
export function score(all: readonly Predicted[]): Score {
  const scoring = new Scoring();
  for (const each of all) scoring.document(each);
  const { types, predicted, happened, happenedOk, badQuotes, misses, pairs } = scoring;
  return { types, predicted, happened, happenedOk, badQuotes, misses, pairs, documents: all.length };
}

/** The figures of the whole, as shares of 1 rounded to three places. */
export interface Figures {
  readonly docs: number;
  readonly predicted: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly macroRecall: number;
  readonly strictTypeRecall: number;
  readonly modalityAccuracy: number;
  readonly countAccuracy: number;
  readonly happenedPrecision: number;
  readonly badQuotes: number;
}

const round = (value: number): number => Number(value.toFixed(3));
const harmonic = (p: number, r: number): number => (2 * p * r) / (p + r || 1);

export function figuresOf({ types, predicted, happened, happenedOk, badQuotes, documents }: Score): Figures {
  const sum = sumOf([...types.values()]);
  const right = [...predicted.values()].reduce((all, each) => all + each.right, 0);
  const wrong = [...predicted.values()].reduce((all, each) => all + each.wrong, 0);
  const precision = right / (right + wrong || 1);
  const recall = sum.found / (sum.gold || 1);
  const macro = [...types.values()].reduce((all, { found, gold }) => all + found / gold, 0) / (types.size || 1);
  return {
    docs: documents,
    predicted: right + wrong,
    precision: round(precision),
    recall: round(recall),
    f1: round(harmonic(precision, recall)),
    macroRecall: round(macro),
    strictTypeRecall: round(sum.strict / (sum.gold || 1)),
    modalityAccuracy: round(sum.modality / (sum.found || 1)),
    countAccuracy: round(sum.countOk / (sum.count || 1)),
    happenedPrecision: round(happenedOk / (happened || 1)),
    badQuotes,
  };
}

const sumOf = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (a, b) => ({
      gold: a.gold + b.gold,
      found: a.found + b.found,
      strict: a.strict + b.strict,
      modality: a.modality + b.modality,
      count: a.count + b.count,
      countOk: a.countOk + b.countOk,
    }),
    { gold: 0, found: 0, strict: 0, modality: 0, count: 0, countOk: 0 },
  );

/** A kind's own precision, recall and the rest; undefined where there is nothing to divide by. */
export interface KindFigures {
  readonly kind: string;
  readonly gold: number;
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly f1: number | undefined;
  readonly modality: number | undefined;
  readonly counts: number | undefined;
}

export function kindsOf({ types, predicted }: Score): KindFigures[] {
  return KINDS.map(([kind, ours, gold]) => {
    const tally = sumOf(gold.flatMap((type) => types.get(type) ?? []));
    const right = ours.reduce((all, type) => all + (predicted.get(type)?.right ?? 0), 0);
    const all = ours.reduce((sum, type) => sum + (predicted.get(type)?.wrong ?? 0), right);
    const precision = all > 0 ? right / all : undefined;
    const recall = tally.gold > 0 ? tally.found / tally.gold : undefined;
    return {
      kind,
      gold: tally.gold,
      precision,
      recall,
      f1: precision === undefined || recall === undefined ? undefined : harmonic(precision, recall),
      modality: tally.found > 0 ? tally.modality / tally.found : undefined,
      counts: tally.count > 0 ? tally.countOk / tally.count : undefined,
    };
  });
}
