import { IDIOMS, type Idiom } from '../lexicon/idioms.js';
import { IRREGULAR, NOUNS, VERBS, type Act } from '../lexicon/verbs.js';
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
  if (base === 'die')
    return [
      [base, 'base'],
      ['dies', 's'],
      ['died', 'ed'],
      ['dying', 'ing'],
    ];
  const stem = past.endsWith(`${base.at(-1)}ed`) && past.length === base.length + 3 ? past.slice(0, -2) : doubled(base);
  const ing = /[^e]e$/.test(base) && base !== 'free' ? `${base.slice(0, -1)}ing` : `${stem}ing`;
  const s = /(?:s|sh|ch|x)$/.test(base)
    ? `${base}es`
    : base.endsWith('y') && !/[aeiou]y$/.test(base)
      ? `${base.slice(0, -1)}ies`
      : /^(?:go|do)$/.test(base)
        ? `${base}es`
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
  return base.endsWith('y') && !/[aeiou]y$/.test(base) ? `${base.slice(0, -1)}ied` : `${doubled(base)}ed`;
}

/** "ban", "put", "drop": one short syllable doubles its last letter. */
function doubled(base: string): string {
  return /^[^aeiou]*[aeiou][bdgmnprt]$/.test(base) ? base + base.at(-1) : base;
}

/** One step of a turn of phrase: a word, a word that does not come next, or a gap of at most so many words. */
type Step =
  | { readonly is: 'word'; readonly words: ReadonlySet<string>; readonly optional: boolean }
  | { readonly is: 'not'; readonly words: ReadonlySet<string> }
  | { readonly is: 'gap'; readonly max: number };

interface CompiledIdiom extends Idiom {
  readonly base: string;
  readonly steps: readonly Step[];
}

const GAP_MAX = 24;

/** The tense of each form of the verbs in turns of phrase; of "put", which is three of them, the first. */
export const IDIOM_TENSES = new Map<string, Tense>();

function compiled(idiom: Idiom): CompiledIdiom {
  const [turn, base] = idiom.words.split(' =');
  return { ...idiom, base: base ?? turn!, steps: turn!.split(' ').map(stepOf) };
}

function stepOf(step: string): Step {
  if (step.startsWith('*')) return { is: 'gap', max: Number(step.slice(1)) || GAP_MAX };
  const formsIn = (list: string): ReadonlySet<string> =>
    new Set(list.split('|').flatMap((word) => (word.endsWith('~') ? inflected(word.slice(0, -1)) : [word])));
  if (step.startsWith('!')) return { is: 'not', words: formsIn(step.slice(1)) };
  const optional = step.endsWith('?');
  return { is: 'word', words: formsIn(optional ? step.slice(0, -1) : step), optional };
}

function inflected(base: string): string[] {
  const forms = formsOf(base);
  for (const [form, tense] of forms) if (!IDIOM_TENSES.has(form)) IDIOM_TENSES.set(form, tense);
  return forms.map(([form]) => form);
}

const COMPILED: readonly CompiledIdiom[] = IDIOMS.map(compiled);
const IDIOM_STARTS: ReadonlyMap<string, readonly CompiledIdiom[]> = idiomStarts();

function idiomStarts(): Map<string, CompiledIdiom[]> {
  const starts = new Map<string, CompiledIdiom[]>();
  for (const idiom of COMPILED) {
    const [first] = idiom.steps;
    if (first?.is !== 'word') throw new Error(`"${idiom.words}" has to begin with a word.`);
    for (const word of first.words) starts.set(word, [...(starts.get(word) ?? []), idiom]);
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
  readonly idiom: Idiom & { readonly base: string };
  readonly from: number;
  readonly to: number;
  /** Where the gap of a pattern with `*` lies. */
  readonly gap?: { readonly from: number; readonly to: number } | undefined;
}

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
  // By index: it is asked at every telling word, and an iterator for each would cost more than the steps.
  for (let index = 0; index < idiom.steps.length; index += 1) {
    const step = idiom.steps[index]!;
    if (step.is === 'gap') {
      const next = idiom.steps[index + 1];
      if (next === undefined) continue;
      const own = idiom.who === 'gap' && gap === undefined;
      const to = gapEnd(tokens, { from: own ? at + 1 : at, to: at + step.max }, next);
      if (to < 0) return undefined;
      gap ??= { from: at, to };
      at = to;
    } else if (isAt(tokens[at], step)) at += step.is === 'not' ? 0 : 1;
    else if (step.is !== 'word' || !step.optional) return undefined;
  }
  return { idiom, from, to: at, gap };
}

function isAt(token: Token | undefined, step: Exclude<Step, { is: 'gap' }>): boolean {
  if (step.is === 'not') return !step.words.has(token?.lower ?? '');
  return step.words.has(token?.lower ?? '') || (step.words.has('#') && token?.pos === 'NUM');
}

function gapEnd(tokens: readonly Token[], { from, to }: Range, next: Step): number {
  for (let at = from; at < tokens.length && at <= to; at += 1) {
    if (next.is !== 'gap' && isAt(tokens[at], next)) return at;
    if (/[.;?!:]/.test(tokens[at]!.text) && tokens[at]!.text.length === 1) return -1;
  }
  return -1;
}
