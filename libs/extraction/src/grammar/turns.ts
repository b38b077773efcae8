import type { Modality } from '#domain';
import type { Token } from '../text/token.js';
import { VERB_FORMS } from './forms.js';
import type { Predication } from './predicate.js';

/** "would allow for", "has ruled out": cues of two words. */
export function ofTwoWords(first: string, second: string | undefined): Modality | undefined {
  if (first === 'allow' && second === 'for') return 'conditional';
  return /^rul(?:e|es|ed|ing)$/.test(first) && second === 'out' ? 'refused' : undefined;
}

/** "is said to have freed them": what is told of them. `to` is the place of the infinitive's "to". */
export const isReported = (tokens: readonly Token[], to: number): boolean =>
  /^(?:said|reported|believed|thought|understood|known|alleged|claimed|confirmed)$/.test(tokens[to - 1]?.lower ?? '') &&
  /^(?:have|having)$/.test(tokens[to + 1]?.lower ?? '');

/** "4,000 inmates to go free": in a headline the infinitive is what will be. */
export const isHeadline = (tokens: readonly Token[], to: number): boolean =>
  to > 1 &&
  tokens[to]!.lower === 'to' &&
  tokens.some(({ pos }, at) => at < to && /^(?:NOUN|PROPN)$/.test(pos)) &&
  !tokens.some(({ pos }, at) => pos === 'AUX' || (at < to && pos === 'VERB')) &&
  !/^[.!?;"”]$/.test(tokens.at(-1)!.text);

/** "rejected calls to free them", "turned down a request for her release". */
export const isTurnedDown = (tokens: readonly Token[], at: number): boolean =>
  /^(?:calls?|requests?|appeals?|pleas?|demands?|petitions?)$/.test(tokens[at]!.lower) &&
  /\b(?:reject(?:s|ed|ing)?|refus(?:es?|ed|ing)|dismiss(?:es|ed|ing)?|ignor(?:es?|ed|ing)|turn(?:s|ed|ing) down|rebuff(?:s|ed)?|brushed (?:off|aside)|den(?:y|ies|ied))(?: \S+){0,3}$/.test(
    tokens
      .slice(Math.max(0, at - 6), at)
      .map(({ lower }) => lower)
      .join(' '),
  );

/** `would order "the cessation of sanctions"`: some words of a clause are quoted, and the quote opens no other. */
export const isWordQuoted = (tokens: readonly Token[], at: number): boolean =>
  /^["“]$/.test(tokens[at]!.text) &&
  /^(?:VERB|ADP|DET|ADJ|NOUN|PART)$/.test(tokens[at - 1]?.pos ?? '') &&
  /^\p{Ll}/u.test(tokens[at + 1]?.text ?? '');

/** "was held until he was freed in May", against "will stay until he is freed" and "not before". */
export const isPastUntil = (tokens: readonly Token[], until: number, verb: number): boolean =>
  (/^(?:was|were|had)$/.test(tokens[verb]!.lower) || VERB_FORMS.get(tokens[verb]!.lower)?.tense === 'ed') &&
  !tokens
    .slice(0, until)
    .some(({ lower }) =>
      /^(?:will|would|wo|may|might|can|could|must|should|not|n't|no|never|refus\w+|vow\w+|said|says)$/.test(lower),
    );

/** "The verdict must be overturned and these men freed": the second participle shares the first one's "must be". */
export function isWantedToo(tokens: readonly Token[], { form, patient, group }: Predication): boolean {
  if (form !== 'participle' || tokens[group.from - 1]?.pos !== 'NOUN') return false;
  const and = tokens.slice(Math.max(0, patient.from - 1), group.from).findLastIndex(({ lower }) => lower === 'and');
  if (and < 0) return false;
  const before = tokens.slice(Math.max(0, patient.from - 12), Math.max(0, patient.from - 1) + and);
  return before.some(({ lower }, at) => /^(?:must|should)$/.test(lower) && before[at + 1]?.lower === 'be');
}

/** "Reports that they had been freed were false". */
export const isCalledFalse = (tokens: readonly Token[], that: number): boolean =>
  /^(?:reports?|claims?|rumou?rs?|suggestions?|allegations?|news|assertions?)$/.test(tokens[that - 1]?.lower ?? '') &&
  tokens.some(
    ({ lower }, at) =>
      at > that &&
      /^(?:false|untrue|unfounded|baseless|wrong|fabricated|fake|denied|dismissed|rejected)$/.test(lower) &&
      tokens.slice(Math.max(that, at - 3), at).some((word) => /^(?:is|are|was|were)$/.test(word.lower)),
  );
