import { IDIOMS, IRREGULAR, NOUNS, VERBS, type Act, type Idiom } from '../lexicon/verbs.js';
import type { Range, Token } from '../text/token.js';

export type Tense = 'base' | 's' | 'ed' | 'ing';

export interface VerbForm {
  readonly acts: readonly Act[];
  readonly base: string;
  readonly tense: Tense;
}

/** Every form of every verb of the lexicon. A base may belong to two acts: "suspend" eases, "suspended" sentences. */
export const VERB_FORMS: ReadonlyMap<string, VerbForm> = verbForms();
/** Every noun of the lexicon. */
export const NOUN_ACTS: ReadonlyMap<string, Act> = new Map(
  Object.entries(NOUNS).flatMap(([act, nouns]) => nouns.map((noun) => [noun, act as Act] as const)),
);

function verbForms(): Map<string, VerbForm> {
  const forms = new Map<string, VerbForm>();
  for (const [act, verbs] of Object.entries(VERBS) as [Act, readonly string[]][]) {
    for (const base of verbs) {
      for (const [form, tense] of formsOf(base)) {
        const before = forms.get(form);
        forms.set(form, { base, tense, acts: [...new Set([...(before?.acts ?? []), act])] });
      }
    }
  }
  return forms;
}

function formsOf(base: string): [string, Tense][] {
  const [past, participle] = IRREGULAR[base] ?? [regularPast(base), regularPast(base)];
  const doubled = IRREGULAR[base] && past.endsWith('ed') && past.length === base.length + 3 ? base + base.at(-1) : base;
  if (base === 'die')
    return [
      [base, 'base'],
      ['dies', 's'],
      ['died', 'ed'],
      ['dying', 'ing'],
    ];
  const ing = /[^e]e$/.test(base) && base !== 'free' ? `${base.slice(0, -1)}ing` : `${doubled}ing`;
  const s = /(?:s|sh|ch|x)$/.test(base)
    ? `${base}es`
    : base.endsWith('y') && !/[aeiou]y$/.test(base)
      ? `${base.slice(0, -1)}ies`
      : `${base}s`;
  return [
    [base, 'base'],
    [s, 's'],
    [past, 'ed'],
    [participle, 'ed'],
    [ing, 'ing'],
  ];
}

function regularPast(base: string): string {
  if (base.endsWith('e')) return `${base}d`;
  return base.endsWith('y') && !/[aeiou]y$/.test(base) ? `${base.slice(0, -1)}ied` : `${base}ed`;
}

interface CompiledIdiom extends Idiom {
  readonly steps: readonly (ReadonlySet<string> | '*')[];
}

const COMPILED: readonly CompiledIdiom[] = IDIOMS.map((idiom) => ({
  ...idiom,
  steps: idiom.words.split(' ').map((step) => (step === '*' ? '*' : new Set(step.split('|')))),
}));
const IDIOM_STARTS: ReadonlyMap<string, readonly CompiledIdiom[]> = idiomStarts();

function idiomStarts(): Map<string, CompiledIdiom[]> {
  const starts = new Map<string, CompiledIdiom[]>();
  for (const idiom of COMPILED) {
    for (const word of idiom.steps[0] as ReadonlySet<string>) starts.set(word, [...(starts.get(word) ?? []), idiom]);
  }
  return starts;
}

/** The words with which a predication can begin: others, most of a text, are passed over at one look. */
export const TELLING_WORDS: ReadonlySet<string> = new Set([
  ...VERB_FORMS.keys(),
  ...NOUN_ACTS.keys(),
  ...IDIOM_STARTS.keys(),
]);

export interface IdiomFound {
  readonly idiom: Idiom;
  readonly from: number;
  readonly to: number;
  /** Where the gap of a pattern with `*` lies. */
  readonly gap?: { readonly from: number; readonly to: number } | undefined;
}

const GAP_MAX = 24;

/** The turn of phrase that begins at a token, if one does. */
export function idiomAt(tokens: readonly Token[], at: number): IdiomFound | undefined {
  for (const idiom of IDIOM_STARTS.get(tokens[at]!.lower) ?? []) {
    const found = match(tokens, at, idiom);
    if (found) return found;
  }
  return undefined;
}

function match(tokens: readonly Token[], from: number, idiom: CompiledIdiom): IdiomFound | undefined {
  let at = from;
  let gap: IdiomFound['gap'];
  for (const [index, step] of idiom.steps.entries()) {
    if (step === '*') {
      const next = idiom.steps[index + 1];
      if (next === undefined) continue;
      if (idiom.gapNot?.test(tokens[at]?.lower ?? '')) return undefined;
      const to = gapEnd(tokens, { from: at, to: at + (idiom.gapMax ?? GAP_MAX) }, next as ReadonlySet<string>);
      if (to < 0) return undefined;
      gap = { from: at, to };
      at = to;
    } else if (step.has(tokens[at]?.lower ?? '')) at += 1;
    else return undefined;
  }
  return { idiom, from, to: at, gap };
}

function gapEnd(tokens: readonly Token[], { from, to }: Range, next: ReadonlySet<string>): number {
  for (let at = from + 1; at < tokens.length && at <= to; at += 1) {
    if (next.has(tokens[at]!.lower)) return at;
    if (/[.;?!:]/.test(tokens[at]!.text) && tokens[at]!.text.length === 1) return -1;
  }
  return -1;
}
