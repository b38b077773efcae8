import { RegExpParser, visitRegExpAST, type AST } from '@eslint-community/regexpp';

/** A way in which a pattern can match: one of several, or the whole pattern where there is no choice. */
export interface Alternative {
  /** Its place in the pattern's source, the end excluded. */
  readonly from: number;
  readonly to: number;
  /** Letters that stand in every text that it matches, in lower case; undefined where no three in a row must. */
  readonly letters: string | undefined;
  /** Its capturing groups, as they are opened: without it those of the rest must keep their numbers. */
  readonly groups: readonly string[];
}

const parser = new RegExpParser();

/** All alternatives of a pattern, also those in its groups, from left to right. */
export function alternativesOf(source: string, flags: string): Alternative[] {
  const pattern = parser.parsePattern(source, 0, source.length, { unicode: flags.includes('u') });
  const found: Alternative[] = [];
  const take = (alternatives: readonly AST.Alternative[]): void => {
    if (alternatives.length > 1) for (const each of alternatives) found.push(alternativeOf(each));
  };
  if (pattern.alternatives.length === 1) found.push(alternativeOf(pattern.alternatives[0]!));
  visitRegExpAST(pattern, {
    onPatternEnter: ({ alternatives }) => take(alternatives),
    onGroupEnter: ({ alternatives }) => take(alternatives),
    onCapturingGroupEnter: ({ alternatives }) => take(alternatives),
    onAssertionEnter: (node) => {
      if (node.kind === 'lookahead' || node.kind === 'lookbehind') take(node.alternatives);
    },
  });
  return found;
}

function alternativeOf(node: AST.Alternative): Alternative {
  const groups: string[] = [];
  visitRegExpAST(node, {
    onCapturingGroupEnter: ({ name }) => void groups.push(name === null ? '(' : `(?<${name}>`),
  });
  return { from: node.start, to: node.end, letters: lettersOf(node.elements), groups };
}

/** The longest run of letters that the elements of one alternative always match. */
function lettersOf(elements: readonly AST.Element[]): string | undefined {
  let longest = '';
  let run = '';
  for (const element of elements) {
    const letter = element.type === 'Character' ? String.fromCodePoint(element.value) : '';
    run = /\p{L}/u.test(letter) ? run + letter : '';
    if (run.length > longest.length) longest = run;
  }
  return longest.length >= 3 ? longest.toLowerCase() : undefined;
}

/** The pattern without some of its alternatives: each is put in by one that never matches. */
export function without(source: string, off: readonly Alternative[]): string {
  let text = source;
  let before = source.length + 1;
  // The last first, so that places hold; what stands in another that is left out goes with it.
  const outer = off.filter((each) => !off.some((other) => other !== each && holds(other, each)));
  for (const { from, to, groups } of [...outer].sort((a, b) => b.from - a.from)) {
    if (to > before) continue;
    text = `${text.slice(0, from)}(?!)${groups.map((opening) => `${opening})`).join('')}${text.slice(to)}`;
    before = from;
  }
  return text;
}

const holds = (outer: Alternative, inner: Alternative): boolean => outer.from <= inner.from && outer.to >= inner.to;
