import type { Count } from '#domain';
import { CAPTIVE_NOUNS, PEOPLE_NOUNS, ROLES } from '../lexicon/people.js';
import type { Line } from '../scene.js';
import { textOf, within, type Range } from '../text/token.js';
import { goesOn, isSingular, isStatistic } from './nouns.js';
import type { Group } from './group.js';

const OTHERWISE = /^(?:of|with|by|from|against|about|on|for|in|at)$/;

/** "political prisoners", "all those unjustly detained", "an American citizen": nobody counts them for us. */
export function pluralIn(body: string, line: Line, range: Range): Group | undefined {
  const { tokens } = line.sentence;
  for (let at = range.from; at < Math.min(range.to, range.from + 12); at += 1) {
    const { lower } = tokens[at]!;
    if (line.people.some((mention) => at >= mention.opening && at < mention.to)) continue;
    const demonym =
      line.countries.some((mention) => mention.kind === 'demonym' && within(at, mention)) &&
      /s$/.test(lower) &&
      tokens[at]!.pos !== 'ADJ';
    const those = /^(?:those|everyone)$/.test(lower) && !PEOPLE_NOUNS.has(tokens[at + 1]?.lower ?? '');
    if ((!PEOPLE_NOUNS.has(lower) && !demonym && !those) || isStatistic(line, at)) continue;
    if (PEOPLE_NOUNS.has(tokens[at + 1]?.lower ?? '') || /^'s?$/.test(tokens[at + 1]?.lower ?? '')) continue;
    const population = { from: nounPhraseFrom(line, range.from, at), to: at + 1 };
    // "a statement on political prisoners" is about a statement.
    const inOther = population.from > range.from && OTHERWISE.test(tokens[population.from - 1]!.lower);
    if (inOther && !isListed(tokens[range.from]?.lower) && !isAmount(tokens[population.from - 2]?.lower)) continue;
    const opening = tokens[population.from - 1]?.lower ?? tokens[population.from]!.lower;
    const one = isSingular(lower) && !demonym;
    if (one && goesOn(tokens, at + 1, tokens.length)) continue;
    if (one && !/^(?:a|an|another|one)$/.test(opening)) return undefined;
    const count: Count = one
      ? { value: 1 + furtherSingles(line, at + 1, range.to), qualifier: 'exact' }
      : { value: 2, qualifier: 'at_least' };
    const definite = /^(?:the|these|those)$/.test(opening) && CAPTIVE_NOUNS.has(lower);
    const refers = /^(?:the|these|those)$/.test(opening) && population.to - population.from === 1;
    return {
      count,
      population: textOf(body, line.sentence, population).replace(/^(?:more|other) /i, '') || 'people',
      counted: false,
      parts: [],
      definite,
      refers,
    };
  }
  return undefined;
}

/** "the jailed mayor", "Japan's ambassador", "union leader": the first noun of the stretch that names one person. */
export function describedIn(body: string, line: Line, range: Range): Group | undefined {
  const { tokens } = line.sentence;
  for (let at = range.from; at < Math.min(range.to, range.from + 10); at += 1) {
    const { lower, pos } = tokens[at]!;
    if (isSingular(lower) || (ROLES.has(lower) && pos !== 'ADJ')) {
      if (goesOn(tokens, at + 1, range.to)) continue;
      const population = textOf(body, line.sentence, { from: nounPhraseFrom(line, range.from, at), to: at + 1 });
      return { count: { value: 1, qualifier: 'exact' }, population, counted: false, parts: [], definite: true };
    }
    if (!/^(?:DET|ADJ|NOUN|PROPN|PART|ADV|NUM)$/.test(pos) && lower !== '-' && !/ed$/.test(lower)) return undefined;
  }
  return undefined;
}

/** "a German citizen and an American one": how many more are named one by one. */
function furtherSingles(line: Line, from: number, to: number): number {
  const { tokens } = line.sentence;
  let more = 0;
  for (let at = from; at < to; at += 1) {
    if (tokens[at]!.lower !== 'and' || !/^(?:a|an|another)$/.test(tokens[at + 1]?.lower ?? '')) continue;
    if (tokens.slice(at + 2, Math.min(to, at + 8)).some((token) => isSingular(token.lower))) more += 1;
  }
  return more;
}

/** "a number of persons", "a group of editors". */
const isAmount = (word: string | undefined): boolean =>
  /^(?:number|group|handful|batch|host|couple|series)$/.test(word ?? '');

const isListed = (word: string | undefined): boolean => /^(?:all|names|most|many|some|several|half)$/.test(word ?? '');

function nounPhraseFrom(line: Line, from: number, head: number): number {
  let start = head;
  while (
    start > from &&
    (/^(?:ADJ|NOUN|PROPN|ADV)$/.test(line.sentence.tokens[start - 1]!.pos) ||
      line.sentence.tokens[start - 1]!.text === '-')
  )
    start -= 1;
  return start;
}
