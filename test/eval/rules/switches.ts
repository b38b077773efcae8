import { without, type Alternative } from './patterns.js';

/** What can be switched off: an entry of a list, a line of a table, an alternative of a pattern, a condition. */
export type RuleKind = 'word' | 'line' | 'pattern' | 'condition';

export interface Rule {
  readonly id: number;
  readonly kind: RuleKind;
  /** Below `libs/extraction/src`. */
  readonly file: string;
  readonly line: number;
  /** The declaration in which it stands. */
  readonly within: string;
  readonly text: string;
  /** A text without these letters, in lower case, can't be read otherwise without the rule. */
  readonly letters: string | undefined;
}

export interface Pattern {
  readonly source: string;
  readonly flags: string;
  /** The rules that its alternatives are: the first one's id, and the others' follow. */
  readonly first: number;
  readonly alternatives: readonly Alternative[];
  /** It can match more without an alternative: one of what must not stand there. */
  readonly negative: boolean;
}

/** Names a rule as a reader finds it: file, declaration, words. */
export const nameOf = ({ kind, file, line, within, text }: Rule): string => {
  const words = kind === 'pattern' ? `/${text}/` : kind === 'condition' ? `:${line} ${text}` : `"${text}"`;
  return `${file} ${within} ${words}`.replace(/\s+/g, ' ');
};

/** So many answers are asked for one report at most: without a condition a loop may have no end. */
const ASKED_MAX = 5_000_000;

/** What the instrumented code asks while it is loaded and, millions of times, while it reads. */
export class Switches {
  /** By id, 1 for each condition that decided something since this was last filled with 0. */
  readonly decided: Uint8Array;
  /** By pattern, what it matched, where that is wanted. */
  readonly matched: readonly Set<string>[] | undefined;
  readonly #off: Uint8Array;
  readonly #patterns: readonly Pattern[];
  readonly #made: (RegExp | undefined)[] = [];
  #asked = 0;

  constructor(rules: number, patterns: readonly Pattern[], off: Iterable<number> = [], recording = false) {
    this.decided = new Uint8Array(rules);
    this.matched = recording ? patterns.map(() => new Set<string>()) : undefined;
    this.#off = new Uint8Array(rules);
    for (const id of off) this.#off[id] = 1;
    this.#patterns = patterns;
  }

  /** Switches a condition while the code is loaded; what is made of lists and patterns is made when it is loaded. */
  condition(id: number, on: boolean): void {
    this.#off[id] = on ? 0 : 1;
  }

  /** To be called before each report. */
  begin(): void {
    this.#asked = 0;
  }

  /** Whether a line of a table is there. */
  on(id: number): boolean {
    return this.#off[id] === 0;
  }

  /** A list without the entries that are off; their ids follow the first one's. */
  list(first: number, entries: readonly string[]): string[] {
    return entries.filter((_, at) => this.on(first + at));
  }

  /** A pattern without the alternatives that are off. Those that remember a place are made anew, as a literal is. */
  pattern(at: number): RegExp {
    const made = this.#made[at];
    if (made) return made;
    const { source, flags, first, alternatives } = this.#patterns[at]!;
    const off = alternatives.filter((_, index) => !this.on(first + index));
    const text = off.length > 0 ? without(source, off) : source;
    const pattern = this.matched ? recorded(text, flags, this.matched[at]!) : new RegExp(text, flags);
    if (!/[gy]/.test(flags)) this.#made[at] = pattern;
    return pattern;
  }

  /** A condition that makes something so: never, where it is off. */
  so<Value>(id: number, value: Value): Value | false {
    if ((this.#asked += 1) > ASKED_MAX) throw new Error('It does not come to an end.');
    if (value) this.decided[id] = 1;
    return this.#off[id] === 0 ? value : false;
  }

  /** A condition that keeps something from being so: never, where it is off. */
  unless<Value>(id: number, value: Value): Value | true {
    if ((this.#asked += 1) > ASKED_MAX) throw new Error('It does not come to an end.');
    if (!value) this.decided[id] = 1;
    return this.#off[id] === 0 ? value : true;
  }
}

/** A pattern that keeps what it matches. A class of its own, because the language clones patterns by their class. */
function recorded(source: string, flags: string, kept: Set<string>): RegExp {
  class Recorded extends RegExp {
    override exec(text: string): RegExpExecArray | null {
      const found = super.exec(text);
      if (found) kept.add(text);
      return found;
    }
  }
  return new Recorded(source, flags);
}

/** Whether a pattern matches otherwise, in one of the texts that it matched, without one of its alternatives. */
export function matchesOtherwise(
  { source, flags, alternatives }: Pattern,
  at: number,
  texts: Iterable<string>,
): boolean {
  const all = flags.includes('g') ? flags : `${flags}g`;
  const whole = new RegExp(source, all);
  const less = new RegExp(without(source, [alternatives[at]!]), all);
  const found = (pattern: RegExp, text: string): string =>
    [...text.matchAll(pattern)].map((match) => `${match.index}\t${match.join('\t')}`).join('\n');
  for (const text of texts) if (found(whole, text) !== found(less, text)) return true;
  return false;
}
