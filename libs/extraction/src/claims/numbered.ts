import type { Count } from '#domain';
import type { CountMention } from '../entities/counts.js';
import { total } from '../entities/tally.js';
import { PEOPLE_NOUNS, ROLES } from '../lexicon/people.js';
import { TARGET_NOUNS } from '../lexicon/sanctions.js';
import type { Line } from '../scene.js';
import type { Range, Token } from '../text/token.js';
import { within } from '../text/token.js';
import { aimedAt } from './target.js';
import type { Telling } from './telling.js';

/** How far the next item of an enumeration may stand behind the one before, in tokens: a relative clause fits in. */
const ITEMS_APART_MAX = 18;

/** On how many a sanction is, where the text counts or names them: "14 firms", "ten officials and three banks". */
export function targetsCounted(telling: Telling): Count | undefined {
  const { line, predication } = telling;
  const aimed = aimedAt(telling);
  const ranges = [aimed, predication.patient, ...againstIn(line, predication.at)];
  for (const range of ranges) {
    const items = itemsFrom(line, range);
    if (items.length > 0 && (items.length > 1 || items[0]!.numbered)) return total(items.map(({ count }) => count));
  }
  const named = line.people.filter((mention) => within(mention.from, aimed));
  return named.length > 1 ? { value: named.length, qualifier: 'exact' } : undefined;
}

/** "These sanctions against four men mean that their assets are blocked": the targets stand with the noun. */
function againstIn({ sentence: { tokens } }: Line, at: Range): Range[] {
  const found = tokens.findIndex(
    ({ lower }, index) =>
      /^(?:against|on|targeting)$/.test(lower) &&
      /^(?:sanctions?|restrictions|designations?|bans?|measures)$/.test(tokens[index - 1]?.lower ?? ''),
  );
  return found >= 0 && found < at.from ? [{ from: found + 1, to: at.from }] : [];
}

interface Item {
  readonly count: Count;
  readonly numbered: boolean;
  readonly from: number;
  readonly to: number;
}

/** The items of the enumeration that begins in a stretch, however far it goes on behind it. */
function itemsFrom(line: Line, range: Range): Item[] {
  const { tokens } = line.sentence;
  const items: Item[] = [];
  for (let at = range.from; at < tokens.length; at += 1) {
    const last = items.at(-1);
    if (last ? at - last.to > ITEMS_APART_MAX : at >= range.to) break;
    if (/^[;:.]$/.test(tokens[at]!.text) || (last && goesOnToAct(tokens, at))) break;
    const item = itemAt(line, at);
    if (item && last && isSubject(tokens, item.to)) break;
    if (!item || (last && !goesOn(tokens, item.from))) continue;
    // "a network of six firms and two men" is told in full by what follows.
    if (!item.numbered && tokens[item.to]?.lower === 'of' && itemAt(line, item.to + 1)?.numbered) continue;
    items.push(item);
    at = item.to - 1;
  }
  return items;
}

/** "sanctioned 11 persons and follow ours of ten": the clause goes on to another verb. */
const goesOnToAct = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]!.lower === 'and' && tokens[at + 1]?.pos === 'VERB' && !/(?:ed|ing)$/.test(tokens[at + 1]!.lower);

/** "and an official said": who acts next is none of those listed. */
const isSubject = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.pos === 'AUX' ||
  /^(?:said|says|told|has|have|had|will|would|promised|warned|added)$/.test(tokens[at]?.lower ?? '');

function itemAt(line: Line, at: number): Item | undefined {
  const { tokens } = line.sentence;
  const mention = line.counts.find(({ from }) => from === at);
  const single = /^an?$/.test(tokens[at]!.lower);
  if (mention?.partial || (!mention && !single)) return undefined;
  const from = mention?.to ?? at + 1;
  const head = headFrom(tokens, from, mention);
  if (head === undefined || (single && /s$/.test(tokens[head]!.lower) && !/(?:ss|us)$/.test(tokens[head]!.lower)))
    return undefined;
  return {
    count: mention?.count ?? { value: 1, qualifier: 'exact' },
    numbered: mention !== undefined,
    from: at,
    to: head + 1,
  };
}

/** The counted noun, at most seven words on: somebody or something that a list can hold. */
function headFrom(tokens: readonly Token[], from: number, mention: CountMention | undefined): number | undefined {
  if (mention?.headed) return mention.population.to - 1;
  for (let at = from; at < tokens.length && at - from < 7; at += 1) {
    const { lower, pos } = tokens[at]!;
    const next = tokens[at + 1]?.lower ?? '';
    if (isTarget(lower) && !isTarget(next)) return at;
    if (
      lower === 'of'
        ? at !== from
        : !/^(?:ADJ|NOUN|PROPN|ADV|DET|VERB|PUNCT|PART)$/.test(pos) || /^[,;:.()]$/.test(lower)
    )
      return undefined;
  }
  return undefined;
}

const isTarget = (word: string): boolean =>
  TARGET_NOUNS.has(word) || PEOPLE_NOUNS.has(word) || ROLES.has(word) || ROLES.has(word.replace(/s$/, ''));

/** "and three firms", "as well as a bank", ", four vessels". */
function goesOn(tokens: readonly Token[], at: number): boolean {
  let left = at - 1;
  while (left > 0 && /^(?:also|another|further|more|than|over|at|least|about|some|nearly)$/.test(tokens[left]!.lower))
    left -= 1;
  const { lower } = tokens[left]!;
  return (
    lower === 'and' ||
    lower === ',' ||
    lower === '&' ||
    (lower === 'as' && tokens[left - 1]?.lower === 'well') ||
    (lower === 'with' && tokens[left - 1]?.lower === 'along')
  );
}
